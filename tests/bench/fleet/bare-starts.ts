import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperationalError } from "../../../kernel/errors.ts";
import { Roll } from "../restart/roll.ts";

const CHILD = join(import.meta.dirname, "..", "restart", "fixtures", "child.mjs");
const LIMIT_MS = 10_000;

export interface Starts extends AsyncDisposable {
  /** Starts `count` bare Node children, one after the other; ms until each has said that it runs. */
  readonly measure: (count: number) => Promise<number[]>;
}

export async function openStarts(): Promise<Starts> {
  const folder = mkdtempSync(join(tmpdir(), "starts-"));
  const socket = join(folder, "roll.sock");
  const roll = await Roll.open(socket);
  let started = 0;
  return {
    measure: async (count) => {
      const times: number[] = [];
      for (let n = 0; n < count; n += 1)
        times.push(await start(roll, socket, `child-${(started += 1)}`));
      return times;
    },
    [Symbol.asyncDispose]: async () => {
      await roll[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(roll: Roll, socket: string, slot: string): Promise<number> {
  const at = performance.now();
  const child = spawn(process.execPath, [CHILD, socket, slot], { stdio: "ignore" });
  const ended = once(child, "exit");
  const arrival = await roll.successor(slot, undefined, LIMIT_MS);
  child.kill("SIGKILL");
  await ended;
  if (!arrival) throw new OperationalError("peer-failed", "A bare Node child did not start.");
  return arrival.at - at;
}
