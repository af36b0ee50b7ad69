import type { Command } from "commander";
import { musterOf, type CrewSize } from "../../../agents/roster.ts";
import { InputError } from "../../../kernel/errors.ts";
import { openAgents, WATCHDOG_BELL, type Agents } from "../../../watchdog/agents.ts";
import type { AgentRecord } from "../../../watchdog/record.ts";
import { defineCrashes } from "../agents/crashes.ts";
import { expectDaemon } from "../daemon.ts";
import { openHome } from "../home.ts";
import { configOf, examples } from "../options.ts";
import { duration, print, printJson, table } from "../output.ts";
import { unknownName } from "../unknown-name.ts";

interface Options {
  json?: boolean;
  reset?: boolean;
}

type Verb = "restart" | "hold" | "release" | "dismiss";

const VERBS: readonly (readonly [Verb, string])[] = [
  ["restart", "let an agent finish its work and start it anew, out of a quarantine too"],
  ["hold", "have the watchdog leave an agent alone, to look at it in peace"],
  ["release", "have the watchdog look after an agent again"],
  ["dismiss", "let go of a temporary agent that was lost, and of its dead pane"],
];

export function define(command: Command): void {
  command.option("--json", "print JSON").action(listAgents);
  examples(command, "kantoku agents", "kantoku agents --json", "kantoku agents restart writer");
  for (const [verb, summary] of VERBS) {
    const sub = command
      .command(`${verb} <agent>`)
      .description(summary)
      .option("--json", "print JSON")
      .action((agent: string, options: Options) => change(verb, agent, options, command));
    examples(sub, `kantoku agents ${verb} renderer-1`);
  }
  defineCrashes(command);
  const scale = command
    .command("scale <crew> [size]")
    .description("set how many agents of a crew may run: MIN..MAX, or N for always so many")
    .option("--reset", "back to what the configuration says")
    .option("--json", "print JSON")
    .action((crew: string, size: string | undefined, options: Options) =>
      scaleCrew(crew, size, options, command),
    );
  examples(
    scale,
    "kantoku agents scale renderer 0..4",
    "kantoku agents scale writer 1",
    "kantoku agents scale renderer --reset",
  );
}

async function listAgents({ json }: Options, command: Command): Promise<void> {
  using stores = openHome(await configOf(command));
  const agents = openAgents(stores.database, stores.heartbeats);
  const list = agents.list();
  if (json) return printJson(list);
  if (list.length === 0) return print("No agents yet. Start them with: kantoku up --detach");
  const rows = list.map((agent) => [
    agent.name,
    agent.state,
    agent.pane ?? "",
    agent.pid === null ? "" : `${agent.pid}`,
    `${agent.restarts}`,
    agent.heartbeatAt === null ? "" : `${duration(Date.now() - agent.heartbeatAt)} ago`,
    agent.job ?? "",
    agent.roles.join(", "),
  ]);
  const header = ["agent", "state", "pane", "pid", "restarts", "beat", "job", "roles"];
  print(table(header, rows));
  const reasons = agents.records().flatMap(reasonOf);
  if (reasons.length > 0) print(`\n${reasons.join("\n")}`);
}

/** Why somebody who should run doesn't. */
function reasonOf({ name, state, reason, resumeAt, held }: AgentRecord): string[] {
  if (reason === null) return [];
  if (held) return [`${name} is held (${reason}): kantoku agents release ${name}`];
  if (resumeAt === null) {
    return [`${name} is lost (${reason}): kantoku agents dismiss ${name}, or restart ${name}`];
  }
  const wait = duration(resumeAt - Date.now());
  return [`${name} is in ${state === "backoff" ? state : "quarantine"} for ${wait}: ${reason}`];
}

/** Written to the database; the daemon acts on it within its next patrol, or the next daemon in its first. */
async function change(verb: Verb, name: string, { json }: Options, command: Command) {
  const config = await configOf(command);
  // The others stay true until somebody comes to act on them.
  if (verb === "restart") expectDaemon(config.home);
  using stores = openHome(config);
  const agents = openAgents(stores.database, stores.heartbeats);
  if (!agents[verb](name)) throw refusal(verb, name, agents);
  stores.queue.ring([WATCHDOG_BELL]);
  if (json || command.opts<Options>().json) return printJson({ agent: name, asked: verb });
  print(`${name}: ${verb} asked for${verb === "restart" ? whenFree(name, agents) : ""}`);
}

/** Who is held is left alone, and told nothing. */
function whenFree(name: string, agents: Agents): string {
  const isHeld = agents.records().some((record) => record.name === name && record.held);
  return isHeld ? `; it is held, and starts anew after: kantoku agents release ${name}` : "";
}

/** Remembered in the database, so it holds for a daemon that is started later, too. */
async function scaleCrew(
  name: string,
  text: string | undefined,
  { reset, json }: Options,
  command: Command,
): Promise<void> {
  const config = await configOf(command);
  using stores = openHome(config);
  const agents = openAgents(stores.database);
  const crews = config.crew.map((crew) => crew.name);
  if (!crews.includes(name)) throw unknownName("crew", name, crews);
  const size = sizeAsked(text, reset === true);
  const sizes = agents.sizes();
  if (size === null) sizes.delete(name);
  else sizes.set(name, size);
  const [crew] = musterOf(config.crew, sizes).filter((each) => each.name === name); // Throws when it can't be.
  agents.scale(name, size);
  stores.queue.ring([WATCHDOG_BELL]);
  const { min = 0, max = 0 } = crew ?? {};
  if (json || command.opts<Options>().json) return printJson({ crew: name, min, max });
  print(`${name}: ${min === max ? `always ${max}` : `${min} to ${max}`}`);
}

function sizeAsked(text: string | undefined, reset: boolean): CrewSize | null {
  if (reset && text === undefined) return null;
  const [, first, last] = /^(\d+)(?:\.\.(\d+))?$/.exec(text ?? "") ?? [];
  if (!reset && first !== undefined) return { min: Number(first), max: Number(last ?? first) };
  const message = reset ? "--reset takes no size" : "say how many agents may run";
  const hint = "such as 0..4, or 2 for always two, or --reset";
  throw new InputError([{ where: "size", message, hint }]);
}

function refusal(verb: Verb, name: string, agents: Agents): InputError {
  const known = agents.list().map((agent) => agent.name);
  if (!known.includes(name)) return unknownName("agent", name, known);
  const message = `there is nothing to ${verb}: ${name} was not lost for good`;
  return new InputError([{ where: "agent", message }]);
}
