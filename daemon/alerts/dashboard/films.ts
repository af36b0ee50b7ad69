import type { Row } from "./panel.ts";

export const films: Row = {
  title: "Films",
  panels: [
    {
      title: "Jobs by status",
      description: "Those that have not ended.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: `sum by (status) (kantoku_jobs{$daemon,status!~"done|failed|cancelled"})`,
          legend: "{{status}}",
        },
      ],
      stacked: true,
    },
    {
      title: "The oldest open job",
      description: "When it was admitted. After six hours somebody is called.",
      kind: "number",
      unit: "s",
      queries: [
        {
          expr: "time() - min(kantoku_oldest_open_job_timestamp_seconds{$daemon})",
          legend: "age",
        },
      ],
      limit: { bad: "above", at: 21_600 },
    },
    {
      title: "Frames per second of one renderer",
      description: "Over an hour, frames that had been rendered before included.",
      kind: "graph",
      unit: "short",
      queries: [
        { expr: "kantoku:render_speed:frames_per_second1h{$daemon}", legend: "{{instance}}" },
      ],
    },
    {
      title: "Films done, 1 day",
      description: "By whatever door they came.",
      kind: "number",
      unit: "short",
      queries: [{ expr: "sum(kantoku:jobs_done:increase1d{$daemon})", legend: "films" }],
    },
    {
      title: "Language models, cost per day",
      description: "By role; 0 where everything works by rules.",
      kind: "graph",
      unit: "currencyUSD",
      queries: [
        {
          expr: "sum by (role) (increase(kantoku_step_cost_dollars_total{$daemon}[1d])) > 0",
          legend: "{{role}}",
        },
      ],
      stacked: true,
    },
    {
      title: "Language models, tokens per hour",
      description: "Read and written for steps that were done.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: "sum by (direction) (increase(kantoku_llm_tokens_total{$daemon}[1h]))",
          legend: "{{direction}}",
        },
      ],
    },
    {
      title: "Late films",
      description:
        "Not done beyond their brief's deadline; and those that came too late, over a day.",
      kind: "graph",
      unit: "short",
      queries: [
        { expr: "sum(kantoku_jobs_past_deadline{$daemon})", legend: "not done" },
        { expr: "sum(increase(kantoku_deadlines_missed_total{$daemon}[1d]))", legend: "too late" },
      ],
    },
    {
      title: "GitHub's quota",
      description: "Requests left in the window of an hour.",
      kind: "graph",
      unit: "short",
      queries: [{ expr: "kantoku_github_ratelimit_remaining{$daemon}", legend: "{{instance}}" }],
    },
  ],
};
