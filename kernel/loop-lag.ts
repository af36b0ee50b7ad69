import { createHistogram, type Histogram } from "node:perf_hooks";
import { inStep, STEP_MS } from "./clock.ts";

/** How late the event loop comes to what is due. */
export interface LoopLag extends Disposable {
  /** Since its last `reset`, in nanoseconds; two looks a second. */
  readonly seen: Pick<Histogram, "count" | "reset" | LagFigure> & Pick<Histogram, "percentile">;
}

type LagFigure = "min" | "max" | "mean" | "stddev";

/**
 * Looks at the event loop in step with all loops that rest so, for as long as the process lives: Node's own
 * `monitorEventLoopDelay` would wake up the process for itself, and counts the rest between two looks as lag.
 */
export function watchLoop(): LoopLag {
  const seen = createHistogram();
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const restMs = inStep(STEP_MS, Date.now());
    const dueAt = performance.now() + restMs;
    timer = setTimeout(() => {
      const lateNs = Math.round((performance.now() - dueAt) * 1e6);
      seen.record(Math.max(lateNs, 1)); // A timer may end a moment before its time.
      look();
    }, restMs).unref();
  };
  look();
  return { seen, [Symbol.dispose]: () => clearTimeout(timer) };
}
