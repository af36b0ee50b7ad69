import { monitorEventLoopDelay } from "node:perf_hooks";
import { OperationalError } from "../../kernel/errors.ts";
import { coresBetween, type CpuReading } from "./family.ts";
import type { Sample } from "./record.ts";

/** Shorter blockings are nobody's business, and each look at the event loop wakes the process up. */
const LOOK_AT_LOOP_MS = 500;
/** Who does not answer at all is as late as can be. */
const NO_ANSWER_SECONDS = 5;

/** What the daemon itself takes, and how long its event loop was blocked at most. */
export interface OwnSamples extends Disposable {
  read(uptime: number): Sample[];
}

export function openOwnSamples(): OwnSamples {
  const loopDelay = monitorEventLoopDelay({ resolution: LOOK_AT_LOOP_MS });
  loopDelay.enable();
  let before: CpuReading | null = null;
  const subject = "daemon";
  return {
    read: (uptime) => {
      // The histogram holds the time between two looks, the rest that was meant included.
      const lag = Math.max(loopDelay.max / 1e6 - LOOK_AT_LOOP_MS, 0) / 1000;
      loopDelay.reset();
      const { user, system } = process.cpuUsage();
      const reading = { at: uptime, cpuSeconds: (user + system) / 1e6 };
      const cores = before && coresBetween(before, reading);
      before = reading;
      return [
        { subject, measure: "event-loop-lag", value: lag },
        { subject, measure: "memory", value: process.memoryUsage.rss() },
        ...(cores === null ? [] : [{ subject, measure: "cpu", value: cores } as const]),
      ];
    },
    [Symbol.dispose]: () => void loopDelay.disable(),
  };
}

/** Seconds that it takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return NO_ANSWER_SECONDS;
  }
  return (performance.now() - began) / 1000;
}
