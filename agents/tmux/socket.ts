import { createConnection } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf, InputError, OperationalError } from "../../kernel/errors.ts";
import { signalProcess } from "../processes.ts";
import { isStillThere, notedServer } from "./notes.ts";

/** The tmux server seen from outside. */

/** `sun_path` holds 108 bytes, of which a NUL takes one (unix(7)). */
const LONGEST_SOCKET = 107;

/** Throws an `InputError` for a path that no socket can have. */
export function demandSocketPath(socket: string): void {
  const length = Buffer.byteLength(socket);
  if (length <= LONGEST_SOCKET) return;
  const message = `a socket's path holds ${LONGEST_SOCKET} bytes at most, this one has ${length}`;
  throw new InputError([
    { where: socket, message, hint: "set a shorter KANTOKU_RUN or KANTOKU_HOME" },
  ]);
}

/** Rejects with `tmux-forbidden` where this user may not know. */
export function isListening(socket: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket);
    connection.once("connect", () => resolve(true));
    connection.once("error", (cause) => {
      if (codeOf(cause) === "EACCES") reject(forbidden(socket, cause));
      else resolve(codeOf(cause) === "EAGAIN"); // So many wait already that nobody else may.
    });
    connection.once("connect", () => connection.destroy());
  });
}

function forbidden(socket: string, cause: unknown): OperationalError {
  return new OperationalError("tmux-forbidden", `You may not use the tmux server on ${socket}.`, {
    hint: "Run it as the user whose agents these are, or as root.",
    cause,
  });
}

/** Whether a server listens, be it after it was asked to open its socket again. */
export async function isReachable(socket: string): Promise<boolean> {
  return (await isListening(socket)) || recallSocket(socket);
}

/**
 * A socket can be deleted under a living server, and a second server beside it would start every
 * agent twice: SIGUSR1 makes the living one open its socket again.
 */
export async function recallSocket(socket: string): Promise<boolean> {
  const server = notedServer(socket);
  if (!server) return false;
  signalProcess(server.pid, "SIGUSR1");
  for (let tries = 0; tries < 20; tries += 1) {
    if (await isListening(socket)) return true;
    if (!isStillThere(server)) return false;
    await delay(50);
  }
  throw new OperationalError(
    "tmux-unreachable",
    `The tmux server ${server.pid} lives, but doesn't open ${socket}.`,
    {
      hint: `If nobody works in it, end it with: kill ${server.pid}`,
    },
  );
}
