import { OperationalError } from "../../kernel/errors.ts";
import { watchLoop } from "../../kernel/loop-lag.ts";
import { coresBetween, type CpuReading } from "./family.ts";
import type { Sample } from "./record.ts";

/** Who does not answer at all is as late as can be. */
const NO_ANSWER_SECONDS = 5;

/** What the daemon itself takes, and how long its event loop was blocked at most. */
export interface OwnSamples extends Disposable {
  read(uptime: number): Sample[];
}

export function openOwnSamples(): OwnSamples {
  const loop = watchLoop();
  let before: CpuReading | null = null;
  const subject = "daemon";
  return {
    read: (uptime) => {
      const lag = loop.seen.max / 1e9;
      loop.seen.reset();
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
    [Symbol.dispose]: () => loop[Symbol.dispose](),
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
