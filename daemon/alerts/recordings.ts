import { BY_DAEMON, SCRAPE_JOB, type RecordingRule } from "./rule.ts";

const sumOfIncrease = (series: string, window: string): string =>
  `sum ${BY_DAEMON} (increase(${series}[${window}]))`;

const finished = (outcomes: string): string =>
  `kantoku_jobs_finished_total{outcome=~"${outcomes}"}`;

const renderSeconds = `kantoku_step_duration_seconds_sum{role="renderer"}`;

/** What Kantoku promises, as numbers. Ratios that have nothing to divide by are absent, never 0. */
export const RECORDING_RULES: readonly RecordingRule[] = [
  {
    // A target that does not answer has no checks.
    record: "kantoku:available:bool",
    expr: `min ${BY_DAEMON} (kantoku_check_ok) or min ${BY_DAEMON} (0 * up{job="${SCRAPE_JOB}"})`,
  },
  {
    record: "kantoku:uptime:ratio30d",
    expr: "avg_over_time(kantoku:available:bool[30d])",
  },
  {
    record: "kantoku:agent_mttr:seconds1d",
    expr: quotient(
      sumOfIncrease("kantoku_agent_restart_duration_seconds_sum", "1d"),
      sumOfIncrease("kantoku_agent_restart_duration_seconds_count", "1d"),
    ),
  },
  {
    record: "kantoku:jobs_done:increase1d",
    expr: sumOfIncrease(finished("done"), "1d"),
  },
  {
    record: "kantoku:issues_done:increase1d",
    expr: sumOfIncrease(`kantoku_jobs_finished_total{outcome="done",source="github"}`, "1d"),
  },
  {
    record: "kantoku:job_success:ratio1d",
    expr: quotient(
      sumOfIncrease(finished("done"), "1d"),
      sumOfIncrease(finished("done|failed"), "1d"),
    ),
  },
  {
    record: "kantoku:agent_utilisation:ratio",
    expr: quotient(
      `sum ${BY_DAEMON} (kantoku_agents{state="busy"})`,
      `sum ${BY_DAEMON} (kantoku_agents{state=~"ready|busy|draining"})`,
    ),
  },
  {
    // Idle agents are no fault while there is nothing to do.
    record: "kantoku:agent_utilisation_under_load:ratio1h",
    expr:
      `avg_over_time((kantoku:agent_utilisation:ratio and ` +
      `sum ${BY_DAEMON} (kantoku_queue_messages{topic=~"work[.].+",state="ready"}) > 0)[1h:1m])`,
  },
  {
    // Of one renderer: two that work side by side make twice as many.
    record: "kantoku:render_speed:frames_per_second1h",
    expr: quotient(
      sumOfIncrease("kantoku_render_frames_total", "1h"),
      sumOfIncrease(renderSeconds, "1h"),
    ),
  },
];

function quotient(part: string, whole: string): string {
  return `${part} / (${whole} > 0)`;
}
