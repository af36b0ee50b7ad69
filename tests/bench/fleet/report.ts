import { aligned, piped } from "../columns.ts";
import type { Host } from "../host.ts";
import { atPace, FLOOR_MS } from "../pace.ts";
import { median, quantile } from "../statistics.ts";
import type { Idle } from "./idle.ts";
import type { Kills } from "./kills.ts";

/** All that one run has found. */
export interface Report {
  readonly measuredAt: string;
  readonly host: Host;
  readonly idle: Idle;
  readonly kills: Kills;
}

/** The tables for a terminal. */
export function text(report: Report): string {
  const tables = [kills(report), targets(report)].map((lines) => aligned(lines, 1).join("\n"));
  return [facts(report), "", ...tables.flatMap((table) => [table, ""])].join("\n");
}

/** The same as a page of the documentation. */
export function markdown(report: Report): string {
  return `# What the fleet takes, and how soon it is back

\`npm run bench:fleet\` writes this page (\`-- --help\` tells more). A daemon is started as \`kantoku up\` does it. First
nothing is to do for a minute, with the default configuration. Then, with the eight agents of the default crews at their
posts, real agents are killed with SIGKILL one by one and all eight at once, and stopped with SIGSTOP; measured is from
the signal until the first beat of the agent that is ready again, in ms. In between, bare Node
children are started, which only say that they run: what the machine itself takes.

${facts(report)}

${piped(kills(report), 1)}

${piped(targets(report), 1)}
`;
}

function facts({ host, measuredAt }: Report): string {
  const { cpu, cores, kernel, load, node } = host;
  return [
    `${measuredAt.slice(0, 16)}Z, ${cpu}, ${cores} cores, load ${load.toFixed(2)} before the run,`,
    `Linux ${kernel}, Node ${node}.`,
  ].join("\n");
}

function kills({ kills: { singles, bursts, stops, bareStarts } }: Report): string[][] {
  const line = (title: string, times: readonly number[]): string[] => {
    const spread = [0.5, 0.9, 0.99, 1].map((q) => quantile(times, q).toFixed(0));
    return [title, `${times.length}`, ...spread];
  };
  return [
    ["ms until it is ready again", "agents", "p50", "p90", "p99", "max"],
    line("killed, one by one", singles),
    line("killed, eight at once", bursts),
    line("stopped", stops),
    line("a bare Node child, started", bareStarts),
  ];
}

/** By default, silence of five seconds is noticed. */
const SILENT_MS = 5_000;

function targets({ idle, kills }: Report): string[][] {
  const { singles, bursts, stops, bareStarts, missed } = kills;
  const row = (what: string, measured: string, target: string, isMet: boolean): string[] => [
    what,
    measured,
    target,
    isMet ? "yes" : "no",
  ];
  const p50 = median(singles);
  const p99 = quantile(singles, 0.99);
  const slowest = Math.max(...stops);
  const all = singles.length + bursts.length + stops.length + missed;
  const idleFor = `idle for ${Math.round(idle.forMs / 1000)} s, ${idle.processes} processes`;
  return [
    ["", "measured", "target", "met"],
    row(
      "kill to ready, p50",
      `${p50.toFixed(0)} ms${paced(p50, bareStarts)}`,
      "≤ 150 ms",
      p50 <= 150,
    ),
    row(
      "kill to ready, p99",
      `${p99.toFixed(0)} ms${paced(p99, bareStarts)}`,
      "≤ 500 ms",
      p99 <= 500,
    ),
    row("SIGSTOP to ready, max", `${slowest} ms`, "≤ 6000 ms", slowest <= SILENT_MS + 1_000),
    row("missed", `${missed} of ${all}`, "0", missed === 0),
    row(`${idleFor}: memory`, `${idle.memoryMb.toFixed(0)} MB`, "≤ 200 MB", idle.memoryMb <= 200),
    row(
      `${idleFor}: CPU`,
      `${idle.cpuPercent.toFixed(2)} % of a core`,
      "≤ 1 %",
      idle.cpuPercent <= 1,
    ),
  ];
}

/** Says nothing where the machine is about as quick as the one that the limits are from. */
function paced(value: number, bareStarts: readonly number[]): string {
  const floorMs = median(bareStarts);
  if (Math.abs(floorMs - FLOOR_MS) < FLOOR_MS / 10) return "";
  return ` (${atPace(value, floorMs).toFixed(0)} where a bare child takes ${FLOOR_MS})`;
}
