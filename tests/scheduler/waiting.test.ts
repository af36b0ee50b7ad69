import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../support/temp.ts";
import { admission, done, openWorkshop, template } from "./support/workshop.ts";

const single = template(`
name: test
steps:
  - { name: one, role: maker }
`);

const workshop = (t: TestContext, isRunning = true) =>
  openWorkshop(t, temporaryFolder(t), { templates: [single], perform: () => done(), isRunning });

test("a job that has to wait says for what, and starts when it is released", async (t) => {
  const { jobs, reaches } = workshop(t);
  const { job } = jobs.admit(admission({ waitsFor: "waits for acme/films#1" }));
  const other = jobs.admit(admission()).job;
  await reaches(other, "done");
  const view = await jobs.view(job);
  assert.deepEqual([view?.status, view?.reason], ["waiting", "waits for acme/films#1"]);
  assert.equal(jobs.counts().waiting, 1);

  assert.deepEqual(jobs.hold(job, "waits for acme/films#2"), {
    kind: "changed",
    status: "waiting",
  });
  assert.equal((await jobs.view(job))?.reason, "waits for acme/films#2");
  const told = jobs.events(job).length;
  jobs.hold(job, "waits for acme/films#2");
  assert.equal(jobs.events(job).length, told, "the same reason is not told twice");

  assert.deepEqual(jobs.release(job), { kind: "changed", status: "queued" });
  await reaches(job, "done");
  assert.equal((await jobs.view(job))?.reason, null);
});

test("a queued job can be held before it starts, and starts once when it is let go", async (t) => {
  const { jobs, queue } = workshop(t, false);
  const { job } = jobs.admit(admission());
  const starts = async () => (await queue.stats()).find(({ topic }) => topic === "job")?.ready ?? 0;
  assert.equal(await starts(), 1);
  assert.deepEqual(jobs.hold(job, "an approval is missing"), {
    kind: "changed",
    status: "waiting",
  });
  assert.equal(await starts(), 0);
  jobs.release(job);
  assert.equal(await starts(), 1);
  assert.match(JSON.stringify(jobs.release(job)), /is queued: it does not wait/);
  assert.equal(await starts(), 1);
});

test("a job that no agent has begun with is held although its work was sent out, and starts anew", async (t) => {
  const options = { templates: [single], perform: () => done() };
  const { jobs, queue, reaches } = openWorkshop(t, temporaryFolder(t), {
    ...options,
    idleRoles: ["maker"],
  });
  const { job } = jobs.admit(admission());
  await reaches(job, "running");
  assert.equal(jobs.hasBegun(job), false);
  assert.equal(jobs.hold(job, "waits for acme/films#2").kind, "changed");
  const request = { topics: ["work.maker"], worker: "maker#1", max: 1, waitMs: 0 };
  assert.deepEqual(await queue.receive(request), [], "its work was called back");
  jobs.release(job);
  const [leased] = await queue.receive(request);
  assert.ok(leased);
  assert.equal(jobs.hasBegun(job), true);
});

test("work that an agent has in hand is not called back, until it is given back", async (t) => {
  const { jobs, queue, reaches } = openWorkshop(t, temporaryFolder(t), {
    templates: [single],
    idleRoles: ["maker"],
  });
  const { job } = jobs.admit(admission());
  await reaches(job, "running");
  const [leased] = await queue.receive({ topics: ["work.maker"], worker: "maker#1" });
  assert.ok(leased);
  assert.match(JSON.stringify(jobs.hold(job, "waits for acme/films#2")), /is running already/);
  assert.equal(await queue.extend(leased, 1000), "ok");
  await queue.release(leased);
  assert.equal(jobs.hold(job, "waits for acme/films#2").kind, "changed");
});

test("what has started is not held, and what waits can be cancelled with a reason", async (t) => {
  const { jobs, reaches } = workshop(t);
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  assert.match(JSON.stringify(jobs.hold(job, "too late")), /is done already/);
  assert.equal(jobs.hold("nobody", "unknown").kind, "refused");
  assert.equal(jobs.release("nobody").kind, "refused");

  const waiting = jobs.admit(admission({ waitsFor: "a friend" })).job;
  assert.equal(jobs.rewind(waiting, "one").kind, "refused");
  jobs.cancel(waiting, "the label was taken off");
  const view = await jobs.view(waiting);
  assert.deepEqual([view?.status, view?.reason], ["cancelled", "the label was taken off"]);
});
