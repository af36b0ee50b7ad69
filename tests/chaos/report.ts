import { quantile } from "../bench/statistics.ts";
import type { Ending } from "../support/light/daemon.ts";
import { AGENT_KINDS, FLEET_KINDS, type LeftOut } from "./plan.ts";
import type { Proof } from "./proofs.ts";
import type { Healing } from "./storm.ts";

/** All that one run has found. */
export interface Report {
  readonly seed: number;
  readonly planned: number;
  readonly agents: number;
  readonly tookMs: number;
  readonly left: readonly LeftOut[];
  /** How memory was made to run out. */
  readonly memory: string;
  readonly jobs: number;
  /** Jobs that an operator had to try again: three agents were lost over one of their steps. */
  readonly retries: number;
  /** How the daemon ended by itself. */
  readonly endings: readonly Ending[];
  readonly healings: readonly Healing[];
  readonly proofs: readonly Proof[];
}

const HEAD = [
  "fault",
  "n",
  "p50",
  "p99",
  "max",
  "in backoff",
  "p50",
  "max",
  "amid another",
  "p50",
  "max",
];

/** For a terminal. */
export function text(report: Report): string {
  const lines = [HEAD, ...tableOf(report)];
  const widths = HEAD.map((_, n) => Math.max(...lines.map((line) => line[n]?.length ?? 0)));
  const table = lines.map((line) =>
    line
      .map((each, n) => (n === 0 ? each.padEnd(widths[n] ?? 0) : each.padStart(widths[n] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return [summaryOf(report), "", ...table, "", ...proofsOf(report), ""].join("\n");
}

/** The same as a page of the documentation. */
export function markdownTable(report: Report): string {
  const rule = HEAD.map((_, n) => (n === 0 ? "---" : "--:"));
  return [HEAD, rule, ...tableOf(report)].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

export function summaryOf({
  seed,
  healings,
  agents,
  tookMs,
  jobs,
  retries,
  endings,
}: Report): string {
  const seconds = Math.round(tookMs / 1000);
  const again =
    retries === 0 ? "" : ` (${retries} tried again: three agents were lost over a step)`;
  return (
    `${healings.length} faults among ${agents} agents, ${jobs} jobs${again}, ${seconds} s; ` +
    `the daemon ended by itself ${endings.length} times; seed ${seed}`
  );
}

/** A line for each claim, and one for each finding. */
export function proofsOf({ proofs, left, endings }: Report): string[] {
  const claims = proofs.flatMap(({ claim, of, findings }) => [
    `${findings.length} ${claim} (of ${of})`,
    ...findings.slice(0, 20).map((finding) => `  BROKEN: ${finding}`),
  ]);
  const words = endings.map(({ how, words }) => `the daemon ended (${how}):\n${words}`);
  return [...claims, ...words, ...left.map(({ kind, why }) => `left out: ${kind}, since ${why}`)];
}

/** Ms from the blow to ready, by kind, and by what else kept the agent down. */
function tableOf({ healings }: Report): string[][] {
  return [...AGENT_KINDS, ...FLEET_KINDS].flatMap((kind) => {
    const all = healings.filter(({ fault }) => fault.kind === kind);
    if (all.length === 0) return [];
    const [alone, patient, amid] = (["nothing", "backoff", "fleet fault"] as const).map((beside) =>
      all.filter((healing) => healing.beside === beside).map(({ healedMs }) => healedMs),
    );
    return [
      [kind, ...figures(alone ?? [], true), ...figures(patient ?? []), ...figures(amid ?? [])],
    ];
  });
}

function figures(values: readonly number[], withTail = false): string[] {
  const shown = (q: number): string => (values.length === 0 ? "" : `${quantile(values, q)}`);
  return [`${values.length}`, shown(0.5), ...(withTail ? [shown(0.99)] : []), shown(1)];
}
