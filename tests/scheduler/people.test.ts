import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { Work } from "../../queue/topics.ts";
import { longestPath } from "../../scheduler/view/forecast.ts";
import { temporaryFolder } from "../support/temp.ts";
import { admission, blob, done, openWorkshop, template } from "./support/workshop.ts";
import type { Perform } from "./support/workshop.ts";

const film = template(`
name: test
steps:
  - { name: plan, role: maker }
  - { name: assets, role: maker, needs: [plan] }
  - { name: edit, role: maker, needs: [assets] }
  - { name: critique, role: maker, needs: [edit], revises: { step: edit, rounds: 1 } }
`);

function workshop(t: TestContext, perform: Perform = () => done()) {
  const seen: Work[] = [];
  const shop = openWorkshop(t, temporaryFolder(t), {
    templates: [film],
    perform: (work) => (seen.push(work), perform(work)),
  });
  const performed = (): string[] => seen.map(({ step, attempt }) => `${step}/${attempt}`);
  return { ...shop, seen, performed };
}

const costly: Perform = ({ step }) => done(step === "plan" ? { estimateUsd: 8 } : { costUsd: 1 });

test("an estimate over the limit keeps everything after it from being spent on, until it is approved", async (t) => {
  const { jobs, reaches, performed } = workshop(t, costly);
  const { job } = jobs.admit(admission({ costLimitUsd: 5 }));
  await reaches(job, "waiting");
  const view = await jobs.view(job);
  assert.deepEqual(performed(), ["plan/1"]);
  assert.match(view?.reason ?? "", /expected to cost \$8\.00, which is over the limit of \$5\.00/);
  assert.deepEqual(view?.cost, { usd: 0, estimateUsd: 8 });
  assert.deepEqual(
    view?.holds.map(({ cause }) => cause),
    ["approval"],
  );

  assert.deepEqual(jobs.release(job, "approval"), { kind: "changed", status: "running" });
  await reaches(job, "done");
  assert.deepEqual(performed(), ["plan/1", "assets/1", "edit/1", "critique/1"]);
  assert.equal((await jobs.view(job))?.reason, null);

  jobs.rewind(job, "plan");
  await reaches(job, "done");
  assert.equal(performed().length, 8, "what was approved is not asked again");
});

test("an estimate within the limit, or of a job without one, holds nobody up", async (t) => {
  const { jobs, reaches } = workshop(t, costly);
  for (const limit of [{ costLimitUsd: 8 }, {}]) {
    const { job } = jobs.admit(admission(limit));
    await reaches(job, "done");
  }
});

test("a job that waits for two things starts when the last of them is there, with its better brief", async (t) => {
  const { jobs, reaches, seen } = workshop(t);
  const holds = [{ cause: "questions", reason: "Two questions are open." }];
  const { job } = jobs.admit(admission({ waitsFor: "Waits for acme/films#1.", holds }));
  assert.match((await jobs.view(job))?.reason ?? "", /acme\/films#1\. Two questions are open\./);
  const better = { title: "Better", brief: blob("d"), briefText: blob("e") };
  assert.deepEqual(jobs.release(job, "questions", better), { kind: "changed", status: "waiting" });
  assert.match((await jobs.view(job))?.reason ?? "", /^Waits for acme\/films#1\.$/);
  assert.equal(jobs.release(job, "questions").kind, "refused");
  assert.deepEqual(jobs.release(job), { kind: "changed", status: "queued" });
  await reaches(job, "done");
  assert.equal(seen[0]?.title, "Better");
  assert.deepEqual(
    seen[0]?.inputs.map((input) => input.blob.sha256[0]),
    ["d", "e"],
  );
});

test("a waiting job can be cancelled, and nothing holds it after a retry", async (t) => {
  const { jobs, reaches } = workshop(t);
  const { job } = jobs.admit(admission({ waitsFor: "Somebody." }));
  jobs.cancel(job);
  assert.deepEqual((await jobs.view(job))?.holds, []);
  jobs.retry(job);
  await reaches(job, "done");
});

test("a film that its maker doubts ends as needs-review, and a person's word makes it done", async (t) => {
  const perform: Perform = ({ step }) =>
    done(step === "critique" ? { review: ["The sound is too loud.", "It flickers."] } : {});
  const { jobs, reaches } = workshop(t, perform);
  const { job } = jobs.admit(admission());
  await reaches(job, "needs-review");
  const view = await jobs.view(job);
  assert.equal(view?.reason, "The sound is too loud. It flickers.");
  assert.deepEqual(view?.doubts, ["The sound is too loud.", "It flickers."]);
  assert.deepEqual(jobs.accept(job), { kind: "changed", status: "done" });
  assert.equal(jobs.accept(job).kind, "refused");
  assert.deepEqual((await jobs.view(job))?.reason, null);
});

test("a person's change is made once, on what stands, and only what needs it is done again", async (t) => {
  const { jobs, reaches, seen, performed } = workshop(t, ({ step }) =>
    done({ outputs: { [step]: blob(step === "edit" ? "a" : "f") } }),
  );
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  const request = { key: "comment-1", step: "edit", guide: blob("9"), by: "olga" };
  assert.deepEqual(jobs.change(job, request), { kind: "changed", status: "running" });
  await reaches(job, "done");
  assert.deepEqual(jobs.change(job, request), { kind: "changed", status: "done" });
  assert.deepEqual(performed().slice(4), ["edit/2", "critique/2"]);
  const { revision, round } = seen[4]!;
  assert.equal(round, 1);
  assert.deepEqual(
    [revision?.askedBy, revision?.last[0]?.blob, revision?.findings[0]],
    ["olga", blob("a"), { step: "person", key: null, name: "change-request", blob: blob("9") }],
  );
});

test("after a person's change the critic still has its rounds, and its guide is the newer one", async (t) => {
  const perform: Perform = ({ step, attempt }) =>
    done(
      step === "critique" && attempt === 2
        ? { revision: { to: "edit", reasons: ["The caption is late."] } }
        : { outputs: { [step]: blob("a") } },
    );
  const { jobs, reaches, seen } = workshop(t, perform);
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  jobs.change(job, { key: "1", step: "edit", guide: blob("9"), by: "olga" });
  await reaches(job, "done");
  const edits = seen.filter(({ step }) => step === "edit");
  assert.deepEqual(
    edits.map(({ revision }) => revision?.askedBy),
    [undefined, "olga", "critique"],
  );
});

test("only a finished film can be changed, and an unknown job nothing", (t) => {
  const { jobs } = workshop(t);
  const { job } = jobs.admit(admission({ waitsFor: "Somebody." }));
  const request = { key: "1", step: "edit", guide: blob("9"), by: "olga" };
  assert.match(JSON.stringify(jobs.change(job, request)), /only a finished film/);
  for (const change of [
    jobs.change("none", request),
    jobs.accept("none"),
    jobs.prioritize("none", 1),
    jobs.release("none"),
  ]) {
    assert.match(JSON.stringify(change), /There is no job none/);
  }
});

test("a new priority counts for the steps that are still to come", async (t) => {
  const { jobs, reaches } = workshop(t);
  const { job } = jobs.admit(admission({ waitsFor: "Somebody." }));
  assert.deepEqual(jobs.prioritize(job, 0), { kind: "changed", status: "waiting" });
  jobs.release(job);
  await reaches(job, "done");
  assert.equal((await jobs.view(job))?.priority, 0);
});

test("what is left is forecast by how long the same steps took before, and side by side counts once", async (t) => {
  assert.equal(
    longestPath(
      new Map([
        ["a", 10],
        ["b:1", 20],
        ["b:2", 30],
        ["c", 5],
      ]),
      [
        { step: "b:1", need: "a" },
        { step: "b:2", need: "a" },
        { step: "c", need: "b:1" },
        { step: "c", need: "b:2" },
      ],
    ),
    45,
  );
  const shop = workshop(t);
  const { job } = shop.jobs.admit(admission({ waitsFor: "Somebody." }));
  assert.equal(shop.jobs.forecast(job), null);
  const other = shop.jobs.admit(admission()).job;
  await shop.reaches(other, "done");
  assert.equal(typeof shop.jobs.forecast(job), "number");
  assert.equal(shop.jobs.forecast(other), 0);
});
