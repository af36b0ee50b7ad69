import type { PaneIdentity, Respawn, ServerView, TmuxPane } from "./pane.ts";
import { readEnvironment, SHOW_ENVIRONMENT } from "./environment.ts";
import type { Command } from "./command.ts";
import { look, type Connection } from "./connection.ts";

/** How many lines of a pane a crash report keeps. */
export const KEPT_LINES = 200;

/** Every pane of the server. */
export async function listPanes(connection: Connection): Promise<TmuxPane[]> {
  connection.changes.seen();
  const [listed = ""] = await look(connection, LIST);
  return toPanes(listed);
}

/** The server's panes and its environment; also of a server without any session, which lists no panes. */
export async function describe(connection: Connection): Promise<ServerView> {
  const [sessions, shown = ""] = await look(connection, COUNT_SESSIONS, SHOW_ENVIRONMENT);
  const [listed = ""] = sessions ? await look(connection, LIST) : [];
  return { panes: toPanes(listed), environment: readEnvironment(shown) };
}

/** A letter for each. */
const COUNT_SESSIONS: Command = ["display-message", "-p", "#{S:s}"];

/** One call: what the pane showed, then its new identity, then its new process. */
export async function respawnPane({ call }: Connection, pane: string, respawn: Respawn) {
  const { identity, environment, command } = respawn;
  const variables = Object.entries(environment).flatMap(([name, value]) => [
    "-e",
    `${name}=${value}`,
  ]);
  const texts = await call([
    captureCommand(pane, KEPT_LINES),
    ...optionCommands(pane, optionsOf(identity)),
    ["select-pane", "-t", pane, "-T", `${identity.agent} · starting`],
    ["respawn-pane", "-k", "-t", pane, ...variables, ...command],
    ["display-message", "-p", "-t", pane, "#{pane_pid}"],
  ]);
  return { pid: Number(texts.at(-1)), lastLines: toLines(texts[0] ?? "", KEPT_LINES) };
}

export async function capture(
  connection: Connection,
  pane: string,
  lines: number,
): Promise<string[]> {
  const [text = ""] = await look(connection, captureCommand(pane, lines));
  return toLines(text, lines);
}

export async function setPaneOptions(
  { call }: Connection,
  pane: string,
  options: Readonly<Record<string, string>>,
): Promise<void> {
  await call(optionCommands(pane, options));
}

const optionsOf = ({ owner, agent, generation }: PaneIdentity) => ({
  "@kantoku_owner": owner,
  "@kantoku_agent": agent,
  "@kantoku_generation": `${generation}`,
  "@kantoku_state": "",
  "@kantoku_reason": "",
});

const captureCommand = (pane: string, lines: number): Command => [
  "capture-pane",
  "-p",
  "-t",
  pane,
  "-S",
  `-${lines}`,
];

const optionCommands = (pane: string, options: Readonly<Record<string, string>>): Command[] =>
  Object.entries(options).map(([name, value]) =>
    value === ""
      ? ["set-option", "-p", "-u", "-q", "-t", pane, name]
      : ["set-option", "-p", "-t", pane, name, value],
  );

function toLines(captured: string, most: number): string[] {
  return captured.trimEnd().split("\n").slice(-most);
}

/** The title comes last: it alone may hold a comma. */
const FORMAT = [
  ..."pane_id pane_pid pane_dead pane_dead_status pane_dead_signal".split(" "),
  ..."@kantoku_owner @kantoku_agent @kantoku_generation pane_title".split(" "),
]
  .map((name) => `#{${name}}`)
  .join(",");

const LIST: Command = ["list-panes", "-a", "-F", FORMAT];

const toPanes = (listed: string): TmuxPane[] => listed.split("\n").filter(Boolean).map(toPane);

function toPane(line: string): TmuxPane {
  const [
    id = "",
    pid,
    dead,
    status = "",
    signal = "",
    owner = "",
    agent = "",
    generation,
    ...title
  ] = line.split(",");
  return {
    id,
    pid: Number(pid),
    isDead: dead === "1",
    exitCode: status === "" ? null : Number(status),
    exitSignal: signal === "" ? null : Number(signal),
    identity: { owner, agent, generation: Number(generation ?? 0) },
    title: title.join(","),
  };
}
