import type { Row } from "./panel.ts";

/** The four golden signals. */

export const traffic: Row = {
  title: "Traffic",
  panels: [
    {
      title: "Jobs taken in, per hour",
      description: "By the door they came by.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: "sum by (source) (increase(kantoku_jobs_admitted_total{$daemon}[1h]))",
          legend: "{{source}}",
        },
      ],
      stacked: true,
    },
    {
      title: "Jobs ended, per hour",
      description: "By outcome.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: "sum by (outcome) (increase(kantoku_jobs_finished_total{$daemon}[1h]))",
          legend: "{{outcome}}",
        },
      ],
      stacked: true,
    },
    {
      title: "Steps ended",
      description: "Attempts at a step, by role.",
      kind: "graph",
      unit: "ops",
      queries: [
        {
          expr: "sum by (role) (rate(kantoku_steps_finished_total{$daemon}[5m]))",
          legend: "{{role}}",
        },
      ],
      stacked: true,
    },
  ],
};

export const errors: Row = {
  title: "Errors",
  panels: [
    {
      title: "Steps failed, per hour",
      description: "By role, with those that were sent out once more.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: `sum by (role) (increase(kantoku_steps_finished_total{$daemon,status="failed"}[1h])) > 0`,
          legend: "{{role}}",
        },
        {
          expr: "sum(increase(kantoku_step_retries_total{$daemon}[1h]))",
          legend: "sent out again",
        },
      ],
    },
    {
      title: "Loops of the daemon that failed, per hour",
      description: "Each was tried again; the code says why it failed.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: "sum by (service, code) (increase(kantoku_service_failures_total{$daemon}[1h])) > 0",
          legend: "{{service}}: {{code}}",
        },
      ],
    },
    {
      title: "GitHub's answers",
      description: "By status; 304 costs nothing of the quota, 0 is no answer at all.",
      kind: "graph",
      unit: "ops",
      queries: [
        {
          expr: "sum by (code) (rate(kantoku_github_requests_total{$daemon}[5m]))",
          legend: "{{code}}",
        },
      ],
      stacked: true,
    },
    {
      title: "Briefs refused, per hour",
      description: "Each with a reason beside it in data/inbox/rejected/, or on its issue.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: "sum(increase(kantoku_briefs_rejected_total{$daemon}[1h]))",
          legend: "refused",
        },
      ],
    },
  ],
};

export const latency: Row = {
  title: "Latency",
  panels: [
    {
      title: "From admission to film",
      description: "Of jobs that ended as done, over six hours.",
      kind: "graph",
      unit: "s",
      queries: [
        { expr: quantile(0.5, "kantoku_job_duration_seconds_bucket", "6h"), legend: "half" },
        { expr: quantile(0.95, "kantoku_job_duration_seconds_bucket", "6h"), legend: "95 %" },
      ],
    },
    {
      title: "Steps by role, 95 %",
      description: "From an agent's start of a step to its end, over an hour.",
      kind: "graph",
      unit: "s",
      queries: [
        {
          expr: quantile(0.95, "kantoku_step_duration_seconds_bucket", "1h", "role, "),
          legend: "{{role}}",
        },
      ],
    },
    {
      title: "Checks, 99 %",
      description: "A write to the database, and a round trip to the tmux server.",
      kind: "graph",
      unit: "s",
      queries: [
        {
          expr: quantile(0.99, "kantoku_check_duration_seconds_bucket", "15m", "check, "),
          legend: "{{check}}",
        },
      ],
    },
    {
      title: "Event loop of the daemon, lag",
      description: "Who asks for something waits this much longer.",
      kind: "graph",
      unit: "s",
      queries: [
        { expr: "nodejs_eventloop_lag_p50_seconds{$daemon}", legend: "half" },
        { expr: "nodejs_eventloop_lag_p99_seconds{$daemon}", legend: "99 %" },
      ],
    },
  ],
};

export const saturation: Row = {
  title: "Saturation",
  panels: [
    {
      title: "Agents that work",
      description: "Of those that could.",
      kind: "graph",
      unit: "percentunit",
      queries: [{ expr: "kantoku:agent_utilisation:ratio{$daemon}", legend: "{{instance}}" }],
    },
    {
      title: "Free space",
      description: "Where data/ lies. At 2 GB somebody is called.",
      kind: "graph",
      unit: "bytes",
      queries: [{ expr: "kantoku_home_free_bytes{$daemon}", legend: "{{instance}}" }],
    },
    {
      title: "Database",
      description: "The log is cut back to 16 MiB; one that stays larger is held up by a reader.",
      kind: "graph",
      unit: "bytes",
      queries: [
        { expr: "sum by (file) (kantoku_database_size_bytes{$daemon})", legend: "{{file}}" },
      ],
    },
    {
      title: "Newest backup",
      description: "Its age. Without a line there is none: kantoku backup.",
      kind: "graph",
      unit: "s",
      queries: [
        {
          expr: "time() - kantoku_backup_last_success_timestamp_seconds{$daemon}",
          legend: "{{instance}}",
        },
      ],
    },
    {
      title: "Out of the usual",
      description: "By measure; kantoku health says who, and what is usual.",
      kind: "graph",
      unit: "short",
      queries: [
        { expr: "sum by (measure) (kantoku_health_alerts{$daemon}) > 0", legend: "{{measure}}" },
      ],
      stacked: true,
    },
    {
      title: "The daemon's memory",
      description: "Of the daemon's own process, without the agents.",
      kind: "graph",
      unit: "bytes",
      queries: [
        { expr: `process_resident_memory_bytes{$daemon,job="kantoku"}`, legend: "memory" },
        { expr: "nodejs_heap_size_used_bytes{$daemon}", legend: "JavaScript" },
      ],
    },
    {
      title: "The daemon's CPU",
      description: "Of the daemon's own process, without the agents; 100 % is a whole core.",
      kind: "graph",
      unit: "percentunit",
      queries: [
        {
          expr: `rate(process_cpu_seconds_total{$daemon,job="kantoku"}[5m])`,
          legend: "{{instance}}",
        },
      ],
    },
  ],
};

function quantile(share: number, buckets: string, window: string, by = ""): string {
  return `histogram_quantile(${share}, sum by (${by}le) (rate(${buckets}{$daemon}[${window}])))`;
}
