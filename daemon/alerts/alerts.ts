import { BY_DAEMON, SCRAPE_JOB, type AlertRule } from "./rule.ts";

const failedJobs = `kantoku_jobs_finished_total{outcome="failed"}`;
const endedJobs = `kantoku_jobs_finished_total{outcome=~"done|failed"}`;
const badAnswers = `kantoku_github_requests_total{code=~"0|401|403|404|429|5.."}`;
const readySince = (topics: string): string =>
  `kantoku_queue_oldest_ready_timestamp_seconds{topic=~"${topics}"}`;

const on = `{{ $labels.instance }}`;

/** All that a person is called for: what those who wait for a film would notice, or soon will. */
export const ALERT_RULES: readonly AlertRule[] = [
  {
    alert: "KantokuDown",
    expr: `up{job="${SCRAPE_JOB}"} == 0 or absent(up{job="${SCRAPE_JOB}"})`,
    for: "2m",
    severity: "critical",
    summary: `Kantoku{{ with $labels.instance }} on {{ . }}{{ end }} does not answer.`,
    description:
      "No job is taken in and no issue is answered. Agents go on with what they have in hand.",
  },
  {
    alert: "KantokuUnhealthy",
    expr: "kantoku_check_ok == 0",
    for: "2m",
    severity: "critical",
    summary: `Kantoku on ${on} runs, but its {{ $labels.check }} does not work.`,
    description:
      "The check has failed for two minutes: jobs stand still until it succeeds again. /readyz says why.",
  },
  {
    alert: "DiskAlmostFull",
    expr: "kantoku_home_free_bytes < 2e9",
    for: "5m",
    severity: "critical",
    summary: `Only {{ $value | humanize1024 }}B are free where Kantoku on ${on} keeps its data.`,
    description:
      "When nothing is left, every film fails and the queue takes no messages. Nothing that was acknowledged is lost.",
  },
  {
    alert: "WorkNotTaken",
    expr:
      `time() - ${readySince("job|result")} > 120 or ` +
      `(time() - ${readySince("work[.].+")} > 900 and on (job, instance) kantoku_agents{state="busy"} == 0)`,
    for: "5m",
    severity: "critical",
    summary: `{{ $labels.topic }} on ${on} has waited for {{ $value | humanizeDuration }}, and nobody takes it.`,
    description: "Messages are ready and nobody works on them: the films behind them stand still.",
  },
  {
    alert: "AgentSilent",
    expr: "time() - kantoku_agent_heartbeat_timestamp_seconds > 120",
    for: "1m",
    severity: "warning",
    summary: `Agent {{ $labels.agent }} on ${on} has been silent for {{ $value | humanizeDuration }}.`,
    description:
      "On a full disk no agent can give a sign of life, and none is replaced for it. Otherwise the watchdog, which replaces a silent agent within half a minute, is itself stuck.",
  },
  {
    alert: "AgentQuarantined",
    expr:
      `max_over_time(kantoku_agents{state="quarantined"}[5m]) > 0 or ` +
      "max_over_time(kantoku_restarts_spaced[5m]) > 0",
    for: "1m",
    severity: "warning",
    summary:
      `{{ if $labels.state }}{{ $value }} agent(s) on ${on} crashed again and again and are paused` +
      `{{ else }}Most agents on ${on} died soon after their start; they are tried one by one{{ end }}.`,
    description:
      "Others of the same crew do their work, more slowly; work of a crew without others waits.",
  },
  {
    alert: "JobOverdue",
    expr: "time() - kantoku_oldest_open_job_timestamp_seconds > 6 * 3600 or kantoku_jobs_past_deadline > 0",
    for: "5m",
    severity: "warning",
    summary: `A film on ${on} is late.`,
    description:
      "Somebody has waited for it for more than six hours, or beyond the deadline that they named.",
  },
  {
    alert: "JobsFailing",
    expr:
      `sum ${BY_DAEMON} (increase(${failedJobs}[6h])) / sum ${BY_DAEMON} (increase(${endedJobs}[6h])) > 0.2 ` +
      `and sum ${BY_DAEMON} (increase(${failedJobs}[6h])) > 2.5`,
    for: "5m",
    severity: "warning",
    summary: `{{ $value | humanizePercentage }} of the jobs on ${on} failed in the last six hours.`,
    description: "At least three films were not made, four times more than the promised 5 % allow.",
  },
  {
    // The job of dead work fails, and tells so itself.
    alert: "MessagesDead",
    expr: `kantoku_queue_messages{state="dead",topic!~"work[.].+"} > 0`,
    for: "5m",
    severity: "warning",
    summary: `{{ $value }} message(s) of the topic {{ $labels.topic }} on ${on} are dead.`,
    description: "Nobody could do what they asked for, and nobody tries any more.",
  },
  {
    alert: "GitHubFailing",
    expr:
      `sum ${BY_DAEMON} (rate(${badAnswers}[15m])) / ` +
      `sum ${BY_DAEMON} (rate(kantoku_github_requests_total[15m])) > 0.5`,
    for: "10m",
    severity: "warning",
    summary: `{{ $value | humanizePercentage }} of the requests of ${on} to GitHub fail.`,
    description:
      "Issues are not picked up and not answered. Films that are under way go on; their results are published later.",
  },
];
