import assert from "node:assert/strict";
import { test } from "node:test";
import { createMetrics, type Readings } from "../../daemon/metrics.ts";
import { createEvents } from "../../kernel/events.ts";

const READINGS: Readings = {
  queue: async () => [
    { topic: "work.editor", ready: 2, leased: 1, delayed: 0, dead: 3, oldestReadyAt: 5_000 },
    { topic: "result", ready: 0, leased: 0, delayed: 0, dead: 0, oldestReadyAt: null },
  ],
  jobs: () => ({ running: 1, done: 4 }),
  agents: () => ({ ready: 7, busy: 1 }),
  heartbeats: () => [
    {
      agent: "writer",
      generation: 1,
      pid: 1,
      state: "ready",
      job: null,
      step: null,
      doing: "",
      progress: null,
      progressAt: 0,
      beatAt: 1_500,
    },
  ],
};

test("what events tell is counted", async () => {
  const events = createEvents();
  const metrics = createMetrics(events, READINGS, "1.2.3");
  const step = { job: "j", step: "edit", role: "editor", agent: "a", seconds: 2 } as const;
  events.emit("step.finished", { ...step, status: "done" });
  events.emit("step.finished", { ...step, status: "failed" });
  events.emit("job.admitted", { job: "j", source: "cli", title: "t" });
  events.emit("job.changed", { job: "j", status: "done" });
  events.emit("brief.rejected", { source: "folder", reason: "empty" });
  events.emit("step.retried", { job: "j", step: "edit", reason: "lost" });
  events.emit("message.dead", { topic: "t", id: "m", reason: "r" });
  events.emit("lease.expired", { topic: "t", id: "m", worker: "w" });
  events.emit("lease.lost", { topic: "t", id: "m", worker: "w" });
  events.emit("agent.restarted", { agent: "a", cause: "killed", restarts: 1, downMs: 120 });
  events.emit("agent.quarantined", { agent: "a", reason: "r" });
  events.emit("tmux.restarted", { reason: "r" });
  events.emit("github.answered", { route: "GET /repos", status: 304, remaining: 4_999 });
  events.emit("service.failed", { service: "s", code: "c", message: "", hint: "", failures: 1 });
  const { text } = await metrics.expose();
  for (const line of [
    'kantoku_steps_finished_total{role="editor",status="done"} 1',
    'kantoku_steps_finished_total{role="editor",status="failed"} 1',
    'kantoku_step_duration_seconds_sum{role="editor"} 4',
    "kantoku_jobs_admitted_total 1",
    'kantoku_job_changes_total{status="done"} 1',
    "kantoku_briefs_rejected_total 1",
    "kantoku_step_retries_total 1",
    'kantoku_messages_dead_total{topic="t"} 1',
    'kantoku_leases_expired_total{topic="t"} 1',
    'kantoku_leases_lost_total{topic="t"} 1',
    'kantoku_agent_restarts_total{cause="killed"} 1',
    'kantoku_agent_restart_duration_seconds_bucket{le="0.15"} 1',
    "kantoku_agent_quarantines_total 1",
    "kantoku_tmux_restarts_total 1",
    'kantoku_github_requests_total{route="GET /repos",code="304"} 1',
    'kantoku_github_ratelimit_remaining{resource="core"} 4999',
    'kantoku_service_failures_total{service="s",code="c"} 1',
  ]) {
    assert.ok(text.split("\n").includes(line), line);
  }
});

test("what is true at this moment is read when somebody asks, and what has gone is not told", async () => {
  let agents: Record<string, number> = { ready: 8 };
  const readings = { ...READINGS, agents: () => agents };
  const metrics = createMetrics(createEvents(), readings, "1.2.3");
  const first = (await metrics.expose()).text;
  assert.ok(/^kantoku_queue_messages\{topic="work\.editor",state="dead"\} 3$/m.test(first));
  assert.ok(
    /^kantoku_queue_oldest_ready_timestamp_seconds\{topic="work\.editor"\} 5$/m.test(first),
  );
  assert.ok(!/oldest_ready_timestamp_seconds\{topic="result"\}/.test(first));
  assert.ok(/^kantoku_jobs\{status="done"\} 4$/m.test(first));
  assert.ok(/^kantoku_agent_heartbeat_timestamp_seconds\{agent="writer"\} 1\.5$/m.test(first));
  assert.ok(/^kantoku_build_info\{version="1\.2\.3",node="v\d+/m.test(first));
  agents = { busy: 8 };
  const second = (await metrics.expose()).text;
  assert.ok(/^kantoku_agents\{state="busy"\} 8$/m.test(second));
  assert.ok(!/kantoku_agents\{state="ready"\}/.test(second));
});

test("every metric has a help text, a type, base units and a counter's name where it counts", async () => {
  const { text, contentType } = await createMetrics(createEvents(), READINGS, "1").expose();
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
  assert.ok(types.some(({ name }) => name === "nodejs_eventloop_lag_seconds"));
});
