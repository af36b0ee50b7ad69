import { aligned, piped } from "../columns.ts";
import type { Machine } from "./machine.ts";
import type { Cell, Row, Unit } from "./report.ts";
import type { Scale } from "./scale.ts";
import { ratioTo, type Verdict } from "./targets.ts";

/** All that one run has found. */
export interface Report {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly payloadBytes: number;
  readonly scale: Scale;
  /** How each peer was set up. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
  /** Violations of exact delivery. */
  readonly faults: readonly string[];
}

/** Whom ours is compared with in numbers, and the columns that say so. */
const RATIOS = { plainjob: "× plainjob", "plainjob, bare calls": "× bare calls" };

const TITLES: Readonly<Record<Row["section"], string>> = {
  sends: "Sends, messages per second",
  workers: "Workers, messages per second",
  "idle workers": "Idle workers",
  growth: "Growth",
};

const INTRODUCTION = `\`npm run bench:queue\` writes this page (\`-- --help\` tells how to run parts of it). All figures are of
one run on one machine, with the same messages for all, and each message was seen to have its effect
exactly once. Durability is SQLite's \`synchronous\`; at equal terms Redis syncs every second (normal) or always
(full). What a send leaves to be done by the receiver is in the receiver's figures.
`;

/** Columns that are words: the title and the durability. */
const LABELS = 2;

/** The tables for a terminal. */
export function text(report: Report): string {
  const sections = sectionsOf(report).map(
    ({ title, lines }) => `${title}\n${aligned(lines, LABELS).join("\n")}\n`,
  );
  return [facts(report), "", ...sections, ...closing(report)].join("\n");
}

/** The same as a page of the documentation. */
export function markdown(report: Report): string {
  const sections = sectionsOf(report).flatMap(({ title, lines }) => [
    `## ${title}\n`,
    piped(lines, LABELS),
    "",
  ]);
  const settings = Object.entries(report.settings).flatMap(([peer, all]) => [
    `- **${peer}**`,
    ...Object.entries(all).map(([name, value]) => `  - ${name}: ${value}`),
  ]);
  const reading = closing(report).map((line) => `- ${line}`);
  return [
    "# How fast the queue is\n",
    INTRODUCTION,
    `${facts(report)}\n`,
    ...sections,
    "## Targets and reading\n",
    ...reading,
    "\n## How each was set up\n",
    ...settings,
    "",
  ].join("\n");
}

function facts({ machine, measuredAt, payloadBytes, scale }: Report): string {
  const { cpu, cores, kernel, fileSystem, load, node, sqlite, redis } = machine;
  return [
    `${measuredAt.slice(0, 16)}Z, ${cpu}, ${cores} cores, load ${load.toFixed(2)} before the run,`,
    `Linux ${kernel}, ${fileSystem}, Node ${node}, SQLite ${sqlite}, Redis ${redis ?? "not installed"};`,
    `${payloadBytes}-byte payloads, ${scale.rounds} interleaved rounds.`,
  ].join("\n");
}

interface Section {
  readonly title: string;
  /** The first is the head. */
  readonly lines: readonly (readonly string[])[];
}

function sectionsOf({ rows, verdicts }: Report): Section[] {
  return [...Map.groupBy(rows, ({ section }) => section)].map(([section, rows]) => {
    const peers = [...new Set(rows.flatMap(({ cells }) => cells.map(({ peer }) => peer)))];
    const isRate = rows.some(({ unit }) => unit === "messages/s");
    const ratios = Object.entries(RATIOS).filter(([peer]) => isRate && peers.includes(peer));
    const ratioHeads = ratios.map(([, head]) => head);
    const head = ["", "durability", ...peers, ...ratioHeads, "target", "met"];
    const lines = rows.map((row) => [
      `${row.title}${isRate ? "" : `, ${row.unit}`}`,
      row.durability,
      ...peers.map((peer) => shown(row, peer)),
      ...ratios.map(([peer]) => times(ratioTo(peer, row))),
      ...judged(row, verdicts),
    ]);
    return { title: TITLES[section], lines: [head, ...lines] };
  });
}

function shown({ cells, unit }: Row, peer: string): string {
  const cell = cells.find((each) => each.peer === peer);
  return cell ? `${figure(cell.value, unit)}${spread(cell)}` : "–";
}

function figure(value: number, unit: Unit): string {
  if (unit === "messages/s") return `${(value / 1_000).toFixed(1)}k`;
  return value.toPrecision(value < 1 ? 2 : 3);
}

/** How far the farthest round was from the median. */
function spread({ value, low, high, rounds }: Cell): string {
  if (rounds.length < 2) return "";
  const farthest = Math.max(value - low, high - value) / value;
  return Number.isFinite(farthest) ? ` ±${Math.round(farthest * 100)}%` : "";
}

function judged(row: Row, verdicts: readonly Verdict[]): [target: string, met: string] {
  const verdict = verdicts.find(
    ({ title, durability }) => title === row.title && durability === row.durability,
  );
  if (!verdict) return ["", ""];
  return [verdict.target, verdict.isMet ? "yes" : `no: ${verdict.measured.toFixed(2)}`];
}

function times(ratio: number | undefined): string {
  return ratio === undefined ? "" : `${ratio.toFixed(2)}×`;
}

function closing({ verdicts, faults }: Report): string[] {
  const met = verdicts.filter(({ isMet }) => isMet).length;
  const delivery =
    faults.length === 0
      ? "Every message was delivered and had its effect exactly once."
      : `DELIVERY IS NOT EXACT, the figures are void:\n  ${faults.join("\n  ")}`;
  return [
    `${met} of ${verdicts.length} targets met.`,
    "×: ours to that column, the median of the rounds' own ratios.",
    "±: the farthest round from the median (of a pickup: of the rounds' own quantiles).",
    delivery,
  ];
}
