import type { Row } from "./panel.ts";

export const promises: Row = {
  title: "What is promised",
  panels: [
    {
      title: "Uptime, 30 days",
      description:
        "Share of the time in which the daemon answered and all its checks were fine. Promised: 99.9 %.",
      kind: "number",
      unit: "percentunit",
      queries: [{ expr: "kantoku:uptime:ratio30d{$daemon}", legend: "{{instance}}" }],
      limit: { bad: "below", at: 0.999 },
    },
    {
      title: "Job success, 1 day",
      description: "Of the jobs that ended as done or failed. Promised: 95 %.",
      kind: "number",
      unit: "percentunit",
      queries: [{ expr: "kantoku:job_success:ratio1d{$daemon}", legend: "{{instance}}" }],
      limit: { bad: "below", at: 0.95 },
    },
    {
      title: "Issues done, 1 day",
      description: "Films made from GitHub issues. Aim: 50, where there are as many.",
      kind: "number",
      unit: "short",
      queries: [{ expr: "kantoku:issues_done:increase1d{$daemon}", legend: "{{instance}}" }],
    },
    {
      title: "Agents back after, 1 day",
      description: "Mean time from an agent's end to its successor being ready, pauses included.",
      kind: "number",
      unit: "s",
      queries: [{ expr: "kantoku:agent_mttr:seconds1d{$daemon}", legend: "{{instance}}" }],
    },
    {
      title: "Utilisation under load, 1 hour",
      description: "Share of the agents that work while work waits. Aim: 80 %.",
      kind: "number",
      unit: "percentunit",
      queries: [
        {
          expr: "kantoku:agent_utilisation_under_load:ratio1h{$daemon}",
          legend: "{{instance}}",
        },
      ],
    },
    {
      title: "Checks",
      description: "1: the part has just worked. 0: it has not; /readyz says why.",
      kind: "number",
      unit: "short",
      queries: [{ expr: "min by (check) (kantoku_check_ok{$daemon})", legend: "{{check}}" }],
      limit: { bad: "below", at: 1 },
    },
  ],
};
