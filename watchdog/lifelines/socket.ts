import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, renameSync, rmSync } from "node:fs";
import { createConnection, type Server } from "node:net";
import { dirname, join } from "node:path";
import { demandSocketPath } from "../../agents/tmux/socket.ts";
import { codeOf, OperationalError } from "../../kernel/errors.ts";

/**
 * Has the server listen on `socket`, as the only one: `foreign-population` when somebody does already, who
 * is left alone. Rejects with `lifeline-unusable` when it can't be made.
 */
export async function listenAlone(server: Server, socket: string): Promise<void> {
  demandSocketPath(socket);
  try {
    await clearAway(socket);
    server.listen(socket);
    await once(server, "listening");
    chmodSync(socket, 0o600);
  } catch (cause) {
    if (codeOf(cause) === "EADDRINUSE") throw foreign(socket);
    if (codeOf(cause) === undefined || cause instanceof OperationalError) throw cause;
    throw new OperationalError("lifeline-unusable", `The agents' socket ${socket} can't be made.`, {
      hint: "Check that its folder exists and is writable, and that the disk is not full.",
      cause,
    });
  }
}

/**
 * Rejects with `foreign-population` when somebody listens. The home's own lock keeps its daemons apart,
 * so whoever came here before us serves another home and was told of the same folder.
 */
export async function expectNobody(socket: string): Promise<void> {
  if (await isTaken(socket)) throw foreign(socket);
}

/**
 * Removes what a daemon that died has left. It is set aside first and asked once more: of two that start at
 * once, one may have begun to listen after the other had looked.
 */
async function clearAway(socket: string): Promise<void> {
  await expectNobody(socket);
  const aside = join(dirname(socket), randomUUID().slice(0, 8)); // No longer than the name that it had.
  try {
    renameSync(socket, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (await isTaken(aside)) renameSync(aside, socket);
  else rmSync(aside, { force: true });
}

/** Nothing listens, or nothing is there. */
const NOBODY: ReadonlySet<string | undefined> = new Set(["ECONNREFUSED", "ENOENT", "ENOTDIR"]);

/** Whoever has no time to answer is there all the same. */
function isTaken(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    connection.once("connect", () => resolve(true));
    connection.once("error", (error) => resolve(!NOBODY.has(codeOf(error))));
    connection.once("connect", () => connection.destroy());
  });
}

function foreign(socket: string): OperationalError {
  const words = `Another Kantoku's daemon listens on ${socket}.`;
  return new OperationalError("foreign-population", words, {
    hint: "Two homes need two folders for their sockets: set another KANTOKU_RUN, or stop that daemon.",
  });
}
