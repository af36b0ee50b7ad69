import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { OperationalError } from "../../../kernel/errors.ts";
import type { Site } from "./bench.ts";
import type { Durability, Peer } from "./peers/peer.ts";

/** Ns from the sending of message `n` until the worker had it in its hands. */
export type Pickup = readonly [n: number, nanoseconds: number];

/** A peer's worker in a process of its own; killed when it is disposed of. */
export interface IdleWorker extends AsyncDisposable {
  readonly pid: number;
  /** All pickups, once it has had the messages that it was started for; none when `limitMs` passed. */
  pickups(limitMs: number): Promise<readonly Pickup[]>;
}

/** Starts a worker for `count` messages and waits until it stands ready. */
export async function startWorker(
  site: Site,
  peer: Peer,
  durability: Durability,
  count: number,
): Promise<IdleWorker> {
  const program = join(import.meta.dirname, "fixtures", "worker.ts");
  const child = spawn(
    process.execPath,
    [program, peer.name, site.folder, durability, String(count)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const closed = once(child, "close").then(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string | undefined> => (await lines.next()).value;
  if ((await next()) !== "ready") {
    await closed;
    throw new OperationalError("worker-failed", `The worker of ${peer.name} ended at once.`);
  }
  return {
    pid: child.pid ?? 0,
    async pickups(limitMs) {
      const line = await Promise.race([next(), delay(limitMs, undefined, { ref: false })]);
      return line === undefined ? [] : (JSON.parse(line) as Pickup[]);
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}
