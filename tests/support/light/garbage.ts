import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Lets this process collect all garbage when it is told to. V8 leaves garbage lying for hours while there
 * is room: only what stays after a collection is really held.
 */
export function collectWhenTold(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  process.on(TELLING, () => collect());
}

/** Resolves when the processes have collected theirs, and given back what they did not need. */
export async function garbageCollected(pids: readonly number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, TELLING);
  await delay(GIVING_BACK_MS);
}

const TELLING = "SIGUSR2";
const GIVING_BACK_MS = 500;
