import { join } from "node:path";
import type { Command } from "commander";
import { rosterOf } from "../../../agents/roster.ts";
import type { CrashReport } from "../../../watchdog/crash.ts";
import type { Config } from "../../config.ts";
import { expectHome } from "../../home.ts";
import { configOf, examples, wholeNumber } from "../options.ts";
import { duration, megabytes, print, printJson, table } from "../output.ts";
import { unknownName } from "../unknown-name.ts";

interface Options {
  json?: boolean;
  last: number;
}

/** crashes and crash: what the watchdog kept of agents that it had to replace. */
export function defineCrashes(agents: Command): void {
  const list = agents
    .command("crashes [agent]")
    .description("list what agents were lost of, the newest first")
    .option("--last <n>", "how many", wholeNumber("--last", 1, 1_000), 20)
    .option("--json", "print JSON, complete")
    .action((agent: string | undefined, options: Options) => crashes(agent, options, agents));
  examples(list, "kantoku agents crashes", "kantoku agents crashes renderer-1 --last 5");
  const show = agents
    .command("crash <id>")
    .description("show one crash with the last lines of its pane; an agent's name means its latest")
    .option("--json", "print JSON")
    .action((id: string, options: Options) => crash(id, options, agents));
  examples(show, "kantoku agents crash renderer-1#4", "kantoku agents crash renderer-1 --json");
}

async function crashes(
  agent: string | undefined,
  { json, last }: Options,
  agents: Command,
): Promise<void> {
  const config = await configOf(agents);
  const all = await reportsOf(config);
  if (agent !== undefined) expectKnown(agent, config, all);
  const chosen = all.filter((report) => agent === undefined || report.agent === agent);
  const shown = chosen.slice(0, last);
  if (json || agents.opts<{ json?: boolean }>().json) return printJson(shown);
  if (shown.length === 0) return print(agent ? `${agent} has not crashed.` : "Nobody has crashed.");
  print(table(["id", "when", "cause", "lived", "peak", "at work on"], shown.map(rowOf)));
  const more = chosen.length - shown.length;
  if (more > 0) print(`\n${more} older: --last ${chosen.length}`);
}

async function crash(id: string, { json }: Options, agents: Command): Promise<void> {
  const config = await configOf(agents);
  const all = await reportsOf(config);
  const { findCrash } = await import("../../../watchdog/crash.ts");
  const found = findCrash(all, id);
  if (!found) {
    const known = [...new Set(all.flatMap((report) => [report.id, report.agent]))];
    throw unknownName("crash", id, known, "see: kantoku agents crashes");
  }
  if (json || agents.opts<{ json?: boolean }>().json) return printJson(found);
  print(textOf(found));
}

/**
 * Those that are there are told even of a home whose database was lost. Their schema is loaded here, so that no
 * other command waits for it.
 */
async function reportsOf({ home }: Config): Promise<CrashReport[]> {
  const { readCrashes } = await import("../../../watchdog/crash.ts");
  const all = readCrashes(join(home.logs, "crashes"));
  if (all.length === 0) expectHome(home);
  return all;
}

/** An agent of the crew table, or one of a former table that has left a report. */
function expectKnown(agent: string, { crew }: Config, all: readonly CrashReport[]): void {
  const known = new Set([...rosterOf(crew), ...all].map((each) => nameOf(each)));
  if (!known.has(agent)) throw unknownName("agent", agent, [...known]);
}

const nameOf = (each: { name: string } | { agent: string }): string =>
  "name" in each ? each.name : each.agent;

function rowOf(report: CrashReport): string[] {
  const { id, at, cause, upSeconds, peakMemoryBytes, job, step } = report;
  return [
    id,
    `${duration(Date.now() - Date.parse(at))} ago`,
    cause,
    upSeconds === null ? "" : duration(upSeconds * 1000),
    peakMemoryBytes === null ? "" : megabytes(peakMemoryBytes),
    job === null ? "nothing" : `${step ?? "?"} of ${job}`,
  ];
}

/** What is known stands in lines of their own; what nobody knows is left out. */
function textOf(report: CrashReport): string {
  const { id, cause, at, pid, upSeconds, peakMemoryBytes, host, messages } = report;
  const facts: [string, string | null][] = [
    ["when", at],
    ["process", pid === null ? null : `${pid}`],
    ["lived", upSeconds === null ? null : duration(upSeconds * 1000)],
    ["exit code", report.exitCode === null ? null : `${report.exitCode}`],
    ["signal", report.signal],
    ["at work on", report.job === null ? "nothing" : `${report.step ?? "?"} of job ${report.job}`],
    ["last words", wordsOf(report)],
    ...messages.map(({ id: message, topic, attempt }): [string, string] => {
      return ["message", `${message} of ${topic}, attempt ${attempt}: back in the queue`];
    }),
    ["peak memory", peakMemoryBytes === null ? null : megabytes(peakMemoryBytes)],
    ["host", host === null ? null : hostWords(host)],
  ];
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return [
    `${id} was lost: ${cause}`,
    "",
    ...known.map(([name = "", value]) => `  ${name.padEnd(12)} ${value}`),
    ...section("What it said", beatsOf(report)),
    ...section("Last lines of its pane", linesOf(report)),
  ].join("\n");
}

function wordsOf({ doing, progress }: CrashReport): string | null {
  if (doing === "") return null;
  return progress === null ? doing : `${doing} (${Math.round(progress * 100)} %)`;
}

function hostWords({ loadAverages, freeMemoryBytes }: NonNullable<CrashReport["host"]>): string {
  const loads = loadAverages.map((load) => load.toFixed(1)).join(", ");
  return `load ${loads}; ${megabytes(freeMemoryBytes)} of memory free`;
}

const beatsOf = ({ beats }: CrashReport): string[] =>
  beats.map(({ at, state, step, doing }) =>
    [at.slice(11, 19), state, step ?? "", doing].filter(Boolean).join("  "),
  );

/** Without the empty parts of the screen: of blank lines in a row one is left, at the end none. */
function linesOf({ lastLines }: CrashReport): readonly string[] {
  const isBlank = (line = ""): boolean => line.trim() === "";
  const used = lastLines.slice(0, lastLines.findLastIndex((line) => !isBlank(line)) + 1);
  return used.filter((line, index) => !isBlank(line) || !isBlank(used[index - 1] ?? "x"));
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
