import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Work } from "../../queue/payloads.ts";
import { RESULT_TOPIC, workTopic } from "../../queue/topics.ts";
import { armFaultPoints } from "../../kernel/fault-points.ts";
import { runServices } from "../../kernel/service.ts";
import { dispatcher } from "../../scheduler/dispatcher.ts";
import { breachOf } from "../../scheduler/limits.ts";
import { settler } from "../../scheduler/settler.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryFolder } from "../support/temp.ts";
import {
  admission,
  done,
  failed,
  openParts,
  openWorkshop,
  resultOf,
  template,
} from "./support/workshop.ts";

const pair = template(`
name: test
steps:
  - { name: one, role: maker, maxAttempts: 2, timeout: 10m }
  - { name: two, role: maker, needs: [one] }
`);

const WORK: Work = {
  job: "none",
  step: "one",
  role: "maker",
  attempt: 1,
  title: "",
  params: {},
  inputs: [],
};

function workshop(t: TestContext, options: Partial<Parameters<typeof openWorkshop>[2]> = {}) {
  return openWorkshop(t, temporaryFolder(t), { templates: [pair], ...options });
}

/** Resolves when everything that was sent to `topic` before has been taken in. */
async function isEmpty(queue: ReturnType<typeof workshop>["queue"], topic: string): Promise<void> {
  for (;;) {
    const stats = (await queue.stats()).find((each) => each.topic === topic);
    if (!stats || stats.ready + stats.leased + stats.delayed === 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a second result of one attempt changes nothing", async (t) => {
  const { jobs, queue, reaches } = workshop(t);
  const { job } = jobs.admit(admission());
  await reaches(job, "running");
  const [leased] = await queue.receive({ topics: [workTopic("maker")], worker: "smith#1" });
  assert.ok(leased);
  const work = Work.parse(leased.payload);
  const payload = resultOf(work, done({ summary: "first" }));
  const late = resultOf(work, failed("second"));
  const old = { ...resultOf(work, failed("older")), attempt: 7 };
  const messages = [payload, late, old].map((each) => ({ topic: RESULT_TOPIC, payload: each }));
  await queue.ack(leased, messages);
  await isEmpty(queue, RESULT_TOPIC);
  const view = await jobs.view(job);
  assert.equal(view?.status, "running");
  assert.equal(view?.steps[0]?.summary, "first");
  assert.equal(jobs.events(job).filter(({ name }) => name === "step.finished").length, 1);
});

test("a result for an unknown job, and one that nobody can read, leave the settler at work", async (t) => {
  const { jobs, queue, reaches } = workshop(t, { perform: () => done() });
  await queue.send([
    { topic: RESULT_TOPIC, payload: resultOf(WORK, done()) },
    { topic: RESULT_TOPIC, payload: { hello: "world" } },
    { topic: "job", payload: { hello: "world" } },
    { topic: "job", payload: { job: "none" } },
  ]);
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  await isEmpty(queue, RESULT_TOPIC);
  const dead = (await queue.stats()).map(({ topic, dead }) => [topic, dead]);
  assert.deepEqual(Object.fromEntries(dead)[RESULT_TOPIC], 1);
});

test("a result that kills the settler takes no other one with it into the grave", async (t) => {
  const parts = openParts(temporaryFolder(t));
  const { database, queue } = parts;
  t.after(() => {
    queue[Symbol.dispose]();
    database.close();
  });
  const names = ["before", "poison", "after"];
  const sent = await queue.send(
    names.map((job) => ({ topic: RESULT_TOPIC, payload: { ...resultOf(WORK, done()), job } })),
  );
  const states = async (): Promise<(string | undefined)[]> =>
    Promise.all(sent.map(async ({ id }) => (await queue.find(id))?.state));
  for (const passes of [2, 1, 1]) {
    let passed = 0;
    using _ = armFaultPoints((point) => {
      if (point !== "scheduler.settler.before-commit") return;
      passed += 1;
      if (passed === passes) throw new TypeError("poison");
    });
    await assert.rejects(settler(parts).run(AbortSignal.timeout(60_000)), /poison/);
  }
  const stopping = new AbortController();
  const ended = settler(parts).run(stopping.signal);
  await isEmpty(queue, RESULT_TOPIC);
  stopping.abort();
  await ended;
  assert.deepEqual(await states(), ["done", "dead", "done"]);
});

test("work that no agent could do fails its step with the reason", async (t) => {
  const { jobs, queue, reaches } = workshop(t);
  const { job } = jobs.admit(admission());
  await reaches(job, "running");
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const request = { topics: [workTopic("maker")], worker: "smith#1", waitMs: 5_000 };
    const [leased] = await queue.receive(request);
    assert.ok(leased);
    await queue.nack(leased, { error: "no ink", delayMs: 0 });
  }
  await reaches(job, "failed");
  const [one, two] = (await jobs.view(job))?.steps ?? [];
  assert.equal(one?.failure?.code, "work-dead");
  assert.match(one?.failure?.message ?? "", /no ink/);
  assert.equal(one?.agent, null);
  assert.equal(two?.status, "cancelled");
});

test("a job that can't be started fails with the reason", async (t) => {
  const folder = temporaryFolder(t);
  const still = openWorkshop(t, folder, { templates: [pair], isRunning: false });
  const { job } = still.jobs.admit(admission());
  const [start] = await still.queue.receive({ topics: ["job"], worker: "dispatcher#0" });
  assert.ok(start);
  await still.queue.nack(start, { error: "poison", terminal: true });
  const { reaches, jobs } = openWorkshop(t, folder, { templates: [pair] });
  await reaches(job, "failed");
  assert.match((await jobs.view(job))?.reason ?? "", /could not be started: poison/);
});

test("a step that takes longer than its timeout fails", async (t) => {
  const clock = fakeClock();
  const { jobs, queue, reaches } = workshop(t, { clock });
  const { job } = jobs.admit(admission());
  await reaches(job, "running");
  const request = { topics: [workTopic("maker")], worker: "smith#4", leaseMs: 3_600_000 };
  const [leased] = await queue.receive(request);
  assert.ok(leased);
  const isFailed = reaches(job, "failed");
  await clock.sleeping(1);
  await clock.advance(600_001);
  await isFailed;
  const [one] = (await jobs.view(job))?.steps ?? [];
  assert.equal(one?.failure?.code, "step-timed-out");
  assert.equal(one?.agent, "smith");
  assert.equal(await queue.extend(leased, 1_000), "cancelled");
});

test("a step whose message was cancelled by hand fails instead of waiting for ever", async (t) => {
  const clock = fakeClock();
  const { jobs, queue, reaches } = workshop(t, { clock });
  const { job } = jobs.admit(admission());
  await reaches(job, "running");
  await queue.cancel({ correlationId: job });
  const isFailed = reaches(job, "failed");
  await clock.sleeping(1);
  await clock.advance(2_000);
  await isFailed;
  assert.equal((await jobs.view(job))?.steps[0]?.failure?.code, "work-lost");
});

test("a wait ends when its message can't be answered any more, and not before", () => {
  const none = { timeout_ms: null };
  const leased = { state: "leased", leasedAt: 1_000 } as const;
  const at = (now: number, endedSince = 0) => ({ now, endedSince });
  assert.equal(breachOf(none, { state: "waiting", leasedAt: null }, at(1e9)), null);
  assert.equal(breachOf(none, leased, at(1e9)), null);
  assert.equal(breachOf({ timeout_ms: 500 }, leased, at(1_500)), null);
  assert.equal(breachOf({ timeout_ms: 500 }, leased, at(1_501))?.code, "step-timed-out");
  for (const state of ["done", "dead"] as const) {
    assert.equal(breachOf(none, { state, leasedAt: 1 }, at(600_000)), null);
    assert.equal(breachOf(none, { state, leasedAt: 1 }, at(600_001))?.code, "work-lost");
  }
  assert.equal(breachOf(none, { state: "cancelled", leasedAt: null }, at(1))?.code, "work-lost");
  assert.equal(breachOf(none, undefined, at(1))?.code, "work-lost");
});

test("loops that wait for messages tell at each turn when they come back", async (t) => {
  const told = new Set<string>();
  const stopping = new AbortController();
  const turning = (loop: string, withinMs: number): void => {
    assert.ok(withinMs > 0);
    told.add(loop);
    if (told.size === 2) stopping.abort();
  };
  const parts = { ...workshop(t, { isRunning: false }), turning };
  await runServices([dispatcher(parts), settler(parts)], stopping.signal);
  assert.deepEqual([...told].toSorted(), ["dispatcher", "settler"]);
});
