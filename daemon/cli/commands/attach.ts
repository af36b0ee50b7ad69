import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import type { Command } from "commander";
import { attachCommand, type Tmux } from "../../../agents/tmux.ts";
import { InputError, OperationalError } from "../../../kernel/errors.ts";
import type { Config } from "../../config.ts";
import { openPanesOf, openTmuxOf, tmuxOf } from "../../crew.ts";
import { readHolder } from "../../lock.ts";
import { expectDaemon } from "../daemon.ts";
import { EXIT } from "../exit.ts";
import { configOf, examples } from "../options.ts";
import { agentNamed } from "../../../agents/roster.ts";
import { printJson } from "../output.ts";

interface Options {
  write?: boolean;
  print?: boolean;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .argument("[agent]", "agent whose pane is shown first")
    .option("--write", "let what you type reach the panes (default: watch only)")
    .option("--print", "print the pane's present text instead of attaching")
    .option("--json", "print the command that attaches, as JSON")
    .action(attach);
  examples(command, "kantoku attach", "kantoku attach renderer-1", "kantoku attach writer --print");
}

/** Detach with the prefix (Ctrl-b) and d. */
async function attach(agent: string | undefined, options: Options, command: Command) {
  const config = whereAgentsAre(await configOf(command));
  const { socket } = tmuxOf(config.home);
  const tmux = openTmuxOf(config);
  await expectServer(tmux, config);
  const pane = agent === undefined ? undefined : await paneOf(agent);
  const [program = "", ...args] = commandFor(attachCommand(socket, options.write === true), pane);
  if (options.json) return printJson({ command: [program, ...args], pane: pane ?? null });
  if (options.print && pane !== undefined) {
    return void process.stdout.write(`${(await tmux.capture(pane, 200)).join("\n")}\n`);
  }
  if (!process.stdout.isTTY) {
    throw new OperationalError("no-terminal", "There is no terminal to attach.", {
      hint: "Run it in one, or print an agent's pane with: kantoku attach AGENT --print",
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
    const names = panes.map((each) => each.agent).toSorted();
    throw new InputError([
      { where: "agent", message: `no pane of "${name}"`, hint: `there are: ${names.join(", ")}` },
    ]);
  }
}

/** Agents may outlive their daemon; without either there is nothing to attach to (exit code 3). */
async function expectServer(tmux: Tmux, { home }: Config): Promise<void> {
  try {
    await tmux.serverPid();
  } catch (error) {
    expectDaemon(home);
    throw error;
  }
}

/** The daemon knows where its server listens; under systemd that is not where we would look. */
function whereAgentsAre(config: Config): Config {
  const socket = readHolder(config.home)?.tmux.socket;
  return socket === undefined
    ? config
    : { ...config, home: { ...config.home, run: dirname(socket) } };
}

function asleep(name: string): OperationalError {
  return new OperationalError("agent-stopped", `${name} is stopped: it has no pane.`, {
    hint: "It starts as soon as there is work for it, or with: kantoku agents restart " + name,
  });
}

/** tmux takes a pane's id in place of the session, and selects it. */
function commandFor(attach: readonly string[], pane: string | undefined): readonly string[] {
  return pane === undefined ? attach : [...attach.slice(0, -1), pane];
}
