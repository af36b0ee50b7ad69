import type { Row } from "./panel.ts";

export const queue: Row = {
  title: "Queue",
  panels: [
    {
      title: "Messages ready",
      description: "Waiting for somebody to take them, by topic.",
      kind: "graph",
      unit: "short",
      queries: [{ expr: inState("ready"), legend: "{{topic}}" }],
      stacked: true,
    },
    {
      title: "Messages leased",
      description: "Somebody works on them.",
      kind: "graph",
      unit: "short",
      queries: [{ expr: inState("leased"), legend: "{{topic}}" }],
      stacked: true,
    },
    {
      title: "Messages delayed, and dead ones",
      description: "Dead ones stay until somebody redrives or purges them.",
      kind: "graph",
      unit: "short",
      queries: [
        { expr: inState("delayed"), legend: "{{topic}} delayed" },
        { expr: inState("dead"), legend: "{{topic}} dead" },
      ],
    },
    {
      title: "The longest wait",
      description: "Of the message that has been ready for longest, by topic.",
      kind: "graph",
      unit: "s",
      queries: [
        {
          expr: "time() - min by (topic) (kantoku_queue_oldest_ready_timestamp_seconds{$daemon})",
          legend: "{{topic}}",
        },
      ],
    },
    {
      title: "Leases run out, and results that came too late, per hour",
      description: "Each is work that is done again. Both stay at 0 as long as agents live.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: "sum by (topic) (increase(kantoku_leases_expired_total{$daemon}[1h])) > 0",
          legend: "{{topic}} run out",
        },
        {
          expr: "sum by (topic) (increase(kantoku_late_results_total{$daemon}[1h])) > 0",
          legend: "{{topic}} too late",
        },
      ],
    },
  ],
};

function inState(state: string): string {
  return `sum by (topic) (kantoku_queue_messages{$daemon,state="${state}"}) > 0`;
}
