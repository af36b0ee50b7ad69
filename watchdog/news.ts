import { isAlive } from "../agents/processes.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Listening } from "../queue/doorbell.ts";

/** Rings that follow each other make one patrol. */
const RING_REST_MS = 50;
/** A glance asks the kernel alone: it costs microseconds, a patrol some milliseconds. */
const GLANCE_MS = 40;
/** Longer than any rest. */
const FOR_LONG_MS = 60_000;
/** While nobody runs, for rings that are lost. */
const LOOK_MS = 1_000;

export interface Sources {
  /** Of those whose end is news. */
  readonly pids: readonly number[];
  readonly ear: Listening;
  readonly workWaits: () => Promise<boolean>;
  readonly clock: Clock;
}

/** Resolves as soon as one of the processes has ended, the bell has rung, or nobody serves what waits. */
export async function news(sources: Sources, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const hasSomebody = sources.pids.length > 0;
  const watching = hasSomebody ? someoneEnded(sources, either) : workCame(sources, either);
  try {
    await Promise.race([watching, rung(sources, either)]);
  } finally {
    over.abort();
  }
}

async function rung({ ear, clock }: Sources, signal: AbortSignal): Promise<void> {
  await clock.sleep(RING_REST_MS, signal);
  await ear.wait(FOR_LONG_MS, signal);
}

async function someoneEnded({ pids, clock }: Sources, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(GLANCE_MS, signal);
    if (pids.some((pid) => !isAlive(pid))) return;
  }
}

async function workCame({ workWaits, clock }: Sources, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(LOOK_MS, signal);
    if (!signal.aborted && (await workWaits())) return;
  }
}
