import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { METRICS, type Metric } from "./catalogue.ts";
import { OTHER } from "./labels.ts";

type Catalogue = typeof METRICS;

interface Kinds {
  readonly counter: Counter;
  readonly gauge: Gauge;
  readonly histogram: Histogram;
}

/** Every metric of the catalogue, ready to be counted and set, by its name there. */
export type Instruments = { readonly [Key in keyof Catalogue]: Kinds[Catalogue[Key]["type"]] };

/**
 * Makes the metrics of the catalogue. Counters whose labels are all known begin with 0, so that the
 * first increase shows.
 */
export function openInstruments(registry: Registry): Instruments {
  const made = Object.entries<Metric>(METRICS).map(([key, metric]) => [
    key,
    make(metric, registry),
  ]);
  return Object.fromEntries(made) as Instruments;
}

/** The value itself when a label can have it. */
export function among(known: readonly string[], value: string): string {
  return known.includes(value) ? value : OTHER;
}

/** Without labels a gauge would be told as 0 before anybody has set it. */
export function emptied(gauge: Gauge): Gauge {
  gauge.reset();
  gauge.remove({});
  return gauge;
}

function make({ type, name, help, labels, buckets }: Metric, registry: Registry) {
  const options = { name, help, labelNames: Object.keys(labels), registers: [registry] };
  if (type === "gauge") return emptied(new Gauge(options));
  if (type === "histogram") return new Histogram({ ...options, buckets: [...(buckets ?? [])] });
  const counter = new Counter(options);
  for (const values of combinations(labels)) counter.labels(values).inc(0);
  return counter;
}

/** None when some label's values are not known. */
function combinations(labels: Metric["labels"]): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [label, values] of Object.entries(labels)) {
    all = (values ?? []).flatMap((value) => all.map((chosen) => ({ ...chosen, [label]: value })));
  }
  return all;
}
