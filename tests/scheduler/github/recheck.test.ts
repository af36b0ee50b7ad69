import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { openDatabase } from "../../../kernel/database.ts";
import { githubMigrations, schedulerMigrations } from "../../../scheduler/migrations.ts";
import { queueMigrations } from "../../../queue/sqlite/queue.ts";
import { issueRef, type IssueName } from "../../../scheduler/inbox/github/names.ts";
import { lineBudget } from "../../../scheduler/inbox/github/needs/line-budget.ts";
import { needs } from "../../../scheduler/inbox/github/needs/needs.ts";
import {
  insertNamedNeeds,
  saveUnmetNeeds,
  unmetNeedsOf,
} from "../../../scheduler/inbox/github/needs/statements.ts";
import { fakeClock } from "../../support/clock.ts";
import { temporaryFolder } from "../../support/temp.ts";
import { admission, openWorkshop, template } from "../support/workshop.ts";

const { signal } = new AbortController();
const REQUEST = 1;
const ISSUE = "acme/films#1";
const NEED = "acme/films#2";

const single = template(`
name: test
steps:
  - { name: one, role: maker }
`);

interface Answers {
  readonly onAsked?: (name: IssueName) => Promise<void>;
  /** False for an issue that GitHub calls gone. */
  readonly isShown?: (name: IssueName) => boolean;
}

/** Real jobs without agents, the one request of `job`, and a GitHub in which an open issue blocks it. */
function desk(t: TestContext, { onAsked = async () => {}, isShown = () => true }: Answers = {}) {
  const options = { templates: [single], idleRoles: ["maker"] };
  const workshop = openWorkshop(t, temporaryFolder(t), options);
  const migrations = [queueMigrations, schedulerMigrations, githubMigrations];
  const database = openDatabase(workshop.database.path, { migrations });
  t.after(() => database.close());
  const issue = async (name: IssueName) => {
    await onAsked(name);
    if (!isShown(name)) return undefined;
    const facts = { title: "", labels: [], updatedAt: "", blockedBy: 1, subIssues: 0 };
    return { ...name, ...facts, isOpen: true };
  };
  const blockers = async () => [{ owner: "acme", repo: "films", number: 2, isOpen: true }];
  const clock = fakeClock();
  const dependencies = needs({
    client: { issue, blockers } as unknown as Parameters<typeof needs>[0]["client"],
    database,
    jobs: workshop.jobs,
    clock,
    line: lineBudget(1, clock),
    speaks: () => "en",
  });
  const look = async (): Promise<void> => {
    await clock.advance(60_000);
    await dependencies.recheck("acme/films", signal);
  };
  const ask = (job: string): void =>
    database.transact((tx) => {
      tx.prepare(
        `insert into github_requests
           (id, repository, issue, generation, actor, labelled_at, workflow, title, brief, state, job, taken_at)
         values (@id, 'acme/films', 1, 1, 'olga', '2026-01-01T00:00:00Z', 'test', 'T', 'B', 'admitted', @job, 0)`,
      ).run({ id: REQUEST, job });
    });
  const wait = (): void =>
    database.transact((tx) => saveUnmetNeeds(tx, { request: REQUEST, needs: [NEED], now: 0 }));
  const take = async () => {
    const request = { topics: ["work.maker"], worker: "maker#1", waitMs: 10_000 };
    const [leased] = await workshop.queue.receive(request);
    assert.ok(leased);
    return leased;
  };
  return { ...workshop, database, look, ask, wait, take };
}

test("a waiting job that a person started by hand is not taken from the agent that has it", async (t) => {
  const { jobs, queue, database, look, ask, wait, take } = desk(t);
  const { job } = jobs.admit(admission({ waitsFor: `waits for ${NEED}` }));
  ask(job);
  wait();
  jobs.cancel(job);
  jobs.retry(job);
  const leased = await take();
  await look();
  assert.equal(jobs.status(job), "running");
  assert.equal(await queue.extend(leased, 1000), "ok");
  assert.deepEqual(unmetNeedsOf(database, REQUEST), [], "nobody asks about it any more");
});

test("a job that an agent begins with while GitHub is asked is not taken from it", async (t) => {
  let leased: Awaited<ReturnType<typeof take>> | undefined;
  const onAsked = async () => void (leased ??= await take());
  const { jobs, queue, reaches, look, ask, take } = desk(t, { onAsked });
  const { job } = jobs.admit(admission());
  ask(job);
  await reaches(job, "running");
  await look();
  assert.ok(leased, `${ISSUE} was asked about`);
  assert.equal(jobs.status(job), "running");
  assert.equal(await queue.extend(leased, 1000), "ok");
});

test("a job in line whose wait a crash left undone is held at the next look", async (t) => {
  const { jobs, reaches, look, ask, wait } = desk(t);
  const { job } = jobs.admit(admission());
  ask(job);
  await reaches(job, "running");
  wait();
  await look();
  assert.equal(jobs.status(job), "waiting");
});

test("a dependency that vanished is trouble twice, and then its film waits for a person", async (t) => {
  let asked = 0;
  const isNeed = (name: IssueName): boolean => issueRef(name) === NEED;
  let isThere = false;
  const { jobs, database, look, ask, wait } = desk(t, {
    onAsked: async (name) => void (asked += isNeed(name) ? 1 : 0),
    isShown: (name) => isThere || !isNeed(name),
  });
  const { job } = jobs.admit(admission({ waitsFor: `waits for ${NEED}` }));
  ask(job);
  database.transact((tx) => insertNamedNeeds(tx, REQUEST, [NEED]));
  wait();
  for (let time = 1; time <= 2; time += 1) {
    await assert.rejects(look(), { code: "github-gone" }, `look ${time}`);
  }
  for (let minutes = 0; minutes < 10; minutes += 1) await look();
  assert.equal(asked, 12, "once a minute");
  assert.match((await jobs.view(job))?.reason ?? "", /acme\/films#2, which does not exist/);

  isThere = true;
  await look();
  assert.match((await jobs.view(job))?.reason ?? "", /It waits for acme\/films#2/);
  isThere = false;
  await assert.rejects(look(), { code: "github-gone" }, "it is counted anew");
});
