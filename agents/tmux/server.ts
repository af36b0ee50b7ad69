import { signalProcess } from "../processes.ts";
import { NEVER_START, runTmux, type Reach } from "./call.ts";
import { lineOf, type Command } from "./command.ts";
import { look, type Connection } from "./connection.ts";
import { readEnvironment, replaceEnvironment, SHOW_ENVIRONMENT } from "./environment.ts";
import { finishEnd } from "./end.ts";
import { KEYS, LOOKS } from "./looks.ts";
import { noteServer } from "./notes.ts";
import { COLUMNS, HOOKS, ROWS, SENTINEL_SESSION, SETTINGS, WAITING } from "./settings.ts";
import { isReachable } from "./socket.ts";
import { demandVersion } from "./version.ts";

/**
 * Starts the server unless it runs, and gives it our settings and environment. Its calls are
 * processes: nobody has connected yet.
 */
export async function ensureServer(reach: Reach): Promise<"started" | "running"> {
  await demandVersion(reach);
  const { socket, environment } = reach;
  await finishEnd(reach);
  const isRunning = await isReachable(socket);
  // Without a session the server would end with the very call that started it.
  if (!isRunning) await runTmux(reach, [], ["start-server", ";", "set-option", "-g", ...STAY]);
  const before = readEnvironment(await runTmux(reach, [NEVER_START], SHOW_ENVIRONMENT));
  await runTmux(reach, [NEVER_START], ["source-file", "-"], script(before, environment));
  const about = ["display-message", "-p", "#{pid} #{S:#{session_name} }"];
  const [pid, ...sessions] = (await runTmux(reach, [NEVER_START], about)).trim().split(" ");
  if (!sessions.includes(SENTINEL_SESSION)) await runTmux(reach, [NEVER_START], SENTINEL);
  if (isRunning) return "running";
  noteServer(socket, Number(pid));
  return "started";
}

export async function serverPid(connection: Connection): Promise<number> {
  const [pid] = await look(connection, ["display-message", "-p", "#{pid}"]);
  return Number(pid);
}

/** Has the server look after children whose end it missed (3.3a loses SIGCHLD now and then). */
export async function nudge(connection: Connection): Promise<void> {
  signalProcess(await serverPid(connection), "SIGCHLD");
}

const STAY = ["exit-empty", "off"] as const;

const SIZE = ["-x", `${COLUMNS}`, "-y", `${ROWS}`] as const;
const SENTINEL = ["new-session", "-d", "-s", SENTINEL_SESSION, ...SIZE, ...WAITING] as const;

/** Goes by standard input, so that no value shows in the process list. */
function script(
  before: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string>>,
): string {
  const commands: Command[] = [
    ...[...SETTINGS, ...LOOKS].map(([name, value]): Command => ["set-option", "-g", name, value]),
    ...HOOKS.map(([name, command]): Command => ["set-hook", "-g", name, command]),
    ...KEYS,
    ...replaceEnvironment(before, environment),
  ];
  return commands.map((command) => `${lineOf([command])}\n`).join("");
}
