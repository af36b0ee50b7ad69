import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { OperationalError } from "../../../kernel/errors.ts";
import type { Peer } from "./peer.ts";
import { Roll } from "./roll.ts";

/** How much is measured of one peer in one round. */
export interface Scale {
  readonly rounds: number;
  /** Kills of one child at a time. */
  readonly singles: number;
  /** Kills of all eight at once. */
  readonly bursts: number;
}

/** What one round found. Times are ms from the kill until the next child said that it runs. */
export interface Restarts {
  readonly singles: readonly number[];
  /** Of each burst, until the last of the eight was back. */
  readonly bursts: readonly number[];
  /** Children that were not back after ten seconds. */
  readonly missed: number;
}

const SLOTS = Array.from({ length: 8 }, (_, n) => `child-${n + 1}`);
const START_LIMIT_MS = 60_000;
const BACK_LIMIT_MS = 10_000;
/** Each child lives for longer than the second that most supervisors want to see. */
const LEAST_LIFE_MS = 1_600;

/** One round of one peer, with a folder, a socket and children of its own. */
export async function measure(peer: Peer, scale: Scale, signal: AbortSignal): Promise<Restarts> {
  const folder = mkdtempSync(join(tmpdir(), "restart-"));
  try {
    const socket = join(folder, "roll.sock");
    await using roll = await Roll.open(socket);
    await using _supervisor = await peer.start({ folder, slots: SLOTS, socket });
    for (const slot of SLOTS) await present(roll, peer, slot);
    await delay(LEAST_LIFE_MS, undefined, { signal });
    const singles = await killOneByOne(roll, scale.singles, signal);
    const bursts = await killAllAtOnce(roll, scale.bursts, signal);
    const all = [...singles, ...bursts.flat()];
    return {
      singles: singles.filter((ms) => ms !== undefined),
      bursts: bursts.map((burst) => Math.max(...burst.map((ms) => ms ?? BACK_LIMIT_MS))),
      missed: all.filter((ms) => ms === undefined).length,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function present(roll: Roll, peer: Peer, slot: string): Promise<void> {
  if (await roll.successor(slot, undefined, START_LIMIT_MS)) return;
  throw new OperationalError("peer-failed", `${peer.name} did not start ${slot}.`);
}

/** Undefined for one that did not come back. */
type Back = number | undefined;

async function killOneByOne(roll: Roll, count: number, signal: AbortSignal): Promise<Back[]> {
  const times: Back[] = [];
  for (let n = 0; n < count; n += 1) {
    // Not in step with anybody's polling.
    await delay((LEAST_LIFE_MS / SLOTS.length) * (1 + Math.random()), undefined, { signal });
    times.push(await killed(roll, SLOTS[n % SLOTS.length] ?? ""));
  }
  return times;
}

async function killAllAtOnce(roll: Roll, count: number, signal: AbortSignal): Promise<Back[][]> {
  const bursts: Back[][] = [];
  for (let n = 0; n < count; n += 1) {
    await delay(LEAST_LIFE_MS * (1 + Math.random() / 4), undefined, { signal });
    bursts.push(await Promise.all(SLOTS.map((slot) => killed(roll, slot))));
  }
  return bursts;
}

async function killed(roll: Roll, slot: string): Promise<Back> {
  const pid = roll.pidOf(slot);
  if (pid === undefined) return undefined;
  const at = performance.now();
  process.kill(pid, "SIGKILL");
  const next = await roll.successor(slot, pid, BACK_LIMIT_MS);
  return next && next.at - at;
}
