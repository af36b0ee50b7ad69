import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Work } from "../../queue/payloads.ts";
import { workTopic } from "../../queue/topics.ts";
import { judgeRevision } from "../../scheduler/rework/rounds.ts";
import { temporaryFolder } from "../support/temp.ts";
import {
  admission,
  blob,
  done,
  failed,
  items,
  openWorkshop,
  resultOf,
  template,
  type Perform,
} from "./support/workshop.ts";

/** A list of parts is made, the parts side by side, judged together, and shown. */
const judged = template(`
name: test
steps:
  - { name: plan, role: maker }
  - { name: aside, role: aside, needs: [plan] }
  - { name: edit, role: maker, needs: [plan], fanOut: [parts] }
  - { name: part, role: maker, needs: [edit], each: parts }
  - { name: judge, role: maker, needs: [part], revises: { step: edit, rounds: 3 } }
  - { name: show, role: maker, needs: [judge, aside] }
`);

const ask = (...reasons: string[]) => ({ revision: { to: "edit", reasons } });

/** Keeps every work that it performs; the judge asks as often as `asks` says. */
function crew(asks: (work: Work) => boolean, perform: Perform = () => done()) {
  const works: Work[] = [];
  const performed: Perform = (work) => {
    works.push(work);
    const outcome = perform(work);
    if (outcome.kind === "failed") return outcome;
    const outputs = { [`by-${work.step.split(":")[0]}`]: blob(String(work.attempt)) };
    if (work.step === "edit") return done({ outputs, fanOut: { parts: items("a", "b") } });
    if (work.step !== "judge" || !asks(work)) return done({ outputs });
    return done({ outputs, ...ask(`take ${work.attempt} is too dark`) });
  };
  const counts = (): Record<string, number> => {
    const names = Object.entries(Object.groupBy(works, ({ step }) => step));
    return Object.fromEntries(names.map(([step, all]) => [step, all?.length ?? 0]));
  };
  return { works, counts, perform: performed };
}

function workshop(t: TestContext, options: Partial<Parameters<typeof openWorkshop>[2]>) {
  return openWorkshop(t, temporaryFolder(t), { templates: [judged], ...options });
}

const names = (outputs: Work["inputs"] | undefined) =>
  outputs?.map(({ step, name, blob: { sha256 } }) => [step, name, sha256[0]]);

test("a revision sends the job back to the step, with what it made and what was found", async (t) => {
  const { works, counts, perform } = crew(({ attempt }) => attempt === 1);
  const { jobs, reaches } = workshop(t, { perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  assert.deepEqual(counts(), {
    plan: 1,
    aside: 1,
    edit: 2,
    "part:a": 2,
    "part:b": 2,
    judge: 2,
    show: 1,
  });
  const [first, second] = works.filter(({ step }) => step === "edit");
  assert.equal(first?.revision, undefined);
  assert.deepEqual([second?.revision?.round, second?.revision?.askedBy], [1, "judge"]);
  assert.deepEqual(names(second?.revision?.last), [["edit", "by-edit", "1"]]);
  assert.deepEqual(names(second?.revision?.findings), [["judge", "by-judge", "1"]]);
  assert.deepEqual(second?.inputs, first?.inputs);
  const [before, after] = works.filter(({ step }) => step === "judge");
  assert.deepEqual(before?.revises, { step: "edit", rounds: 3, used: 0 });
  assert.deepEqual(after?.revises, { step: "edit", rounds: 3, used: 1 });
  assert.deepEqual([before?.round, after?.round], [undefined, 1]);
  const shown = works.find(({ step }) => step === "show");
  assert.deepEqual(
    names(shown?.inputs)?.filter(([step]) => step === "judge"),
    [["judge", "by-judge", "2"]],
    "only the last take goes on",
  );
});

test("the rounds are on record, each with its reasons", async (t) => {
  const { perform } = crew(({ attempt }) => attempt <= 2);
  const { jobs, reaches } = workshop(t, { perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  const view = await jobs.view(job);
  assert.deepEqual(
    view?.revisions.map(({ askedAt: _at, ...revision }) => revision),
    [1, 2].map((round) => ({
      round,
      askedBy: "judge",
      step: "edit",
      reasons: [`take ${round} is too dark`],
      isSuperseded: false,
    })),
  );
  const retried = jobs.events(job).filter(({ name }) => name === "step.retried");
  assert.ok(
    retried.some(
      ({ step, detail }) => step === "edit" && /round 2 of 3/.test(JSON.stringify(detail)),
    ),
  );
});

test("after three rounds the job goes on as it is, and says so", async (t) => {
  const { counts, perform } = crew(() => true);
  const { jobs, reaches } = workshop(t, { perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  assert.equal(counts()["edit"], 4);
  assert.equal(counts()["show"], 1);
  const view = await jobs.view(job);
  assert.equal(view?.revisions.length, 3);
  const judge = view?.steps.find(({ name }) => name === "judge");
  assert.deepEqual(judge?.notes, [
    'A revision of "edit" was asked for, but all 3 rounds had been used.',
  ]);
});

test("a step that asks for what it may not have is not heard, and that is noted", async (t) => {
  const { counts, perform } = crew(
    () => false,
    ({ step }) => done(step === "show" ? ask("all of it") : {}),
  );
  const asking: Perform = (work) => {
    const outcome = perform(work);
    return work.step === "show" && outcome.kind === "done" ? { ...outcome, ...ask("no") } : outcome;
  };
  const { jobs, reaches } = workshop(t, { perform: asking });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  assert.equal(counts()["edit"], 1);
  const show = (await jobs.view(job))?.steps.find(({ name }) => name === "show");
  assert.match(show?.notes[0] ?? "", /which the workflow does not allow/);
});

test("work beside it stays in its agent's hands", async (t) => {
  const { counts, perform } = crew(({ attempt }) => attempt === 1);
  const { jobs, queue, events, reaches } = workshop(t, { perform, idleRoles: ["aside"] });
  const { job } = jobs.admit(admission());
  const judgedTwice = new Promise<void>((resolve) => {
    let times = 0;
    events.on("step.finished", ({ step }) => step === "judge" && (times += 1) === 2 && resolve());
  });
  const request = { topics: [workTopic("aside")], worker: "aside#1", waitMs: 30_000 };
  const [held] = await queue.receive(request);
  assert.ok(held);
  await judgedTwice;
  assert.equal(await queue.extend(held, 30_000), "ok");
  const payload = resultOf(Work.parse(held.payload), done());
  await queue.ack(held, [{ topic: "result", payload }]);
  await reaches(job, "done");
  assert.equal(counts()["edit"], 2);
});

test("a revised step that fails keeps its revision when it is retried", async (t) => {
  const { works, perform } = crew(
    ({ attempt }) => attempt === 1,
    ({ step, attempt }) => (step === "edit" && attempt === 2 ? failed("torn") : done()),
  );
  const { jobs, reaches } = workshop(t, { perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "failed");
  jobs.retry(job);
  await reaches(job, "done");
  const third = works.find(({ step, attempt }) => step === "edit" && attempt === 3);
  assert.equal(third?.revision?.round, 1);
  assert.deepEqual(names(third?.revision?.last), [["edit", "by-edit", "1"]]);
});

const nested = template(`
name: test
steps:
  - { name: draft, role: maker }
  - { name: edit, role: maker, needs: [draft] }
  - { name: inner, role: maker, needs: [edit], revises: { step: edit } }
  - { name: outer, role: maker, needs: [inner], revises: { step: draft } }
`);

test("a step whose inputs are revised begins afresh, and the rounds before it count on", async (t) => {
  const works: Work[] = [];
  const perform: Perform = (work) => {
    works.push(work);
    const { step, attempt } = work;
    const asks = (to: string) => done({ revision: { to, reasons: ["too dark"] } });
    if (step === "inner" && attempt === 1) return asks("edit");
    if (step === "outer" && attempt === 1) return asks("draft");
    return done();
  };
  const { jobs, reaches } = workshop(t, { templates: [nested], perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  assert.deepEqual(
    works.map(({ step, attempt, revision, revises }) => [
      step,
      attempt,
      revision?.askedBy,
      revises?.used,
    ]),
    [
      ["draft", 1, undefined, undefined],
      ["edit", 1, undefined, undefined],
      ["inner", 1, undefined, 0],
      ["edit", 2, "inner", undefined],
      ["inner", 2, undefined, 1],
      ["outer", 1, undefined, 0],
      ["draft", 2, "outer", undefined],
      ["edit", 3, undefined, undefined],
      ["inner", 3, undefined, 1],
      ["outer", 2, undefined, 1],
    ],
  );
});

test("a person who rewinds the step begins the rounds anew, and the old ones stay on record", async (t) => {
  let isAsking = true;
  const { works, perform } = crew(() => isAsking);
  const { jobs, reaches } = workshop(t, { perform });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  isAsking = false;
  jobs.rewind(job, "plan");
  await reaches(job, "done");
  const last = works.findLast(({ step }) => step === "edit");
  assert.equal(last?.revision, undefined);
  assert.equal(works.findLast(({ step }) => step === "judge")?.revises?.used, 0);
  const view = await jobs.view(job);
  assert.deepEqual(
    view?.revisions.map(({ isSuperseded }) => isSuperseded),
    [true, true, true],
  );
});

test("a revision is granted while rounds are left, to whom the workflow names", () => {
  const right = { revises: "edit", rounds: 2, used: 0 };
  const to = (step: string, changes = {}) => judgeRevision({ to: step }, { ...right, ...changes });
  assert.deepEqual(to("edit"), { kind: "granted", round: 1 });
  assert.deepEqual(to("edit", { used: 1 }), { kind: "granted", round: 2 });
  assert.equal(to("edit", { used: 2 }).kind, "refused");
  assert.equal(to("plan").kind, "refused");
  assert.equal(to("edit", { revises: null, rounds: 0 }).kind, "refused");
});
