import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { InputError } from "../../kernel/errors.ts";
import { workTopic, type Work } from "../../queue/topics.ts";
import { admissionKey } from "../../scheduler/job.ts";
import { loadTemplates } from "../../scheduler/template.ts";
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

const chain = template(`
name: test
steps:
  - { name: one, role: maker }
  - { name: two, role: maker, needs: [one], params: { size: 1, tint: red } }
  - { name: three, role: maker, needs: [two] }
`);

const fan = template(`
name: test
steps:
  - { name: list, role: lister, fanOut: [parts] }
  - { name: plan, role: planner, needs: [list] }
  - { name: part, role: maker, needs: [plan], each: parts, params: { id: none, tint: red } }
  - { name: join, role: joiner, needs: [part] }
`);

const fanPerform: Perform = ({ step }) =>
  step === "list"
    ? done({ fanOut: { parts: items("p1", "p2", "p3") } })
    : done({ outputs: { thing: blob("a") }, costUsd: 0.5, summary: `made ${step}` });

function workshop(t: TestContext, options: Parameters<typeof openWorkshop>[2]) {
  return openWorkshop(t, temporaryFolder(t), options);
}

test("a job is queued, runs step by step, and is done", async (t) => {
  const order: string[] = [];
  const { jobs, reaches } = workshop(t, {
    templates: [chain],
    perform: ({ step }) => {
      order.push(step);
      return done({ outputs: { thing: blob("a") }, summary: `made ${step}` });
    },
  });
  const { job, isNew } = jobs.admit(admission({ title: "First" }));
  assert.ok(isNew);
  assert.equal(jobs.counts().queued, 1);
  await reaches(job, "done");
  assert.deepEqual(order, ["one", "two", "three"]);
  const view = await jobs.view(job);
  assert.equal(view?.title, "First");
  assert.deepEqual(view?.progress, { done: 3, total: 3 });
  assert.deepEqual(view?.outputs, { thing: blob("a") });
  assert.deepEqual(
    view?.steps.map(({ name, role, status, attempts, agent, summary }) => [
      name,
      role,
      status,
      attempts,
      agent,
      summary,
    ]),
    [
      ["one", "maker", "done", 1, "smith", "made one"],
      ["two", "maker", "done", 1, "smith", "made two"],
      ["three", "maker", "done", 1, "smith", "made three"],
    ],
  );
  assert.deepEqual(
    jobs.events(job).map(({ name, step }) => (step === null ? name : `${name} ${step}`)),
    [
      "job.admitted",
      "job.changed",
      "step.ready one",
      "step.finished one",
      "step.ready two",
      "step.finished two",
      "step.ready three",
      "step.finished three",
      "job.changed",
    ],
  );
  const [first] = jobs.eventsAfter(0);
  assert.equal(jobs.eventsAfter(first?.id ?? 0).length, jobs.events(job).length - 1);
});

test("a step's inputs are the brief and what its ancestors made; params of the job win", async (t) => {
  const works = new Map<string, Work>();
  const { jobs, reaches } = workshop(t, {
    templates: [chain],
    perform: (work) => {
      works.set(work.step, work);
      return done({ outputs: { thing: blob("a") } });
    },
  });
  const { job } = jobs.admit(admission({ params: { scale: 0.5, size: 9 } }));
  await reaches(job, "done");
  const brief = [
    { step: "brief", key: null, name: "brief", blob: blob("b") },
    { step: "brief", key: null, name: "text", blob: blob("c") },
  ];
  assert.deepEqual(works.get("one")?.inputs, brief);
  assert.deepEqual(works.get("one")?.params, { scale: 0.5, size: 9 });
  assert.deepEqual(works.get("two")?.params, { size: 9, tint: "red", scale: 0.5 });
  assert.deepEqual(works.get("three")?.inputs, [
    ...brief,
    { step: "one", key: null, name: "thing", blob: blob("a") },
    { step: "two", key: null, name: "thing", blob: blob("a") },
  ]);
});

test("a fan-out makes one step for each item, and the next step waits for all of them", async (t) => {
  const works = new Map<string, Work>();
  const { jobs, reaches } = workshop(t, {
    templates: [fan],
    perform: (work) => {
      works.set(work.step, work);
      return fanPerform(work);
    },
  });
  const { job } = jobs.admit(admission());
  assert.deepEqual(
    (await jobs.view(job))?.steps.map(({ name }) => name),
    ["list", "plan", "part", "join"],
  );
  await reaches(job, "done");
  const view = await jobs.view(job);
  assert.deepEqual(
    view?.steps.map(({ name }) => name),
    ["list", "plan", "part:p1", "part:p2", "part:p3", "join"],
  );
  assert.equal(view?.cost.usd, 2.5);
  assert.deepEqual(works.get("part:p2")?.params, { id: "p2", tint: "red" });
  assert.deepEqual(
    works
      .get("join")
      ?.inputs.filter(({ key }) => key !== null)
      .map(({ step, key }) => [step, key]),
    [
      ["part", "p1"],
      ["part", "p2"],
      ["part", "p3"],
    ],
  );
  assert.equal(jobs.outputs(job).length, 5);
});

test("a fan-out over an empty list is passed over", async (t) => {
  const { jobs, reaches } = workshop(t, {
    templates: [fan],
    perform: ({ step }) => done(step === "list" ? { fanOut: { parts: [] } } : {}),
  });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  const names = (await jobs.view(job))?.steps.map(({ name }) => name);
  assert.deepEqual(names, ["list", "plan", "join"]);
});

test("a result without the promised list, or with one key twice, fails its step", async (t) => {
  for (const fanOut of [{}, { parts: items("p1", "p1") }]) {
    const { jobs, reaches } = workshop(t, { templates: [fan], perform: () => done({ fanOut }) });
    const { job } = jobs.admit(admission());
    await reaches(job, "failed");
    const [list] = (await jobs.view(job))?.steps ?? [];
    assert.equal(list?.failure?.code, "fan-out-invalid");
  }
});

test("the film workflow runs from the brief to the publication", async (t) => {
  const film = loadTemplates().get("film");
  assert.ok(film);
  const order: string[] = [];
  const { jobs, reaches } = workshop(t, {
    templates: [film],
    perform: ({ step }) => {
      order.push(step);
      const shots = { shots: items("s01", "s02", "s03") };
      const segments = { segments: items("g1", "g2") };
      if (step === "shots") return done({ fanOut: shots });
      if (step === "edit") return done({ fanOut: segments });
      return done({ outputs: { [step === "publish" ? "video" : "thing"]: blob("a") } });
    },
  });
  const { workflow: _, ...film_ } = admission();
  const { job } = jobs.admit(film_);
  await reaches(job, "done");
  assert.equal(order.length, 19);
  assert.ok(order.indexOf("script") > order.indexOf("own"));
  assert.ok(order.indexOf("direct") > order.indexOf("assets:s03"));
  assert.ok(order.indexOf("finish") > order.indexOf("render:g2"));
  assert.ok(order.indexOf("publish") > order.indexOf("storyboard"));
  assert.deepEqual((await jobs.view(job))?.outputs, { video: blob("a") });
});

test("one job is made per admission key", (t) => {
  const { jobs } = workshop(t, { templates: [chain], isRunning: false });
  const source = { kind: "github", ref: "owner/repo#12/3" } as const;
  const same = { source, admissionKey: admissionKey(source) };
  assert.equal(same.admissionKey, "github:owner/repo#12/3");
  const first = jobs.admit(admission(same));
  const second = jobs.admit(admission({ ...same, title: "edited later" }));
  assert.deepEqual(second, { job: first.job, isNew: false });
  assert.equal(jobs.list().length, 1);
  assert.equal(jobs.list({ source: "cli" }).length, 0);
  assert.equal(jobs.list({ status: "queued", source: "github" })[0]?.title, "A test");
  assert.deepEqual(jobs.list()[0]?.source, source);
});

test("an unknown workflow is answered with the known ones, and nothing is made", (t) => {
  const { jobs } = workshop(t, { templates: [chain], isRunning: false });
  assert.throws(
    () => jobs.admit(admission({ workflow: "flim" })),
    (error) => error instanceof InputError && /known: test/.test(error.message),
  );
  assert.equal(jobs.list().length, 0);
});

test("an unknown job has no view and can't be changed", async (t) => {
  const { jobs } = workshop(t, { templates: [chain], isRunning: false });
  assert.equal(await jobs.view("none"), undefined);
  for (const change of [jobs.cancel("none"), jobs.retry("none"), jobs.rewind("none", "one")]) {
    assert.deepEqual(change, { kind: "refused", message: "There is no job none." });
  }
});

test("a step that an agent holds is running", async (t) => {
  const { jobs, queue, reaches } = workshop(t, { templates: [chain] });
  const { job } = jobs.admit(admission());
  await reaches(job, "running");
  assert.equal((await jobs.view(job))?.steps[0]?.status, "ready");
  const [leased] = await queue.receive({ topics: [workTopic("maker")], worker: "smith#7" });
  const [one, two] = (await jobs.view(job))?.steps ?? [];
  assert.equal(leased?.correlationId, job);
  assert.equal(one?.status, "running");
  assert.equal(one?.agent, "smith");
  assert.ok(one?.startedAt);
  assert.equal(two?.status, "waiting");
});

test("the most urgent job is served first", async (t) => {
  const order: string[] = [];
  const folder = temporaryFolder(t);
  const before = openWorkshop(t, folder, { templates: [chain], isRunning: false });
  for (const priority of [3, 1, 0, 2] as const) {
    before.jobs.admit(admission({ title: `P${priority}`, priority }));
  }
  const { jobs, reaches } = openWorkshop(t, folder, {
    templates: [chain],
    perform: ({ title, step }) => {
      if (step === "one") order.push(title);
      return done();
    },
  });
  await Promise.all(jobs.list().map(({ id }) => reaches(id, "done")));
  assert.deepEqual(order, ["P0", "P1", "P2", "P3"]);
});

test("a failed step fails its job at once and calls the others' work back", async (t) => {
  const two = template(`
name: test
steps:
  - { name: bad, role: breaker }
  - { name: slow, role: sleeper }
  - { name: last, role: maker, needs: [bad, slow] }
`);
  const { jobs, queue, reaches } = workshop(t, {
    templates: [two],
    perform: () => failed("the glass broke"),
    idleRoles: ["sleeper"],
  });
  const { job } = jobs.admit(admission());
  await reaches(job, "failed");
  const view = await jobs.view(job);
  assert.equal(view?.reason, 'step "bad" failed: the glass broke');
  assert.deepEqual(
    view?.steps.map(({ status }) => status),
    ["failed", "cancelled", "cancelled"],
  );
  assert.equal(view?.steps[0]?.failure?.code, "impossible");
  const sleeping = await queue.receive({ topics: [workTopic("sleeper")], worker: "late#1" });
  assert.equal(sleeping.length, 0);
});

test("a failure under skip leaves out what needs it, under continue only its outputs", async (t) => {
  const lenient = template(`
name: test
steps:
  - { name: extra, role: breaker, onFailure: skip }
  - { name: garnish, role: maker, needs: [extra] }
  - { name: music, role: breaker, onFailure: continue }
  - { name: film, role: maker, needs: [music] }
`);
  const { jobs, reaches } = workshop(t, {
    templates: [lenient],
    perform: ({ role }) => (role === "breaker" ? failed("no") : done()),
  });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  assert.deepEqual(
    (await jobs.view(job))?.steps.map(({ name, status }) => [name, status]),
    [
      ["extra", "failed"],
      ["garnish", "skipped"],
      ["music", "failed"],
      ["film", "done"],
    ],
  );
});

test("a list whose maker failed under continue counts as empty", async (t) => {
  const lenient = template(`
name: test
steps:
  - { name: list, role: lister, fanOut: [parts], onFailure: continue }
  - { name: part, role: maker, needs: [list], each: parts }
  - { name: join, role: maker, needs: [part] }
`);
  const { jobs, reaches } = workshop(t, {
    templates: [lenient],
    perform: ({ step }) => (step === "list" ? failed("no") : done()),
  });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
});

/** Together more than the 256 KB that a row of the queue holds. */
const manyOutputs: Perform = () => {
  const names = Array.from({ length: 900 }, (_, index) => `thing-number-${index}`);
  return done({ outputs: Object.fromEntries(names.map((name) => [name, blob("a")])) });
};

test("inputs that outgrow a row of the queue arrive all the same", async (t) => {
  const { jobs, reaches } = workshop(t, { templates: [chain], perform: manyOutputs });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
});

test("inputs that outgrow a message stop the job with a reason", async (t) => {
  const options = { templates: [chain], perform: manyOutputs, hasBlobs: false };
  const { jobs, reaches } = workshop(t, options);
  const { job } = jobs.admit(admission());
  await reaches(job, "failed");
  const view = await jobs.view(job);
  assert.match(view?.reason ?? "", /^step "three" can't be sent out: payload: has \d+ bytes/);
  assert.deepEqual(
    view?.steps.map(({ status }) => status),
    ["done", "done", "cancelled"],
  );
});
