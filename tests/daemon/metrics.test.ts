import assert from "node:assert/strict";
import { test } from "node:test";
import { createMetrics, type ProbedMetrics } from "../../daemon/metrics.ts";
import { newLateResults } from "../../daemon/metrics/late-results.ts";
import type { Readings } from "../../daemon/metrics/readings.ts";
import type { LateResult } from "../../daemon/metrics/statements.ts";
import { OperationalError } from "../../kernel/errors.ts";
import { createEvents, type Events } from "../../kernel/events.ts";
import { fakeClock } from "../support/clock.ts";

const READINGS: Readings = {
  queue: async () => [
    { topic: "work.editor", ready: 2, leased: 1, delayed: 0, dead: 3, oldestReadyAt: 5_000 },
    { topic: "result", ready: 0, leased: 0, delayed: 0, dead: 0, oldestReadyAt: null },
    { topic: "inbox.writer", ready: 1, leased: 0, delayed: 0, dead: 0, oldestReadyAt: 9_000 },
    { topic: "inbox.critic", ready: 2, leased: 0, delayed: 0, dead: 0, oldestReadyAt: 8_000 },
    { topic: "greetings", ready: 1, leased: 0, delayed: 0, dead: 1, oldestReadyAt: 7_000 },
    { topic: "letters", ready: 0, leased: 0, delayed: 4, dead: 1, oldestReadyAt: null },
  ],
  jobs: () => ({ running: 1, done: 4 }),
  oldestJobAt: () => 3_500,
  jobsPastDeadline: () => 2,
  agents: () => [
    { name: "writer", state: "ready", heartbeatAt: 1_500 },
    { name: "critic", state: "held", heartbeatAt: 1_000 },
    { name: "sound", state: "starting", heartbeatAt: null },
  ],
  heldBack: () => ["renderer"],
  areRestartsSpaced: () => true,
  health: async () => ({
    ok: false,
    checks: { database: "ok", tmux: "no answer" },
    lacksRoom: false,
  }),
  usages: () =>
    new Map([["writer", { memoryBytes: 64e6, cpuSeconds: 1.5, cores: 0.1, openFiles: 30 }]]),
  healthAlerts: () => [{ measure: "memory" }, { measure: "memory" }],
  lastBackupAt: () => 2_500,
  files: () => ({ main: 4_096, log: 0, free: 1e9 }),
  lateResults: () => ["work.editor"],
  endedJob: () => ({ source: "github", createdAt: 1_000, finishedAt: 91_000, deadlineAt: 90_000 }),
  endedStep: () => ({
    params: '{"from":120,"to":450}',
    costUsd: 0.25,
    inputTokens: 800,
    outputTokens: 50,
  }),
};

function opened(events: Events = createEvents(), readings: Partial<Readings> = {}): ProbedMetrics {
  return createMetrics(events, { ...READINGS, ...readings }, { version: "1.2.3" });
}

async function linesOf(metrics: ProbedMetrics): Promise<Set<string>> {
  return new Set((await metrics.expose()).text.split("\n"));
}

function assertHas(lines: ReadonlySet<string>, wanted: readonly string[]): void {
  for (const line of wanted) assert.ok(lines.has(line), line);
}

test("what events tell is counted", async () => {
  const events = createEvents();
  const metrics = opened(events);
  const step = { job: "j", step: "edit", role: "editor", agent: "a", seconds: 2 } as const;
  events.emit("step.finished", { ...step, status: "done" });
  events.emit("step.finished", { ...step, status: "failed" });
  events.emit("step.finished", { ...step, role: "renderer", status: "done" });
  events.emit("job.admitted", { job: "j", source: "cli:brief.md", title: "t" });
  events.emit("job.changed", { job: "j", status: "running" });
  events.emit("job.changed", { job: "j", status: "done" });
  events.emit("brief.rejected", { source: "folder", reason: "empty" });
  events.emit("step.retried", { job: "j", step: "edit", reason: "lost" });
  events.emit("lease.expired", { topic: "work.editor", id: "m", worker: "w" });
  for (const [index, cause] of ["exit 137", "exit 1", "hang", "bad-config"].entries()) {
    events.emit("agent.lost", { agent: "a", generation: index + 1, cause });
  }
  events.emit("agent.restarted", { agent: "a", cause: "hang", restarts: 2, downMs: 120 });
  events.emit("agent.quarantined", { agent: "a", reason: "r" });
  events.emit("agent.nudged", { agent: "a", reason: "r" });
  events.emit("restarts.spaced", { reason: "5 of 8 agents died" });
  events.emit("restarts.spaced", { reason: "" });
  events.emit("tmux.restarted", { reason: "r" });
  events.emit("github.answered", { route: "GET /repos", status: 304, remaining: 4_999 });
  events.emit("service.failed", { service: "s", code: "c", message: "", hint: "", failures: 1 });
  const memory = { subject: "writer", measure: "memory", value: 2e9, usual: 1e8, summary: "" };
  events.emit("health.alert", memory);
  events.emit("database.examined", { suspicion: "cut-off", ms: 250 });
  assertHas(await linesOf(metrics), [
    'kantoku_steps_finished_total{role="editor",status="done"} 1',
    'kantoku_steps_finished_total{role="editor",status="failed"} 1',
    'kantoku_step_duration_seconds_sum{role="editor"} 4',
    'kantoku_step_cost_dollars_total{role="editor"} 0.5',
    "kantoku_render_frames_total 330",
    'kantoku_jobs_admitted_total{source="cli"} 1',
    'kantoku_jobs_finished_total{source="github",outcome="done"} 1',
    'kantoku_jobs_finished_total{source="github",outcome="failed"} 0',
    'kantoku_job_duration_seconds_bucket{le="60"} 0',
    'kantoku_job_duration_seconds_bucket{le="120"} 1',
    "kantoku_briefs_rejected_total 1",
    "kantoku_deadlines_missed_total 1",
    'kantoku_llm_tokens_total{role="editor",direction="input"} 1600',
    'kantoku_llm_tokens_total{role="editor",direction="output"} 100',
    'kantoku_health_alerts_raised_total{measure="memory"} 1',
    "kantoku_step_retries_total 1",
    'kantoku_leases_expired_total{topic="work.editor"} 1',
    'kantoku_agent_restarts_total{cause="exit"} 2',
    'kantoku_agent_restarts_total{cause="hang"} 1',
    'kantoku_agent_restarts_total{cause="bad-config"} 1',
    'kantoku_agent_restart_duration_seconds_bucket{le="0.15"} 1',
    "kantoku_agent_nudges_total 1",
    "kantoku_mass_deaths_total 1",
    "kantoku_agent_quarantines_total 1",
    "kantoku_tmux_restarts_total 1",
    'kantoku_github_requests_total{route="GET /repos",code="304"} 1',
    "kantoku_github_ratelimit_remaining 4999",
    'kantoku_service_failures_total{service="s",code="c"} 1',
    'kantoku_database_examination_duration_seconds{suspicion="cut-off"} 0.25',
  ]);
});

test("what is true at this moment is read when somebody asks, and what has gone is not told", async () => {
  let oldest: number | null = 3_500;
  let agents = READINGS.agents();
  const metrics = opened(createEvents(), { agents: () => agents, oldestJobAt: () => oldest });
  assertHas(await linesOf(metrics), [
    'kantoku_queue_messages{topic="work.editor",state="dead"} 3',
    'kantoku_queue_oldest_ready_timestamp_seconds{topic="work.editor"} 5',
    'kantoku_jobs{status="done"} 4',
    "kantoku_oldest_open_job_timestamp_seconds 3.5",
    'kantoku_agents{state="ready"} 1',
    'kantoku_agents{state="busy"} 0',
    'kantoku_crew_held_back{crew="renderer"} 1',
    "kantoku_restarts_spaced 1",
    'kantoku_agent_heartbeat_timestamp_seconds{agent="writer"} 1.5',
    "kantoku_jobs_past_deadline 2",
    'kantoku_agent_memory_bytes{agent="writer"} 64000000',
    'kantoku_agent_cpu_seconds_total{agent="writer"} 1.5',
    'kantoku_agent_open_files{agent="writer"} 30',
    'kantoku_health_alerts{measure="memory"} 2',
    'kantoku_health_alerts{measure="cpu"} 0',
    'kantoku_check_ok{check="database"} 1',
    'kantoku_check_ok{check="tmux"} 0',
    'kantoku_database_size_bytes{file="main"} 4096',
    "kantoku_home_free_bytes 1000000000",
    "kantoku_backup_last_success_timestamp_seconds 2.5",
    'kantoku_late_results_total{topic="work.editor"} 1',
    `kantoku_build_info{version="1.2.3",node="${process.version}"} 1`,
  ]);
  [oldest, agents] = [null, [{ name: "sound", state: "busy", heartbeatAt: 2_000 }]];
  const { text } = await metrics.expose();
  assert.match(text, /^kantoku_agents\{state="ready"\} 0$/m);
  assert.match(text, /^kantoku_agents\{state="busy"\} 1$/m);
  assert.match(text, /^kantoku_agent_heartbeat_timestamp_seconds\{agent="sound"\} 2$/m);
  assert.doesNotMatch(text, /heartbeat_timestamp_seconds\{agent="writer"\}/);
  assert.doesNotMatch(text, /^kantoku_oldest_open_job_timestamp_seconds /m);
});

test("a heartbeat is told only of an agent that should beat", async () => {
  const { text } = await opened().expose();
  const agents = [...text.matchAll(/^kantoku_agent_heartbeat_\w+\{agent="(\w+)"\}/gm)];
  assert.deepEqual(
    agents.map(([, agent]) => agent),
    ["writer"],
  );
});

test("topics that anybody makes up share one name, so that nobody can flood the metrics", async () => {
  const events = createEvents();
  const topics = ["letters"];
  const metrics = createMetrics(events, READINGS, { version: "1", topics });
  for (let n = 0; n < 100; n += 1) {
    events.emit("lease.expired", { topic: `made.up.${n}`, id: "m", worker: "w" });
  }
  const lines = await linesOf(metrics);
  assertHas(lines, [
    'kantoku_leases_expired_total{topic="other"} 100',
    'kantoku_queue_messages{topic="other",state="ready"} 1',
    'kantoku_queue_messages{topic="letters",state="delayed"} 4',
    'kantoku_queue_messages{topic="inbox",state="ready"} 3',
    'kantoku_queue_oldest_ready_timestamp_seconds{topic="inbox"} 8',
  ]);
  assert.ok(![...lines].some((line) => line.includes("greetings")));
});

test("when the database can't be read, the rest is told all the same", async () => {
  const broken = (): never => {
    throw new OperationalError("database-unusable", "The disk is full.");
  };
  const metrics = opened(createEvents(), {
    queue: async () => broken(),
    jobs: broken,
    agents: broken,
    lateResults: broken,
  });
  const { text } = await metrics.expose();
  assert.match(text, /^kantoku_check_ok\{check="tmux"\} 0$/m);
  assert.match(text, /^kantoku_home_free_bytes 1000000000$/m);
  assert.doesNotMatch(text, /^kantoku_(queue_messages|jobs|agents)\{/m);
});

test("a programmer's error is not hidden", async () => {
  const metrics = opened(createEvents(), {
    jobs: () => {
      throw new TypeError("no such column");
    },
  });
  await assert.rejects(metrics.expose(), TypeError);
});

test("a probe is measured when it succeeds, and its failure stays its own", async () => {
  const metrics = opened();
  await metrics.timed({ name: "tmux", check: async () => {} }).check();
  const failing = metrics.timed({
    name: "tmux",
    check: () => {
      throw new Error("gone");
    },
  });
  await assert.rejects(async () => failing.check(), /gone/);
  assertHas(await linesOf(metrics), ['kantoku_check_duration_seconds_count{check="tmux"} 1']);
});

test("each late result is counted once, and one whose commit was slow is not missed", async () => {
  const clock = fakeClock();
  const stored: (LateResult & { at: number })[] = [
    { key: "before", topic: "old", at: clock.now() },
  ];
  const look = newLateResults((since) => stored.filter(({ at }) => at >= since), clock);
  assert.deepEqual(look(), []);
  stored.push({ key: "1/a", topic: "one", at: clock.now() });
  assert.deepEqual(look(), ["one"]);
  assert.deepEqual(look(), []);
  await clock.advance(15_000);
  stored.push({ key: "2/b", topic: "two", at: clock.now() - 4_000 });
  assert.deepEqual(look(), ["two"]);
  await clock.advance(3_600_000);
  assert.deepEqual(look(), []);
});

test("every metric has a help text, a type, base units and a counter's name where it counts", async () => {
  const { text, contentType } = await opened().expose();
  assert.match(contentType, /^text\/plain; version=0\.0\.4/);
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({
    name: name ?? "",
    type,
  }));
  const own = types.filter(({ name }) => name.startsWith("kantoku_"));
  assert.ok(own.length >= 20);
  for (const { name } of own) {
    assert.match(name, /^kantoku_[a-z_]+$/);
    assert.doesNotMatch(name, /_(ms|milliseconds|minutes|kb|mb)(_|$)/);
    assert.ok(text.includes(`# HELP ${name} `), name);
  }
  for (const { name, type } of types) {
    assert.equal(name.endsWith("_total"), type === "counter", name);
  }
  const lags = types.filter(({ name }) => name.startsWith("nodejs_eventloop_lag_"));
  const told = ["", "max_", "mean_", "min_", "p50_", "p90_", "p99_", "stddev_"];
  assert.deepEqual(
    lags.map(({ name }) => name.slice("nodejs_eventloop_lag_".length)).toSorted(),
    told.map((what) => `${what}seconds`).toSorted(),
  );
});
