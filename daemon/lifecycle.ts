import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../kernel/clock.ts";
import { codeOf, OperationalError } from "../kernel/errors.ts";
import { detachedEnvironment, type Config } from "./config.ts";
import { prepareHome } from "./home.ts";
import { isAlive, readHolder, type Card } from "./lock.ts";
import { NODE_FLAGS } from "./node-flags.ts";

/** A daemon that is not ready by then has failed. */
const READY_LIMIT_MS = 60_000;
/** From SIGTERM to the end: services leave their loops at once, only a transaction may be under way. */
const STOP_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 25;

/**
 * Starts the daemon apart from the terminal and waits until it is ready. `args` are the flags that
 * it gets. Rejects with `daemon-failed` and its last words when it ends before that.
 */
export async function startDetached(config: Config, args: readonly string[]): Promise<Card> {
  prepareHome(config.home);
  const words = join(config.home.logs, "daemon.out");
  const child = spawnDaemon(config, args, words);
  let ending: number | string | undefined;
  child.once("exit", (code, signal) => (ending = code ?? signal ?? 1));
  for (let waited = 0; waited < READY_LIMIT_MS; waited += LOOK_EVERY_MS) {
    const card = readHolder(config.home);
    if (card?.pid === child.pid && card?.state === "running") {
      child.unref();
      return card;
    }
    if (ending !== undefined) throw failed(words, ending);
    await systemClock.sleep(LOOK_EVERY_MS);
  }
  child.kill("SIGKILL");
  throw failed(words, `no sign of being ready for ${READY_LIMIT_MS / 1000} s`);
}

function spawnDaemon(config: Config, args: readonly string[], words: string): ChildProcess {
  const file = openSync(words, "w");
  try {
    const program = join(config.project, "daemon", "main.ts");
    return spawn(process.execPath, [...NODE_FLAGS, program, ...args], {
      detached: true,
      stdio: ["ignore", file, file],
      env: { ...detachedEnvironment(), ...folderOfSockets(config) },
      cwd: config.project,
    });
  } finally {
    closeSync(file);
  }
}

/** As this command understood it, which may run elsewhere, or have been told by the daemon before. */
function folderOfSockets({ agentEnvironment }: Config): Partial<Record<"KANTOKU_RUN", string>> {
  const folder = agentEnvironment["KANTOKU_RUN"];
  return folder === undefined ? {} : { KANTOKU_RUN: folder };
}

/** What its exit codes mean to who has started it, so that they pass them on. */
const FAILURES: ReadonlyMap<string | number, string> = new Map([
  [2, "input-refused"],
  [75, "try-later"],
]);

function failed(words: string, ending: string | number): OperationalError {
  const last = readFileSync(words, "utf8").trim().split("\n").slice(-8).join("\n");
  const why = typeof ending === "number" ? `exit code ${ending}` : ending;
  const told = `The daemon did not start (${why})${last ? `:\n${last}` : "."}`;
  const hint = `See ${words} and the logs beside it.`;
  return new OperationalError(FAILURES.get(ending) ?? "daemon-failed", told, { hint });
}

/** Ends the daemon's process and leaves the agents alone; resolves when it is gone. */
export async function stopDaemon(card: Card): Promise<void> {
  signal(card.pid, "SIGTERM");
  for (let waited = 0; waited < STOP_LIMIT_MS; waited += LOOK_EVERY_MS) {
    if (!isAlive(card)) return;
    await systemClock.sleep(LOOK_EVERY_MS);
  }
  signal(card.pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) === "EPERM") throw forbidden(pid, error);
    if (codeOf(error) !== "ESRCH") throw error;
  }
}

function forbidden(pid: number, cause: unknown): OperationalError {
  return new OperationalError("not-permitted", `The daemon (pid ${pid}) is another user's.`, {
    hint: "Run it as that user, or as root.",
    cause,
  });
}
