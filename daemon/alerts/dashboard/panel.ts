/** A panel as we think of it; `dashboard.ts` makes of it what Grafana reads. */
export interface Panel {
  readonly title: string;
  /** What a person should see in it. */
  readonly description: string;
  /** `number` shows the value now, `graph` its course. */
  readonly kind: "number" | "graph";
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** A number is red beyond this, or below it when less is worse. */
  readonly limit?: { readonly bad: "above" | "below"; readonly at: number };
  /** Of a graph: the series stand on each other. */
  readonly stacked?: boolean;
}

export interface Query {
  /** PromQL; `$daemon` stands for the selection of daemons. */
  readonly expr: string;
  /** How each series is called: `{{state}}`. */
  readonly legend: string;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Grafana's names of units. */
export type Unit = "short" | "s" | "bytes" | "percentunit" | "currencyUSD" | "ops";
