import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Work } from "../../queue/payloads.ts";
import { workTopic } from "../../queue/topics.ts";
import { temporaryFolder } from "../support/temp.ts";
import {
  admission,
  blob,
  done,
  failed,
  items,
  openWorkshop,
  template,
  type Perform,
} from "./support/workshop.ts";

const diamond = template(`
name: test
steps:
  - { name: top, role: maker }
  - { name: left, role: lefty, needs: [top] }
  - { name: right, role: maker, needs: [top] }
  - { name: last, role: maker, needs: [left, right] }
`);

const fan = template(`
name: test
steps:
  - { name: list, role: maker, fanOut: [parts] }
  - { name: part, role: maker, needs: [list], each: parts }
  - { name: join, role: maker, needs: [part] }
`);

function workshop(t: TestContext, options: Parameters<typeof openWorkshop>[2]) {
  return openWorkshop(t, temporaryFolder(t), options);
}

/** Counts how often each step was performed. */
function counting(perform: Perform) {
  const counts: Record<string, number> = {};
  const counted: Perform = (work) => {
    counts[work.step] = (counts[work.step] ?? 0) + 1;
    return perform(work);
  };
  return { counts, perform: counted };
}

test("a retry does the failed step and its dependents again, and nothing that is done", async (t) => {
  const { counts, perform } = counting(({ step, attempt }) =>
    step === "left" && attempt === 1 ? failed("too dark") : done({ costUsd: 1 }),
  );
  const { jobs, reaches } = workshop(t, { templates: [diamond], perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "failed");
  const before = (await jobs.view(job))?.steps.filter(({ status }) => status === "done") ?? [];
  assert.deepEqual(jobs.retry(job), { kind: "changed", status: "running" });
  await reaches(job, "done");
  for (const { name } of before) assert.equal(counts[name], 1, name);
  assert.equal(counts["left"], 2);
  const view = await jobs.view(job);
  assert.equal(view?.reason, null);
  assert.equal(view?.steps.find(({ name }) => name === "left")?.attempts, 2);
  assert.ok(jobs.events(job).some(({ name, step }) => name === "step.retried" && step === "left"));
});

test("a cancelled job does no further work until it is retried", async (t) => {
  const { counts, perform } = counting(() => done());
  const { jobs, queue, events } = workshop(t, {
    templates: [diamond],
    perform,
    idleRoles: ["lefty"],
  });
  const { job } = jobs.admit(admission());
  await new Promise<void>((resolve) => {
    events.on("step.finished", ({ step }) => step === "right" && resolve());
  });
  const [held] = await queue.receive({ topics: [workTopic("lefty")], worker: "lefty#1" });
  assert.ok(held);
  assert.deepEqual(jobs.cancel(job), { kind: "changed", status: "cancelled" });
  assert.equal(await queue.extend(held, 1000), "cancelled");
  const view = await jobs.view(job);
  assert.equal(view?.status, "cancelled");
  assert.equal(view?.reason, "cancelled on request");
  assert.ok(view?.finishedAt);
  assert.deepEqual(
    view?.steps.map(({ status }) => status),
    ["done", "cancelled", "done", "cancelled"],
  );
  assert.deepEqual(jobs.cancel(job), {
    kind: "refused",
    message: `Job ${job} is cancelled already.`,
  });
  jobs.retry(job);
  const [again] = await queue.receive({ topics: [workTopic("lefty")], worker: "lefty#1" });
  assert.equal(Work.parse(again?.payload).attempt, 2);
  assert.equal(counts["top"], 1);
});

test("a queued job that is cancelled never starts", async (t) => {
  const folder = temporaryFolder(t);
  const { jobs, queue } = openWorkshop(t, folder, { templates: [diamond], isRunning: false });
  const { job } = jobs.admit(admission());
  jobs.cancel(job);
  assert.equal((await queue.receive({ topics: ["job"], worker: "dispatcher#1" })).length, 0);
});

test("only a job that ended, and not all done, can be retried", async (t) => {
  const { jobs, reaches } = workshop(t, { templates: [diamond], perform: () => done() });
  const { job } = jobs.admit(admission());
  assert.match(messageOf(jobs.retry(job)), /has not ended yet/);
  await reaches(job, "done");
  assert.match(messageOf(jobs.retry(job)), /^Every step of job \S+ is done\.$/);
});

test("a rewind does the step and all that needs it again, on the record of the first time", async (t) => {
  const { counts, perform } = counting(({ attempt }) =>
    done({ outputs: { thing: blob(String(attempt)) }, costUsd: 1 }),
  );
  const { jobs, reaches } = workshop(t, { templates: [diamond], perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  assert.deepEqual(jobs.rewind(job, "left"), { kind: "changed", status: "running" });
  await reaches(job, "done");
  assert.deepEqual(counts, { top: 1, left: 2, right: 1, last: 2 });
  const view = await jobs.view(job);
  assert.equal(view?.cost.usd, 6);
  assert.deepEqual(view?.outputs, { thing: blob("2") });
  assert.deepEqual(
    view?.steps.map(({ attempts }) => attempts),
    [1, 2, 1, 2],
  );
});

test("a rewind above a fan-out expands it anew, with other items where the list is another", async (t) => {
  const { counts, perform } = counting(({ step, attempt }) => {
    if (step !== "list") return done();
    return done({ fanOut: { parts: attempt === 1 ? items("a", "b") : items("b", "c") } });
  });
  const { jobs, reaches } = workshop(t, { templates: [fan], perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  jobs.rewind(job, "list");
  await reaches(job, "done");
  assert.deepEqual(counts, { list: 2, "part:a": 1, "part:b": 2, "part:c": 1, join: 2 });
  const view = await jobs.view(job);
  assert.deepEqual(
    view?.steps.map(({ name, attempts }) => [name, attempts]),
    [
      ["list", 2],
      ["part:b", 2],
      ["part:c", 1],
      ["join", 2],
    ],
  );
});

test("one item of a fan-out, or all of them, can be done again", async (t) => {
  const { counts, perform } = counting(({ step }) =>
    done(step === "list" ? { fanOut: { parts: items("a", "b") } } : {}),
  );
  const { jobs, reaches } = workshop(t, { templates: [fan], perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  jobs.rewind(job, "part:a");
  await reaches(job, "done");
  assert.deepEqual(counts, { list: 1, "part:a": 2, "part:b": 1, join: 2 });
  jobs.rewind(job, "part");
  await reaches(job, "done");
  assert.deepEqual(counts, { list: 1, "part:a": 3, "part:b": 2, join: 3 });
});

test("a failed item is retried alone", async (t) => {
  const { counts, perform } = counting(({ step, attempt }) => {
    if (step === "list") return done({ fanOut: { parts: items("a", "b", "c") } });
    return step === "part:c" && attempt === 1 ? failed("torn") : done();
  });
  const { jobs, reaches } = workshop(t, { templates: [fan], perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "failed");
  const wasDone = Object.entries(counts).filter(([step]) => step !== "part:c");
  jobs.retry(job);
  await reaches(job, "done");
  for (const [step] of wasDone) {
    if (step === "list") assert.equal(counts[step], 1);
  }
  assert.equal(counts["part:c"], 2);
  assert.equal(counts["join"], 1);
});

test("a rewind of a running job calls its work back, and a late result of it changes nothing", async (t) => {
  const { jobs, queue, reaches } = workshop(t, { templates: [diamond] });
  const { job } = jobs.admit(admission());
  await reaches(job, "running");
  const topics = [workTopic("maker")];
  const [first] = await queue.receive({ topics, worker: "maker#1" });
  assert.ok(first);
  jobs.rewind(job, "top");
  assert.equal(await queue.ack(first), "lost");
  const [second] = await queue.receive({ topics, worker: "maker#1" });
  assert.equal(Work.parse(second?.payload).attempt, 2);
});

test("a job that has not started, or a step that is not there, can't be rewound", async (t) => {
  const { jobs } = workshop(t, { templates: [diamond], isRunning: false });
  const { job } = jobs.admit(admission());
  assert.match(messageOf(jobs.rewind(job, "top")), /has not started yet/);
  const running = workshop(t, { templates: [diamond] });
  const other = running.jobs.admit(admission()).job;
  await running.reaches(other, "running");
  assert.match(messageOf(running.jobs.rewind(other, "tpo")), /has no step "tpo"/);
});

function messageOf(change: { kind: string; message?: string }): string {
  assert.equal(change.kind, "refused");
  return change.message ?? "";
}
