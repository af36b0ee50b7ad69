import { spawnSync } from "node:child_process";
import type { Command } from "commander";
import { attachCommand, KEPT_LINES, OVERVIEW_PANE, type Tmux } from "../../../agents/tmux.ts";
import { codeOf, OperationalError } from "../../../kernel/errors.ts";
import type { Config } from "../../config.ts";
import { openPanesOf, openTmuxOf, tmuxOf } from "../../crew.ts";
import { whereFleetIs } from "../../sockets.ts";
import { expectDaemon } from "../daemon.ts";
import { EXIT } from "../exit.ts";
import { configOf, examples } from "../options.ts";
import { agentNamed, rosterOf } from "../../../agents/roster.ts";
import { print, printJson } from "../output.ts";
import { unknownName } from "../unknown-name.ts";

interface Options {
  write?: boolean;
  print?: boolean;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .argument("[agent]", "agent whose pane is shown first")
    .option("--write", "let what you type reach the panes (default: watch only)")
    .option("--print", "print the agent's pane, or the overview, instead of attaching")
    .option("--json", "print the command that attaches, as JSON")
    .action(attach);
  examples(command, "kantoku attach", "kantoku attach renderer-1", "kantoku attach writer --print");
}

/** Detach with the prefix (Ctrl-b) and d. */
async function attach(agent: string | undefined, options: Options, command: Command) {
  const config = await whereFleetIs(await configOf(command));
  const { socket } = tmuxOf(config.home);
  const tmux = openTmuxOf(config);
  await expectAgents(config, tmux);
  const pane = agent === undefined ? undefined : await paneOf(agent);
  const [program = "", ...args] = attachCommand(socket, options.write === true, pane);
  if (options.json) return printJson({ command: [program, ...args], pane: pane ?? null });
  if (options.print) {
    return print((await tmux.capture(pane ?? OVERVIEW_PANE, KEPT_LINES)).join("\n"));
  }
  if (!process.stdout.isTTY) {
    throw new OperationalError("no-terminal", "There is no terminal to attach.", {
      hint: "Run it in one, or print what is there with: kantoku attach [AGENT] --print",
    });
  }
  // spawnSync: the terminal is tmux's alone until it is detached.
  const { status } = spawnSync(program, args, { stdio: "inherit" });
  process.exitCode = status === 0 ? EXIT.done : EXIT.failed;

  async function paneOf(name: string): Promise<string> {
    const panes = await openPanesOf(config, tmux).observe();
    const found = panes.find((each) => each.agent === name);
    if (found) return found.pane;
    if (agentNamed(config.crew, name)) throw asleep(name);
    const awake = panes.map((each) => each.agent);
    throw unknownName("agent", name, [...new Set([...awake, ...namesOf(config)])]);
  }
}

/** They may live without a daemon; where neither does, there is nothing to see. */
async function expectAgents({ home }: Config, tmux: Tmux): Promise<void> {
  try {
    await tmux.serverPid();
  } catch (error) {
    if (codeOf(error) === "tmux-not-running") expectDaemon(home);
    throw error;
  }
}

const namesOf = ({ crew }: Config): string[] => rosterOf(crew).map(({ name }) => name);

function asleep(name: string): OperationalError {
  return new OperationalError("agent-stopped", `${name} is stopped: it has no pane.`, {
    hint: "It starts as soon as there is work for it, or with: kantoku agents restart " + name,
  });
}
