import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "../../kernel/errors.ts";
import { run, type RunResult } from "../../kernel/process.ts";
import { lineOf, type Command } from "./command.ts";
import { notRunning, refused, timedOut } from "./failures.ts";
import { isListening, recallSocket } from "./socket.ts";

/** How the server is reached. */
export interface Reach {
  readonly socket: string;
  readonly timeoutMs: number;
  /** Of the `tmux` process, and of a server that it starts. */
  readonly environment: Readonly<Record<string, string>>;
}

/** No file of settings is read; text is UTF-8, whatever the locale says. */
export const toServer = (socket: string): string[] => ["-u", "-S", socket, "-f", "/dev/null"];

/** Only what is meant to start a server does so. */
export const NEVER_START = "-N";

/**
 * Runs commands by one `tmux` process; answers what each printed. They go by standard input: what is
 * in them never shows in the process list.
 */
export async function callOnce(reach: Reach, commands: readonly Command[]): Promise<string[]> {
  const border = randomUUID();
  const bordered = commands.flatMap((command, index): Command[] =>
    index === 0 ? [command] : [["display-message", "-p", border], command],
  );
  const output = await runTmux(reach, [NEVER_START], ["source-file", "-"], lineOf(bordered));
  return splitAt(output, border);
}

/**
 * Runs `tmux` with these flags and this command. Its failures are told apart by asking the socket,
 * not by reading tmux's words. A socket that was deleted is opened again by its server.
 */
export async function runTmux(
  reach: Reach,
  flags: readonly string[],
  command: readonly string[],
  input = "",
): Promise<string> {
  const { socket } = reach;
  const result = await runProgram(reach, [...flags, ...toServer(socket), ...command], input);
  if (result.exitCode === 0) return result.stdout;
  if (await isStillListening(socket)) {
    if (await isEnding(reach)) throw notRunning(socket);
    throw refused(command, result.stderr.trim());
  }
  if (await recallSocket(socket)) return runTmux(reach, flags, command, input);
  throw notRunning(socket);
}

/** Whether the server refuses whatever it is asked: it was told to end, and waits for somebody. */
export async function isEnding(reach: Reach): Promise<boolean> {
  const args = [NEVER_START, ...toServer(reach.socket), "display-message", "-p", ""];
  const { exitCode } = await runProgram(reach, args);
  return exitCode !== 0;
}

function runProgram(
  { socket, timeoutMs, environment }: Reach,
  args: readonly string[],
  input = "",
): Promise<RunResult> {
  const running = run("tmux", args, { env: environment, timeoutMs, input });
  return running.catch((error: unknown) => {
    if (codeOf(error) === "program-timed-out") throw timedOut(socket, timeoutMs);
    throw error;
  });
}

/** A server that ends takes its clients along first, and its socket a moment later. */
const LAST_BREATH_MS = 20;

async function isStillListening(socket: string): Promise<boolean> {
  if (!(await isListening(socket))) return false;
  await delay(LAST_BREATH_MS);
  return isListening(socket);
}

/** Each text without the newline that ends it. */
function splitAt(output: string, border: string): string[] {
  return output.split(`${border}\n`).map((text) => text.replace(/\n$/, ""));
}
