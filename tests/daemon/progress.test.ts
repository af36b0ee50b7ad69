import assert from "node:assert/strict";
import { test } from "node:test";
import { createProgress, renderProgress } from "../../daemon/cli/progress.ts";
import type { Heartbeat } from "../../queue/heartbeat.ts";
import type { JobView, StepView } from "../../scheduler/job.ts";

const NOW = 1_000_000;

test("a terminal shows a bar over all steps and a line for each one in hand", () => {
  const rows = renderProgress(
    jobWith([step("script", "done"), running("render:1")]),
    [beat()],
    NOW,
    120,
  );
  assert.deepEqual(rows, [
    "████████████░░░░░░░░░░░░ 1/2 steps · 0:40 · running · A film",
    "  render:1       renderer-1    25 % frame 30 of 120",
  ]);
});

test("no row is wider than the terminal, in any script", () => {
  const job = { ...jobWith([running("render:1")]), title: "監督の新しい映画".repeat(20) };
  for (const row of renderProgress(job, [beat()], NOW, 60)) assert.ok(row.length < 60);
});

test("the picture is drawn over itself, and stands after the end", () => {
  const written: string[] = [];
  const terminal = { isTTY: true, columns: 100, write: (text: string) => written.push(text) };
  const progress = createProgress(terminal);
  progress.show(jobWith([running("render:1")]), [beat()], NOW);
  progress.show(jobWith([step("render:1", "done")]), [], NOW);
  progress.end();
  assert.ok(written[0]?.startsWith("\u001b[J"));
  assert.ok(written[1]?.startsWith("\u001b[2A\r\u001b[J"));
});

test("without a terminal each step is told once when it ends, and again for a new attempt", () => {
  const written: string[] = [];
  const progress = createProgress({ write: (text: string) => written.push(text) });
  const failed: StepView = {
    ...step("script", "failed"),
    failure: { code: "c", message: "too long", hint: "" },
  };
  progress.show(jobWith([running("script")]), [], NOW);
  progress.show(jobWith([failed]), [], NOW);
  progress.show(jobWith([failed]), [], NOW);
  progress.show(jobWith([{ ...step("script", "done"), attempts: 2 }]), [], NOW);
  progress.end();
  assert.deepEqual(written, [
    " 0:38  script failed (writer, 2.0 s): too long\n",
    " 0:38  script done (writer, 2.0 s): eight beats\n",
  ]);
});

const WAITS =
  "concept waits: work.concept-planner is paused (paused by hand): kantoku queue resume";

test("what stands still is told: on a terminal in rows that fit, elsewhere once", () => {
  const written: string[] = [];
  const onTerminal = { isTTY: true, columns: 60, write: (text: string) => written.push(text) };
  createProgress(onTerminal).show(jobWith([step("concept", "ready")]), [], NOW, [WAITS]);
  const rows = (written[0] ?? "").split("\n").slice(1, -1);
  assert.deepEqual(rows, [
    "  concept waits: work.concept-planner is paused (paused by",
    "    hand): kantoku queue resume",
  ]);
  const lines: string[] = [];
  const progress = createProgress({ write: (text: string) => lines.push(text) });
  progress.show(jobWith([step("concept", "ready")]), [], NOW, [WAITS]);
  progress.show(jobWith([step("concept", "ready")]), [], NOW, [WAITS]);
  assert.deepEqual(lines, [`${WAITS}\n`]);
});

function jobWith(steps: readonly StepView[]): JobView {
  const done = steps.filter(({ status }) => status === "done").length;
  return {
    id: "j",
    status: "running",
    source: { kind: "cli", ref: "brief.md" },
    workflow: "film",
    priority: 2,
    title: "A film",
    createdAt: NOW - 40_000,
    finishedAt: null,
    reason: null,
    progress: { done, total: steps.length },
    steps,
    revisions: [],
    outputs: {},
    cost: { usd: 0, estimateUsd: null },
    holds: [],
    doubts: [],
  };
}

function step(name: string, status: StepView["status"]): StepView {
  return {
    name,
    role: "scriptsmith",
    status,
    attempts: 1,
    startedAt: NOW - 4_000,
    finishedAt: NOW - 2_000,
    agent: "writer",
    summary: "eight beats",
    notes: [],
    failure: null,
  };
}

function running(name: string): StepView {
  return { ...step(name, "running"), finishedAt: null, summary: null, agent: "renderer-1" };
}

function beat(): Heartbeat {
  return {
    agent: "renderer-1",
    generation: 1,
    pid: 1,
    state: "busy",
    job: "j",
    step: "render:1",
    doing: "frame 30 of 120",
    progress: 0.25,
    progressAt: NOW,
    stallMs: null,
    beatAt: NOW,
  };
}
