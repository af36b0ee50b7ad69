import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Events } from "../kernel/events.ts";
import type { Heartbeat } from "../queue/heartbeat.ts";
import type { TopicStats } from "../queue/queue.ts";

/** What is counted when Prometheus asks, not when it happens. */
export interface Readings {
  queue(): Promise<TopicStats[]>;
  /** Number of jobs by status. */
  jobs(): Readonly<Record<string, number>>;
  /** Number of agents by state. */
  agents(): Readonly<Record<string, number>>;
  heartbeats(): Heartbeat[];
}

export interface Metrics {
  /** The exposition text and its content type. */
  expose(): Promise<{ text: string; contentType: string }>;
}

/** From a second (a critique of a short film) to an hour (a long render). */
const STEP_SECONDS = [0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 900, 3_600];
/** Around the aim of 150 ms from kill to ready, up to a machine under heavy load. */
const RESTART_SECONDS = [0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60];

/** Gauges of the library with a counter's name, which `promtool check metrics` refuses. */
const MISNAMED = ["handles", "requests", "resources"].map((what) => `nodejs_active_${what}_total`);

/**
 * Prometheus metrics of the daemon, `kantoku_…` in base units. Labels are topics, roles, states,
 * causes and agents' names: never a job or an issue, so that the number of series stays small.
 */
export function createMetrics(events: Events, readings: Readings, version: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  build(registry, version);
  countJobs(registry, events);
  countQueue(registry, events);
  countAgents(registry, events);
  countOutside(registry, events);
  readQueue(registry, readings);
  readAgents(registry, readings);
  return {
    expose: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  };
}

function build(registry: Registry, version: string): void {
  gauge(registry, "kantoku_build_info", "Always 1; the labels say what runs.", ["version", "node"])
    .labels(version, process.version)
    .set(1);
}

function countJobs(registry: Registry, events: Events): void {
  const admitted = counter(registry, "kantoku_jobs_admitted_total", "Jobs taken in.");
  const changes = counter(registry, "kantoku_job_changes_total", "Changes of a job's status.", [
    "status",
  ]);
  const rejected = counter(registry, "kantoku_briefs_rejected_total", "Briefs refused.");
  const finished = counter(registry, "kantoku_steps_finished_total", "Steps that ended.", [
    "role",
    "status",
  ]);
  const retried = counter(registry, "kantoku_step_retries_total", "Steps tried again.");
  const seconds = histogram(
    registry,
    "kantoku_step_duration_seconds",
    "From an agent's start of a step to its end.",
    STEP_SECONDS,
    ["role"],
  );
  events.on("job.admitted", () => admitted.inc());
  events.on("job.changed", ({ status }) => changes.labels(status).inc());
  events.on("brief.rejected", () => rejected.inc());
  events.on("step.retried", () => retried.inc());
  events.on("step.finished", (step) => {
    finished.labels(step.role, step.status).inc();
    seconds.labels(step.role).observe(step.seconds);
  });
}

function countQueue(registry: Registry, events: Events): void {
  const dead = counter(registry, "kantoku_messages_dead_total", "Messages buried.", ["topic"]);
  const expired = counter(registry, "kantoku_leases_expired_total", "Leases run out.", ["topic"]);
  const lost = counter(registry, "kantoku_leases_lost_total", "Late writes refused.", ["topic"]);
  events.on("message.dead", ({ topic }) => dead.labels(topic).inc());
  events.on("lease.expired", ({ topic }) => expired.labels(topic).inc());
  events.on("lease.lost", ({ topic }) => lost.labels(topic).inc());
}

function countAgents(registry: Registry, events: Events): void {
  const restarts = counter(registry, "kantoku_agent_restarts_total", "Agents replaced.", ["cause"]);
  const down = histogram(
    registry,
    "kantoku_agent_restart_duration_seconds",
    "From an agent's end to its successor being ready.",
    RESTART_SECONDS,
  );
  const quarantined = counter(
    registry,
    "kantoku_agent_quarantines_total",
    "Agents no longer restarted because they kept crashing.",
  );
  const tmux = counter(registry, "kantoku_tmux_restarts_total", "Times the tmux server was lost.");
  events.on("agent.restarted", ({ cause, downMs }) => {
    restarts.labels(cause).inc();
    down.observe(downMs / 1000);
  });
  events.on("agent.quarantined", () => quarantined.inc());
  events.on("tmux.restarted", () => tmux.inc());
}

function countOutside(registry: Registry, events: Events): void {
  const requests = counter(registry, "kantoku_github_requests_total", "Answers by GitHub.", [
    "route",
    "code",
  ]);
  const remaining = gauge(
    registry,
    "kantoku_github_ratelimit_remaining",
    "Requests left in GitHub's window.",
    ["resource"],
  );
  const failures = counter(registry, "kantoku_service_failures_total", "Failed turns of a loop.", [
    "service",
    "code",
  ]);
  events.on("github.answered", (answer) => {
    requests.labels(answer.route, String(answer.status)).inc();
    if (answer.remaining !== undefined) remaining.labels("core").set(answer.remaining);
  });
  events.on("service.failed", ({ service, code }) => failures.labels(service, code).inc());
}

function readQueue(registry: Registry, readings: Readings): void {
  const labels = ["topic", "state"];
  gauge(registry, "kantoku_queue_messages", "Messages in the queue.", labels, async (messages) => {
    for (const topic of await readings.queue()) {
      for (const state of ["ready", "leased", "delayed", "dead"] as const) {
        messages.labels(topic.topic, state).set(topic[state]);
      }
    }
  });
  const name = "kantoku_queue_oldest_ready_timestamp_seconds";
  const help = "When the message that has waited longest became ready.";
  gauge(registry, name, help, ["topic"], async (oldest) => {
    for (const { topic, oldestReadyAt } of await readings.queue()) {
      if (oldestReadyAt !== null) oldest.labels(topic).set(oldestReadyAt / 1000);
    }
  });
}

function readAgents(registry: Registry, readings: Readings): void {
  gauge(registry, "kantoku_jobs", "Jobs.", ["status"], (jobs) => {
    for (const [status, count] of Object.entries(readings.jobs())) jobs.labels(status).set(count);
  });
  gauge(registry, "kantoku_agents", "Agents.", ["state"], (agents) => {
    for (const [state, count] of Object.entries(readings.agents())) agents.labels(state).set(count);
  });
  const name = "kantoku_agent_heartbeat_timestamp_seconds";
  gauge(registry, name, "Last sign of life of an agent.", ["agent"], (beats) => {
    for (const beat of readings.heartbeats()) beats.labels(beat.agent).set(beat.beatAt / 1000);
  });
}

function counter(registry: Registry, name: string, help: string, labelNames: string[] = []) {
  return new Counter({ name, help, labelNames, registers: [registry] });
}

/** With `read`, the gauge is emptied and filled anew each time that Prometheus asks. */
function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[] = [],
  read?: (gauge: Gauge) => void | Promise<void>,
): Gauge {
  return new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    ...(read && {
      async collect(this: Gauge) {
        this.reset();
        await read(this);
      },
    }),
  });
}

function histogram(
  registry: Registry,
  name: string,
  help: string,
  buckets: number[],
  labelNames: string[] = [],
) {
  return new Histogram({ name, help, buckets, labelNames, registers: [registry] });
}
