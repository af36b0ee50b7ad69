import type { Command } from "commander";
import { InputError } from "../../../kernel/errors.ts";
import { openAgents, type Agents } from "../../../watchdog/agents.ts";
import { openStores } from "../../stores.ts";
import { expectDaemon } from "../daemon.ts";
import { configOf, examples } from "../options.ts";
import { duration, print, printJson, table } from "../output.ts";

interface Options {
  json?: boolean;
}

type Verb = "restart" | "hold" | "release";

const VERBS: readonly (readonly [Verb, string])[] = [
  ["restart", "let an agent finish its work and start it anew, out of a quarantine too"],
  ["hold", "have the watchdog leave an agent alone, to look at it in peace"],
  ["release", "have the watchdog look after an agent again"],
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
}

async function listAgents({ json }: Options, command: Command): Promise<void> {
  using stores = openStores(await configOf(command));
  const list = openAgents(stores.database, stores.heartbeats).list();
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
}

/** Written to the database; the daemon acts on it within its next patrol. */
async function change(verb: Verb, name: string, { json }: Options, command: Command) {
  const config = await configOf(command);
  expectDaemon(config.home);
  using stores = openStores(config);
  const agents = openAgents(stores.database, stores.heartbeats);
  if (!agents[verb](name)) throw unknownAgent(name, agents);
  if (json || command.opts<Options>().json) return printJson({ agent: name, asked: verb });
  print(`${name}: ${verb} asked for`);
}

function unknownAgent(name: string, agents: Agents): InputError {
  const known = agents.list().map((agent) => agent.name);
  const hint = `there are: ${known.join(", ")}`;
  return new InputError([{ where: "agent", message: `there is no agent "${name}"`, hint }]);
}
