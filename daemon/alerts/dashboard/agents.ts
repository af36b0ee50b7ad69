import type { Row } from "./panel.ts";

export const agents: Row = {
  title: "Agents",
  panels: [
    {
      title: "Agents by state",
      description: "Quarantined ones crashed again and again; held ones are in a person's hands.",
      kind: "graph",
      unit: "short",
      queries: [{ expr: "sum by (state) (kantoku_agents{$daemon}) > 0", legend: "{{state}}" }],
      stacked: true,
    },
    {
      title: "Restarts, per hour",
      description:
        "Losses by cause, also of those in a crash loop. What exactly happened is in logs/crashes/.",
      kind: "graph",
      unit: "short",
      queries: [
        {
          expr: "sum by (cause) (increase(kantoku_agent_restarts_total{$daemon}[1h])) > 0",
          legend: "{{cause}}",
        },
        {
          expr: "sum(increase(kantoku_tmux_restarts_total{$daemon}[1h])) > 0",
          legend: "the tmux server",
        },
        {
          expr: "sum(increase(kantoku_agent_quarantines_total{$daemon}[1h])) > 0",
          legend: "put into quarantine",
        },
        {
          expr: "sum(increase(kantoku_mass_deaths_total{$daemon}[1h])) > 0",
          legend: "mass deaths",
        },
        {
          expr: "sum(increase(kantoku_agent_nudges_total{$daemon}[1h])) > 0",
          legend: "told to go on",
        },
      ],
      stacked: true,
    },
    {
      title: "Held back",
      description:
        "Crews whose work waits for want of room; restarts one by one after a mass death.",
      kind: "graph",
      unit: "short",
      queries: [
        { expr: "max by (crew) (kantoku_crew_held_back{$daemon})", legend: "{{crew}}" },
        { expr: "max(kantoku_restarts_spaced{$daemon}) > 0", legend: "restarts one by one" },
      ],
    },
    {
      title: "From an agent's end to its successor",
      description: "Over an hour. Aim: half within 150 ms, 99 % within 500 ms.",
      kind: "graph",
      unit: "s",
      queries: [0.5, 0.99].map((share) => ({
        expr: `histogram_quantile(${share}, sum by (le) (rate(kantoku_agent_restart_duration_seconds_bucket{$daemon}[1h])))`,
        legend: `${share * 100} %`,
      })),
    },
    {
      title: "Memory of agents",
      description: "With all their processes; what these share is counted once.",
      kind: "graph",
      unit: "bytes",
      queries: [{ expr: "kantoku_agent_memory_bytes{$daemon}", legend: "{{agent}}" }],
      stacked: true,
    },
    {
      title: "CPU of agents",
      description: "With all their processes; 100 % is a whole core.",
      kind: "graph",
      unit: "percentunit",
      queries: [
        { expr: "rate(kantoku_agent_cpu_seconds_total{$daemon}[2m])", legend: "{{agent}}" },
      ],
      stacked: true,
    },
    {
      title: "Since the last sign of life",
      description: "A beat comes every second; scrapes make it look older.",
      kind: "graph",
      unit: "s",
      queries: [
        {
          expr: "time() - kantoku_agent_heartbeat_timestamp_seconds{$daemon}",
          legend: "{{agent}}",
        },
      ],
    },
  ],
};
