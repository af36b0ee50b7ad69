import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "../../kernel/errors.ts";
import { signalProcess } from "../processes.ts";
import { isEnding, NEVER_START, runTmux, type Reach } from "./call.ts";
import { timedOut } from "./failures.ts";
import { forgetServer, leftClient, notedServer } from "./notes.ts";
import { isListening } from "./socket.ts";

/**
 * How a server ends. tmux 3.3a does not while it has words for a client in control mode that nobody
 * reads any more, as after a `kill -9` of the daemon: it listens on, without a session, and refuses
 * every command (`control_all_done` in its control.c).
 */

const LOOK_EVERY_MS = 5;

/** Resolves when the server is gone, so that another one can be started. */
export async function killServer(reach: Reach): Promise<void> {
  const { socket } = reach;
  endLeftClient(socket);
  if (await isListening(socket)) await tellToEnd(reach);
  await awaitEnd(reach);
  forgetServer(socket);
}

/** Ends a server that was told to and can't. Answers whether there was one. */
export async function finishEnd(reach: Reach): Promise<boolean> {
  endLeftClient(reach.socket);
  if (!(await isListening(reach.socket)) || !(await isEnding(reach))) return false;
  await awaitEnd(reach);
  return true;
}

/** Its own end would come with its next word to a daemon that is dead, or never. */
function endLeftClient(socket: string): void {
  const client = leftClient(socket);
  if (client) signalProcess(client.pid, "SIGKILL");
}

async function tellToEnd(reach: Reach): Promise<void> {
  try {
    await runTmux(reach, [NEVER_START], ["kill-server"]);
  } catch (error) {
    if (codeOf(error) !== "tmux-not-running") throw error;
  }
}

/** Its sessions have ended with the word; what is left of it after that long is ended without one. */
async function awaitEnd({ socket, timeoutMs }: Reach): Promise<void> {
  for (let waitedMs = 0; await isListening(socket); waitedMs += LOOK_EVERY_MS) {
    if (waitedMs > 2 * timeoutMs) throw timedOut(socket, timeoutMs);
    const server = waitedMs > timeoutMs ? notedServer(socket) : undefined;
    if (server) signalProcess(server.pid, "SIGKILL");
    await delay(LOOK_EVERY_MS);
  }
}
