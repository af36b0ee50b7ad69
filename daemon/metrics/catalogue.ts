import { ROLES } from "../../agents/agent.ts";
import { JOB_STATUSES } from "../../scheduler/job.ts";
import { MEASURE_NAMES } from "../../watchdog/health/measures.ts";
import {
  AGENT_STATES,
  CAUSES,
  CHECKS,
  MESSAGE_STATES,
  OUTCOMES,
  SOURCES,
  SUSPICIONS,
} from "./labels.ts";

/** One metric as Prometheus sees it. */
export interface Metric {
  readonly name: `kantoku_${string}`;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  /** Its labels with the values that each can have; null where the program can't know them all. */
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
  /** Upper bounds, of histograms only. */
  readonly buckets?: readonly number[];
}

/** From a tenth of a second (a shot by rules) to an hour (a long render). */
const STEP_SECONDS = [0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 900, 3_600];
/** From a short film on an idle machine to a night of waiting. */
const JOB_SECONDS = [30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400];
/** Around the aim of 150 ms from kill to ready, up to a quarantine that was waited out. */
const RESTART_SECONDS = [0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900];
/** Up to the limit after which a check has failed. */
const CHECK_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * Every metric of our own, in base units. Labels are topics, roles, states, kinds and the names of
 * the crew: never a job, an issue or a message, so that the number of series stays small.
 */
export const METRICS = {
  buildInfo: gauge("kantoku_build_info", "Always 1; the labels say what runs.", {
    version: null,
    node: null,
  }),

  jobsAdmitted: counter("kantoku_jobs_admitted_total", "Jobs taken in, by the door they came by.", {
    source: SOURCES,
  }),
  jobsFinished: counter(
    "kantoku_jobs_finished_total",
    "Jobs that ended; retried, they end again.",
    {
      source: SOURCES,
      outcome: OUTCOMES,
    },
  ),
  jobSeconds: histogram(
    "kantoku_job_duration_seconds",
    "From a job's admission to the film: of jobs that ended as done.",
    JOB_SECONDS,
    {},
  ),
  jobs: gauge("kantoku_jobs", "Jobs.", { status: JOB_STATUSES }),
  oldestJob: gauge(
    "kantoku_oldest_open_job_timestamp_seconds",
    "When the oldest job that is queued or running was admitted; absent without one.",
    {},
  ),
  pastDeadline: gauge(
    "kantoku_jobs_past_deadline",
    "Jobs that are not done although their brief's deadline has passed.",
    {},
  ),
  deadlinesMissed: counter(
    "kantoku_deadlines_missed_total",
    "Jobs that were done, or failed, after their brief's deadline.",
    {},
  ),
  briefsRejected: counter("kantoku_briefs_rejected_total", "Briefs refused.", {}),

  stepsFinished: counter("kantoku_steps_finished_total", "Attempts at a step that ended.", {
    role: ROLES,
    status: ["done", "failed"],
  }),
  stepRetries: counter("kantoku_step_retries_total", "Steps that were sent out once more.", {}),
  stepSeconds: histogram(
    "kantoku_step_duration_seconds",
    "From an agent's start of a step to its end.",
    STEP_SECONDS,
    { role: ROLES },
  ),
  stepCost: counter("kantoku_step_cost_dollars_total", "What language models charged for steps.", {
    role: ROLES,
  }),
  tokens: counter(
    "kantoku_llm_tokens_total",
    "What language models read (input) and wrote (output) for steps that were done.",
    { role: ROLES, direction: ["input", "output"] },
  ),
  frames: counter(
    "kantoku_render_frames_total",
    "Frames that renderers delivered, those that they had rendered before among them.",
    {},
  ),

  messages: gauge("kantoku_queue_messages", "Messages that are not done yet.", {
    topic: null,
    state: MESSAGE_STATES,
  }),
  oldestReady: gauge(
    "kantoku_queue_oldest_ready_timestamp_seconds",
    "When the message that has waited longest became ready; absent where none is ready.",
    { topic: null },
  ),
  leasesExpired: counter("kantoku_leases_expired_total", "Leases that ran out.", { topic: null }),
  lateResults: counter(
    "kantoku_late_results_total",
    "Results of workers that had lost their lease: refused and kept aside.",
    { topic: null },
  ),

  agents: gauge("kantoku_agents", "Agents.", { state: AGENT_STATES }),
  heartbeats: gauge(
    "kantoku_agent_heartbeat_timestamp_seconds",
    "Last sign of life of an agent that should live: not of one held, stopped or paused.",
    { agent: null },
  ),
  agentMemory: gauge(
    "kantoku_agent_memory_bytes",
    "Memory of an agent with all its processes; what they share is counted once.",
    { agent: null },
  ),
  agentCpu: counter(
    "kantoku_agent_cpu_seconds_total",
    "CPU time of an agent with all its processes, over all its generations.",
    { agent: null },
  ),
  agentFiles: gauge(
    "kantoku_agent_open_files",
    "File descriptors that an agent's processes have open.",
    { agent: null },
  ),
  restarts: counter(
    "kantoku_agent_restarts_total",
    "Agents lost, replaced at once or after a pause, if at all; crash loops count each time.",
    { cause: CAUSES },
  ),
  restartSeconds: histogram(
    "kantoku_agent_restart_duration_seconds",
    "From an agent's end to its successor being ready, pauses included.",
    RESTART_SECONDS,
    {},
  ),
  quarantines: counter(
    "kantoku_agent_quarantines_total",
    "Agents that were paused because they kept crashing.",
    {},
  ),
  nudges: counter("kantoku_agent_nudges_total", "Stopped agents that were told to go on.", {}),
  restartsSpaced: gauge(
    "kantoku_restarts_spaced",
    "1 while agents are started one by one, since most of them died soon after their start.",
    {},
  ),
  massDeaths: counter(
    "kantoku_mass_deaths_total",
    "Times that most agents died soon after their start.",
    {},
  ),
  heldBack: gauge(
    "kantoku_crew_held_back",
    "1 for a crew that gets no further agent although work waits for it; absent for others.",
    { crew: null },
  ),
  tmuxRestarts: counter("kantoku_tmux_restarts_total", "Times that the tmux server was lost.", {}),

  healthAlerts: gauge(
    "kantoku_health_alerts",
    "What stands out of the usual at this moment; kantoku health says who.",
    { measure: MEASURE_NAMES },
  ),
  healthAlertsRaised: counter(
    "kantoku_health_alerts_raised_total",
    "Times that something began to stand out of the usual.",
    { measure: MEASURE_NAMES },
  ),

  checks: gauge("kantoku_check_ok", "1 when this part has just worked, 0 when it has not.", {
    check: CHECKS,
  }),
  checkSeconds: histogram(
    "kantoku_check_duration_seconds",
    "A write to the database; a round trip to the tmux server.",
    CHECK_SECONDS,
    { check: ["database", "tmux"] },
  ),
  serviceFailures: counter(
    "kantoku_service_failures_total",
    "Turns of the daemon's loops that failed and were tried again.",
    { service: null, code: null },
  ),

  databaseBytes: gauge("kantoku_database_size_bytes", "The database and its write-ahead log.", {
    file: ["main", "log"],
  }),
  examination: gauge(
    "kantoku_database_examination_duration_seconds",
    "How long the database was looked through at this start; absent when its last run ended well.",
    { suspicion: SUSPICIONS },
  ),
  freeBytes: gauge("kantoku_home_free_bytes", "Free space where data/ lies.", {}),

  lastBackup: gauge(
    "kantoku_backup_last_success_timestamp_seconds",
    "The moment of the newest whole backup in backup.folder; absent without one.",
    {},
  ),

  githubRequests: counter("kantoku_github_requests_total", "Answers by GitHub; 0 for none.", {
    route: null,
    code: null,
  }),
  githubRemaining: gauge(
    "kantoku_github_ratelimit_remaining",
    "Requests left in GitHub's window; absent until GitHub has told.",
    {},
  ),
} as const satisfies Readonly<Record<string, Metric>>;

type Labels = Metric["labels"];

function counter<L extends Labels>(name: Metric["name"], help: string, labels: L) {
  return { type: "counter", name, help, labels } as const;
}

function gauge<L extends Labels>(name: Metric["name"], help: string, labels: L) {
  return { type: "gauge", name, help, labels } as const;
}

function histogram<L extends Labels>(
  name: Metric["name"],
  help: string,
  buckets: readonly number[],
  labels: L,
) {
  return { type: "histogram", name, help, buckets, labels } as const;
}
