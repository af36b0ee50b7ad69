import { aligned, piped } from "../bench/columns.ts";
import type { Host } from "../bench/host.ts";
import { quantile } from "../bench/statistics.ts";
import type { Ending } from "../support/light/daemon.ts";
import { AGENT_KINDS, FLEET_KINDS, type Kind, type LeftOut } from "./plan.ts";
import type { Proof } from "./proofs.ts";
import type { Healing } from "./healing.ts";

/** The file in which play.ts leaves it for main.ts. */
export const REPORT = "report.json";

/** All that one run has found. */
export interface Report {
  readonly measuredAt: string;
  readonly host: Host;
  readonly seed: number;
  readonly faults: number;
  readonly agents: number;
  readonly tookMs: number;
  readonly left: readonly LeftOut[];
  /** How memory was made to run out. */
  readonly memory: "cgroup" | "rlimit";
  readonly jobs: number;
  /** Jobs that an operator had to try again: three agents were lost over one of their steps. */
  readonly retries: number;
  /** How the daemon ended by itself. */
  readonly endings: readonly Ending[];
  readonly rows: readonly Row[];
  readonly proofs: readonly Proof[];
}

/** From the blow to ready, ms, by what else kept the agent down. */
export interface Row {
  readonly kind: Kind;
  readonly alone: Figures | null;
  readonly inBackoff: Figures | null;
  readonly amidAnother: Figures | null;
  /** What the watchdog took for the cause, and how often; nothing is counted where the agent is not to blame. */
  readonly causes: Readonly<Record<string, number>>;
}

interface Figures {
  readonly n: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export function rowsOf(healings: readonly Healing[]): Row[] {
  return [...AGENT_KINDS, ...FLEET_KINDS].flatMap((kind) => {
    const all = healings.filter(({ fault }) => fault.kind === kind);
    if (all.length === 0) return [];
    const beside = (what: Healing["beside"]): Figures | null =>
      figuresOf(all.filter((each) => each.beside === what).map(({ healedMs }) => healedMs));
    const causes = Map.groupBy(
      all.flatMap(({ cause }) => cause ?? []),
      (cause) => cause,
    );
    return {
      kind,
      alone: beside("nothing"),
      inBackoff: beside("backoff"),
      amidAnother: beside("fleet fault"),
      causes: Object.fromEntries([...causes].map(([cause, { length }]) => [cause, length])),
    };
  });
}

function figuresOf(values: readonly number[]): Figures | null {
  if (values.length === 0) return null;
  const [p50, p99, max] = [0.5, 0.99, 1].map((q) => quantile(values, q)) as [
    number,
    number,
    number,
  ];
  return { n: values.length, p50, p99, max };
}

/** For a terminal. */
export function text(report: Report): string {
  return [summaryOf(report), "", ...aligned(tableOf(report), 1), "", ...claimsOf(report), ""].join(
    "\n",
  );
}

const INTRODUCTION = `\`npm run chaos -- --out docs/benchmarks\` writes this page. A daemon and its agents work at jobs while
faults befall them, up to four agents and one fault of all at a time. Everything is real: daemon, tmux, SQLite, watchdog,
the agents' own program; only their craft is light. The faults are drawn from the seed before the first one.
`;

const READING = `Milliseconds from the blow until whom it hit was ready again: one agent; of *tmux server* and *session* all ten;
of *daemon* the next daemon, from its start; of *disk full* all of it and a step done, from the first free byte. *In backoff*:
the agent had been lost a moment before, so that the watchdog let it wait on purpose. *Amid another*: the daemon, tmux or the
disk were down as well. A stopped process is woken by tmux; one whose event loop is blocked is given 2.5 s.
The longest waits are the breaker's for mass deaths: when most of those that died had just started, they start one by one.
`;

/** For the documentation. */
export function page(report: Report): string {
  const { measuredAt, host } = report;
  const facts =
    `${measuredAt.slice(0, 16)}Z, ${host.cpu}, ${host.cores} cores, load ${host.load.toFixed(2)} before the run, ` +
    `Linux ${host.kernel}, Node ${host.node}. ${summaryOf(report)}.`;
  const causes = report.rows.filter((row) => Object.keys(row.causes).length > 0);
  const taken = causes.map(({ kind, causes }) => [kind, wordsOf(causes)]);
  return [
    "# What faults cost\n",
    INTRODUCTION,
    `${facts}\n`,
    ...claimsOf(report).map((claim) => `- ${claim.trim()}`),
    "\n## From the blow to ready\n",
    piped(tableOf(report), 1),
    `\n${READING}`,
    "## What the watchdog took them for\n",
    piped([["fault", "cause"], ...taken], 2),
    "",
  ].join("\n");
}

const HEAD_ALONE = ["fault", "n", "p50", "p99", "max"];
const HEAD = [...HEAD_ALONE, "in backoff", "p50", "max", "amid another", "p50", "max"];

function tableOf({ rows }: Report): string[][] {
  const cells = (figures: Figures | null, ...names: (keyof Figures)[]): string[] =>
    names.map((name) => (figures ? `${figures[name]}` : name === "n" ? "0" : ""));
  const lines = rows.map(({ kind, alone, inBackoff, amidAnother }) => [
    kind,
    ...cells(alone, "n", "p50", "p99", "max"),
    ...cells(inBackoff, "n", "p50", "max"),
    ...cells(amidAnother, "n", "p50", "max"),
  ]);
  return [HEAD, ...lines];
}

function summaryOf({ seed, faults, agents, tookMs, jobs, retries, endings }: Report): string {
  const again =
    retries === 0 ? "" : ` (${retries} tried again after three agents were lost over a step)`;
  return (
    `${faults} faults among ${agents} agents in ${Math.round(tookMs / 1000)} s, ${jobs} jobs${again}; ` +
    `the daemon ended ${endings.length} times by itself; seed ${seed}`
  );
}

/** A line for each claim, and one for each time that it does not hold. */
function claimsOf({ proofs, left, endings }: Report): string[] {
  const claims = proofs.flatMap(({ claim, of, findings }) => [
    `${findings.length} ${claim} (of ${of})`,
    ...findings.slice(0, 20).map((finding) => `  BROKEN: ${finding}`),
  ]);
  const words = endings.map(({ how, words }) => `the daemon ended (${how}):\n${words}`);
  return [...claims, ...words, ...left.map(({ kind, why }) => `left out: ${kind}, since ${why}`)];
}

const wordsOf = (causes: Row["causes"]): string =>
  Object.entries(causes)
    .toSorted(([, a], [, b]) => b - a)
    .map(([cause, count]) => `${cause} (${count})`)
    .join(", ");
