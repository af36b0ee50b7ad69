import { DAEMON, of, type AlertCase, type RecordingCase } from "./case.ts";

const beat = of("kantoku_agent_heartbeat_timestamp_seconds", { agent: "renderer-1" });
const busy = of("kantoku_agents", { state: "busy" });
const oldest = (topic: string): string =>
  of("kantoku_queue_oldest_ready_timestamp_seconds", { topic });
const ended = (outcome: string, source = "github"): string =>
  of("kantoku_jobs_finished_total", { outcome, source });
const dead = (topic: string): string => of("kantoku_queue_messages", { state: "dead", topic });
const answers = (code: string): string =>
  of("kantoku_github_requests_total", { code, route: "GET /repos/{owner}/{repo}/issues" });

/** Each alert at least once as it fires, and as it must not. */
export const ALERT_CASES: readonly AlertCase[] = [
  {
    alert: "KantokuDown",
    when: "the daemon has not answered for two minutes",
    series: { [of("up")]: "1 1 0 0 0 0" },
    at: "4m",
    fires: [{ labels: DAEMON, summary: "Kantoku on film:4750 does not answer." }],
  },
  {
    alert: "KantokuDown",
    when: "Prometheus does not even look for it",
    series: { 'up{job="other"}': "1x10" },
    at: "5m",
    fires: [{ labels: { job: "kantoku" }, summary: "Kantoku does not answer." }],
  },
  {
    alert: "KantokuDown",
    when: "it was restarted",
    series: { [of("up")]: "1 1 0 1 1 1" },
    at: "4m",
    fires: [],
  },
  {
    alert: "KantokuUnhealthy",
    when: "tmux does not answer",
    series: {
      [of("kantoku_check_ok", { check: "tmux" })]: "1 0x5",
      [of("kantoku_check_ok", { check: "database" })]: "1x6",
    },
    at: "4m",
    fires: [
      {
        labels: { ...DAEMON, check: "tmux" },
        summary: "Kantoku on film:4750 runs, but its tmux does not work.",
      },
    ],
  },
  {
    alert: "KantokuUnhealthy",
    when: "tmux was started anew",
    series: { [of("kantoku_check_ok", { check: "tmux" })]: "1 0 1 0 1 1" },
    at: "4m",
    fires: [],
  },
  {
    alert: "DiskAlmostFull",
    when: "less than 2 GB are left",
    series: { [of("kantoku_home_free_bytes")]: "1073741824x10" },
    at: "6m",
    fires: [
      {
        labels: DAEMON,
        summary: "Only 1GiB are free where Kantoku on film:4750 keeps its data.",
      },
    ],
  },
  {
    alert: "DiskAlmostFull",
    when: "a render takes some for a while",
    series: { [of("kantoku_home_free_bytes")]: "9e9 1e9 1e9 9e9 1e9 9e9 9e9" },
    at: "6m",
    fires: [],
  },
  {
    alert: "WorkNotTaken",
    when: "a job waits for the dispatcher",
    series: { [oldest("job")]: "0x20", [busy]: "2x20" },
    at: "10m",
    fires: [
      {
        labels: { ...DAEMON, topic: "job" },
        summary: "job on film:4750 has waited for 10m 0s, and nobody takes it.",
      },
    ],
  },
  {
    alert: "WorkNotTaken",
    when: "work waits while no agent does anything",
    series: { [oldest("work.renderer")]: "0x40", [busy]: "0x40" },
    at: "25m",
    fires: [
      {
        labels: { ...DAEMON, topic: "work.renderer" },
        summary: "work.renderer on film:4750 has waited for 25m 0s, and nobody takes it.",
      },
    ],
  },
  {
    alert: "WorkNotTaken",
    when: "work waits because the agents have their hands full",
    series: { [oldest("work.renderer")]: "0x40", [busy]: "2x40" },
    at: "25m",
    fires: [],
  },
  {
    alert: "WorkNotTaken",
    when: "a message that others have sent waits for them",
    series: { [oldest("other")]: "0x40", [busy]: "0x40" },
    at: "25m",
    fires: [],
  },
  {
    alert: "AgentSilent",
    when: "an agent has not beaten for two minutes, and nobody replaced it",
    series: { [beat]: "60x10" },
    at: "5m",
    fires: [
      {
        labels: { ...DAEMON, agent: "renderer-1" },
        summary: "Agent renderer-1 on film:4750 has been silent for 4m 0s.",
      },
    ],
  },
  {
    alert: "AgentSilent",
    when: "a silent agent was replaced in time",
    series: { [beat]: "0 60 60 60 240 300" },
    at: "5m",
    fires: [],
  },
  {
    alert: "AgentQuarantined",
    when: "an agent is paused, tried, and paused again",
    series: { [of("kantoku_agents", { state: "quarantined" })]: "0 1 0 1 1 0" },
    at: "5m",
    fires: [
      {
        labels: { ...DAEMON, state: "quarantined" },
        summary: "1 agent(s) on film:4750 crashed again and again and are paused.",
      },
    ],
  },
  {
    alert: "AgentQuarantined",
    when: "it has been well for longer than five minutes",
    series: { [of("kantoku_agents", { state: "quarantined" })]: "0 1 0x10" },
    at: "8m",
    fires: [],
  },
  {
    alert: "AgentQuarantined",
    when: "most agents died soon after their start",
    series: { [of("kantoku_restarts_spaced")]: "0 1 0 0 0 0" },
    at: "4m",
    fires: [
      {
        labels: DAEMON,
        summary: "Most agents on film:4750 died soon after their start; they are tried one by one.",
      },
    ],
  },
  {
    alert: "JobOverdue",
    when: "a job is open for more than six hours",
    series: { [of("kantoku_oldest_open_job_timestamp_seconds")]: "0x400" },
    at: "370m",
    fires: [
      {
        labels: DAEMON,
        summary: "A film on film:4750 is late.",
      },
    ],
  },
  {
    alert: "JobOverdue",
    when: "a brief's deadline has passed",
    series: {
      [of("kantoku_oldest_open_job_timestamp_seconds")]: "0x20",
      [of("kantoku_jobs_past_deadline")]: "0x5 1x15",
    },
    at: "12m",
    fires: [{ labels: DAEMON, summary: "A film on film:4750 is late." }],
  },
  {
    alert: "JobOverdue",
    when: "nobody is late",
    series: {
      [of("kantoku_oldest_open_job_timestamp_seconds")]: "0x20",
      [of("kantoku_jobs_past_deadline")]: "0x20",
    },
    at: "12m",
    fires: [],
  },
  {
    alert: "JobOverdue",
    when: "there was one, and it is done",
    series: { [of("kantoku_oldest_open_job_timestamp_seconds")]: "0x363 stale" },
    at: "370m",
    fires: [],
  },
  {
    alert: "JobsFailing",
    when: "half of eight jobs failed",
    series: { [ended("failed")]: "0x10 4x350", [ended("done")]: "0x10 4x350" },
    at: "5h",
    fires: [
      { labels: DAEMON, summary: "50% of the jobs on film:4750 failed in the last six hours." },
    ],
  },
  {
    alert: "JobsFailing",
    when: "one job of two failed",
    series: { [ended("failed")]: "0x10 1x350", [ended("done")]: "0x10 1x350" },
    at: "5h",
    fires: [],
  },
  {
    alert: "JobsFailing",
    when: "four of a hundred failed",
    series: { [ended("failed")]: "0x10 4x350", [ended("done")]: "0x10 96x350" },
    at: "5h",
    fires: [],
  },
  {
    alert: "MessagesDead",
    when: "messages of a topic are dead",
    series: { [dead("other")]: "0 3x10" },
    at: "7m",
    fires: [
      {
        labels: { ...DAEMON, state: "dead", topic: "other" },
        summary: "3 message(s) of the topic other on film:4750 are dead.",
      },
    ],
  },
  {
    alert: "MessagesDead",
    when: "they were redriven within five minutes, and dead work has failed its job",
    series: { [dead("other")]: "0 3x3 0x5", [dead("work.renderer")]: "1x10" },
    at: "7m",
    fires: [],
  },
  {
    alert: "GitHubFailing",
    when: "most answers are errors",
    series: { [answers("200")]: "0+1x40", [answers("502")]: "0+3x40" },
    at: "30m",
    fires: [{ labels: DAEMON, summary: "75% of the requests of film:4750 to GitHub fail." }],
  },
  {
    alert: "GitHubFailing",
    when: "nothing has changed on GitHub",
    series: { [answers("304")]: "0+3x40", [answers("502")]: "0+1x40" },
    at: "30m",
    fires: [],
  },
  {
    alert: "GitHubFailing",
    when: "GitHub is not asked",
    series: { [of("up")]: "1x40" },
    at: "30m",
    fires: [],
  },
];

const frames = of("kantoku_render_frames_total");
const renderSeconds = of("kantoku_step_duration_seconds_sum", { role: "renderer" });
const ready = of("kantoku_agents", { state: "ready" });
const waiting = of("kantoku_queue_messages", { state: "ready", topic: "work.renderer" });
const restartSum = of("kantoku_agent_restart_duration_seconds_sum");
const restartCount = of("kantoku_agent_restart_duration_seconds_count");

export const RECORDING_CASES: readonly RecordingCase[] = [
  {
    record: "kantoku:available:bool",
    when: "a check fails",
    series: {
      [of("up")]: "1x5",
      [of("kantoku_check_ok", { check: "tmux" })]: "0x5",
      [of("kantoku_check_ok", { check: "database" })]: "1x5",
    },
    at: "3m",
    value: 0,
  },
  {
    record: "kantoku:uptime:ratio30d",
    when: "the daemon did not answer in one minute of four",
    series: {
      [of("up")]: "1 0 1 1",
      [of("kantoku_check_ok", { check: "tmux" })]: "1 stale 1 1",
    },
    at: "3m",
    value: 0.75,
  },
  {
    record: "kantoku:agent_mttr:seconds1d",
    when: "four restarts took two seconds in all",
    series: { [restartSum]: "0x10 2x50", [restartCount]: "0x10 4x50" },
    at: "1h",
    value: 0.5,
  },
  {
    record: "kantoku:agent_mttr:seconds1d",
    when: "nobody was restarted",
    series: { [restartSum]: "0x60", [restartCount]: "0x60" },
    at: "1h",
    value: null,
  },
  {
    record: "kantoku:issues_done:increase1d",
    when: "films of two doors are done at a steady pace, and the daemon was restarted meanwhile",
    series: { [ended("done")]: "0+1x30 0+1x30", [ended("done", "cli")]: "0+5x60" },
    at: "61m",
    value: 60,
  },
  {
    record: "kantoku:jobs_done:increase1d",
    when: "films of two doors are done",
    series: { [ended("done")]: "0+1x60", [ended("done", "cli")]: "0+2x60" },
    at: "1h",
    value: 180,
  },
  {
    record: "kantoku:job_success:ratio1d",
    when: "one of twenty failed, and cancelled ones don't count",
    series: {
      [ended("done")]: "0x10 19x50",
      [ended("failed")]: "0x10 1x50",
      [ended("cancelled")]: "0x10 7x50",
    },
    at: "1h",
    value: 0.95,
  },
  {
    record: "kantoku:agent_utilisation:ratio",
    when: "six of eight work",
    series: { [busy]: "6x5", [ready]: "2x5" },
    at: "3m",
    value: 0.75,
  },
  {
    record: "kantoku:agent_utilisation_under_load:ratio1h",
    when: "all are idle for half an hour without work, then six of eight work while some waits",
    series: {
      [busy]: "0x29 6x30",
      [ready]: "8x29 2x30",
      [waiting]: "0x29 3x30",
    },
    at: "1h",
    value: 0.75,
  },
  {
    record: "kantoku:render_speed:frames_per_second1h",
    when: "600 frames took 30 seconds",
    series: { [frames]: "0x10 600x50", [renderSeconds]: "0x10 30x50" },
    at: "1h",
    value: 20,
  },
];
