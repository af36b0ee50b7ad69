import { aligned, piped } from "../columns.ts";
import type { Host } from "../host.ts";
import { atPace, FLOOR_MS } from "../pace.ts";
import { median, quantile } from "../statistics.ts";
import type { Restarts, Scale } from "./measure.ts";

/** What one peer did in all rounds. */
export interface Result {
  readonly peer: string;
  readonly version: string;
  readonly settings: string;
  readonly rounds: readonly Restarts[];
}

/** All that one run has found. */
export interface Report {
  readonly measuredAt: string;
  readonly host: Host;
  readonly scale: Scale;
  readonly results: readonly Result[];
  /** Peers that were not there. */
  readonly missing: readonly string[];
}

export interface Verdict {
  readonly target: string;
  readonly measured: string;
  readonly isMet: boolean;
}

const OURS = "Kantoku";
const FLOOR = "shell loop";
const LABELS = 1;

/** Within 10 ms of the floor one by one, within 30 ms of the best when eight die at once, none missed. */
export function verdicts({ results }: Report): Verdict[] {
  const ours = results.find(({ peer }) => peer === OURS);
  const floor = results.find(({ peer }) => peer === FLOOR);
  if (!ours || !floor) return [];
  const floorMs = median(singles(floor));
  const above = median(singles(ours)) - floorMs;
  const others = results.filter(({ peer }) => peer !== OURS);
  const behind = median(bursts(ours)) - Math.min(...others.map((each) => median(bursts(each))));
  const kills = singles(ours).length + missed(ours) + bursts(ours).length * BURST;
  return [
    {
      target: "one by one, p50: within 10 ms of the shell loop",
      measured: `${ms(above)} ms above it${paced(above, floorMs)}`,
      isMet: above <= 10,
    },
    {
      target: "eight at once, p50: within 30 ms of the best of the others",
      measured: `${ms(behind)} ms ${behind < 0 ? "before" : "behind"} it${paced(behind, floorMs)}`,
      isMet: behind <= 30,
    },
    {
      target: "none missed",
      measured: `${missed(ours)} of ${kills}`,
      isMet: missed(ours) === 0,
    },
  ];
}

/** Says nothing where the machine is about as quick as the one that the limits are from. */
function paced(value: number, floorMs: number): string {
  if (Math.abs(floorMs - FLOOR_MS) < FLOOR_MS / 10) return "";
  return ` (at a pace where the shell loop takes ${FLOOR_MS} ms: ${ms(atPace(value, floorMs))})`;
}

const BURST = 8;

/** The tables for a terminal. */
export function text(report: Report): string {
  return [facts(report), "", ...aligned(lines(report), LABELS), "", ...closing(report), ""].join(
    "\n",
  );
}

/** The same as a page of the documentation. */
export function markdown(report: Report): string {
  return `# How soon a killed process is back

\`npm run bench:restart\` writes this page (\`-- --help\` tells more). Every supervisor keeps the same eight bare Node
children alive, which connect to a socket and say that they run. They are killed with SIGKILL, one by one and all eight
at once; measured is from the kill until the next child has said so, in ms, all in one run on one machine. Of eight at
once, until the last of them is back.

${facts(report)}

${piped(lines(report), LABELS)}

${closing(report)
  .map((line) => `- ${line}`)
  .join("\n")}

## How each was set up

${report.results.map(({ peer, version, settings }) => `- **${peer}** (${version}): ${settings}`).join("\n")}
`;
}

function facts({ host, measuredAt, scale }: Report): string {
  const { cpu, cores, kernel, load, node } = host;
  return [
    `${measuredAt.slice(0, 16)}Z, ${cpu}, ${cores} cores, load ${load.toFixed(2)} before the run,`,
    `Linux ${kernel}, Node ${node}; ${scale.rounds} interleaved rounds.`,
  ].join("\n");
}

function lines({ results }: Report): string[][] {
  const floor = results.find(({ peer }) => peer === FLOOR);
  const head = ["", "kills", "p50", "÷ floor", "p90", "p99", "max"];
  head.push("eight: p50", "÷ floor", "eight: max", "missed");
  const rows = results.map((result) => {
    const [one, eight] = [singles(result), bursts(result)];
    const spread = [0.9, 0.99, 1].map((q) => ms(quantile(one, q)));
    const kills = one.length + missed(result) + eight.length * BURST;
    const single = [ms(median(one)), ratio(one, floor && singles(floor))];
    const burst = [ms(median(eight)), ratio(eight, floor && bursts(floor))];
    const last = [ms(Math.max(...eight)), `${missed(result)}`];
    return [result.peer, `${kills}`, ...single, ...spread, ...burst, ...last];
  });
  return [head, ...rows];
}

function closing(report: Report): string[] {
  const judged = verdicts(report).map(
    ({ target, measured, isMet }) => `${target}: ${measured}${isMet ? "" : ", not met"}.`,
  );
  return [...judged, ...report.missing.map((peer) => `${peer} was not there to be measured.`)];
}

const ratio = (own: readonly number[], floor: readonly number[] | undefined): string =>
  floor ? (median(own) / median(floor)).toFixed(2) : "";
const ms = (value: number): string => Math.abs(value).toFixed(value < 100 ? 1 : 0);
const singles = ({ rounds }: Result): number[] => rounds.flatMap((round) => [...round.singles]);
const bursts = ({ rounds }: Result): number[] => rounds.flatMap((round) => [...round.bursts]);
const missed = ({ rounds }: Result): number => rounds.reduce((sum, { missed }) => sum + missed, 0);
