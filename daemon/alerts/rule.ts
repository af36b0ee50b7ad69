/** A rule of Prometheus that stores an expression's value under a name of its own. */
export interface RecordingRule {
  /** `kantoku:<what>:<unit, and over which time>`, one series for each daemon. */
  readonly record: `kantoku:${string}`;
  readonly expr: string;
}

/** A rule that calls a person. */
export interface AlertRule {
  /** CamelCase; the page in `docs/runbooks/` has the same name. */
  readonly alert: string;
  readonly expr: string;
  /** How long `expr` must hold before anybody is called, such as `5m`. */
  readonly for: string;
  /** `critical`: nothing gets done, come now. `warning`: today. */
  readonly severity: "critical" | "warning";
  /** One line; `{{ … }}` is filled in by Prometheus. */
  readonly summary: string;
  /** What it means for whoever waits for a film. */
  readonly description: string;
}

/** The scrape job's name in Prometheus, as docs/monitoring.md has it. */
export const SCRAPE_JOB = "kantoku";

/** One daemon is one target of the scrape job. */
export const BY_DAEMON = "by (job, instance)";
