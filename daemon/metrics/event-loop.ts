import { Gauge, type Registry } from "prom-client";
import { watchLoop, type LoopLag } from "../../kernel/loop-lag.ts";

/** What the library looks at by itself, so rarely that it never does: its own look costs more than all else. */
export const NEVER_MS = 2 ** 31 - 1;

type Reading = (seen: LoopLag["seen"]) => number;

/** By the library's names and words. */
const LAGS: Readonly<Record<string, readonly [words: string, read: Reading]>> = {
  min: ["The minimum recorded event loop delay.", ({ min }) => min],
  max: ["The maximum recorded event loop delay.", ({ max }) => max],
  mean: ["The mean of the recorded event loop delays.", ({ mean }) => mean],
  stddev: ["The standard deviation of the recorded event loop delays.", ({ stddev }) => stddev],
  p50: ["The 50th percentile of the recorded event loop delays.", (seen) => seen.percentile(50)],
  p90: ["The 90th percentile of the recorded event loop delays.", (seen) => seen.percentile(90)],
  p99: ["The 99th percentile of the recorded event loop delays.", (seen) => seen.percentile(99)],
};

/** Replaces the library's `nodejs_eventloop_lag_…`; answers what sets them, for whoever is about to tell. */
export function replaceLoopLag(registry: Registry): () => void {
  const { seen } = watchLoop();
  const gauges = Object.entries(LAGS).map(([key, [help, read]]) => {
    const name = `nodejs_eventloop_lag_${key}_seconds`;
    registry.removeSingleMetric(name);
    return { gauge: new Gauge({ name, help, registers: [registry] }), read };
  });
  return () => {
    if (seen.count === 0) return;
    for (const { gauge, read } of gauges) gauge.set(read(seen) / 1e9);
    seen.reset();
  };
}
