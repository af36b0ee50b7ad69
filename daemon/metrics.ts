import { collectDefaultMetrics, Registry } from "prom-client";
import type { Events } from "../kernel/events.ts";
import type { Probe } from "./health.ts";
import { countEvents } from "./metrics/counting.ts";
import { NEVER_MS, replaceLoopLag } from "./metrics/event-loop.ts";
import { openInstruments } from "./metrics/instruments.ts";
import { readGauges } from "./metrics/reading.ts";
import type { Readings } from "./metrics/readings.ts";
import { topicLabels } from "./metrics/topics.ts";

export interface Metrics {
  /** The exposition text and its content type. */
  expose(): Promise<{ text: string; contentType: string }>;
}

export interface ProbedMetrics extends Metrics {
  /** The same probe; how long it takes is measured. */
  timed(probe: Probe): Probe;
}

export interface MetricsOptions {
  readonly version: string;
  /** Topics of the config file: they keep their names in labels. */
  readonly topics?: readonly string[];
}

/** Gauges of the library with a counter's name, which `promtool check metrics` refuses. */
const MISNAMED = ["handles", "requests", "resources"].map((what) => `nodejs_active_${what}_total`);

/**
 * Prometheus metrics of the daemon, `kantoku_…` in base units; what there is stands in
 * `metrics/catalogue.ts`. Events are counted as they happen, states are read when somebody asks.
 */
export function createMetrics(
  events: Events,
  readings: Readings,
  { version, topics = [] }: MetricsOptions,
): ProbedMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: NEVER_MS });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const readLoopLag = replaceLoopLag(registry);
  const instruments = openInstruments(registry);
  const topicOf = topicLabels(topics);
  instruments.buildInfo.labels(version, process.version).set(1);
  countEvents(events, instruments, readings, topicOf);
  return {
    expose: async () => {
      await readGauges(instruments, readings, topicOf);
      readLoopLag();
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
    timed: (probe) => ({
      name: probe.name,
      check: async () => {
        const stop = instruments.checkSeconds.labels(probe.name).startTimer();
        await probe.check();
        stop();
      },
    }),
  };
}
