import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { OperationalError } from "../../../../kernel/errors.ts";
import { run } from "../../../../kernel/process.ts";
import type { Durability, Server } from "./peer.ts";

const PROGRAM = "redis-server";
const BOOT_LIMIT_MS = 30_000;

/** How the server is set up for each durability, for the report. */
export const REDIS_SETTINGS: Readonly<Record<Durability, string>> = {
  normal: "appendonly yes, appendfsync everysec, no snapshots, Unix socket",
  full: "appendonly yes, appendfsync always, no snapshots, Unix socket",
};

/** The socket of the server whose data is in `folder`. */
export const redisSocket = (folder: string): string => join(folder, "redis.sock");

/** Whether `redis-server` is on the PATH. */
export function isRedisInstalled(): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, PROGRAM), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Such as `7.0.15`. */
export async function redisVersion(): Promise<string> {
  const { stdout } = await run(PROGRAM, ["--version"]);
  return /v=([\d.]+)/.exec(stdout)?.[1] ?? "unknown";
}

/** Starts a server of our own, reachable by its Unix socket only; ended when it is disposed of. */
export async function startRedis(folder: string, durability: Durability): Promise<Server> {
  const child = spawn(PROGRAM, options(folder, durability), { stdio: "ignore", cwd: folder });
  const ended = once(child, "close");
  const end = async (): Promise<void> => {
    child.kill("SIGKILL"); // What it holds is measured and thrown away.
    await ended;
  };
  try {
    await answering(redisSocket(folder), ended);
  } catch (error) {
    await end();
    throw error;
  }
  return { pid: child.pid ?? 0, [Symbol.asyncDispose]: end };
}

function options(folder: string, durability: Durability): string[] {
  const fsync = durability === "full" ? "always" : "everysec";
  const background = ["--auto-aof-rewrite-percentage", "0"]; // None while it is measured.
  const reached = ["--port", "0", "--unixsocket", redisSocket(folder), "--dir", folder];
  const kept = ["--save", "", "--appendonly", "yes", "--appendfsync", fsync];
  return [...reached, ...kept, ...background];
}

async function answering(socket: string, ended: Promise<unknown>): Promise<void> {
  const patience = { retryStrategy: () => 10, maxRetriesPerRequest: null };
  const client = new Redis({ path: socket, lazyConnect: true, ...patience });
  client.on("error", () => {}); // It isn't there yet; asked again after 10 ms.
  try {
    const late = delay(BOOT_LIMIT_MS, undefined, { ref: false });
    const gone = ended.then(() => undefined);
    if ((await Promise.race([client.ping(), late, gone])) !== undefined) return;
  } finally {
    client.disconnect();
  }
  throw new OperationalError("redis-silent", "redis-server was started but does not answer.", {
    hint: `Its socket's path, ${socket}, must be shorter than 108 bytes.`,
  });
}
