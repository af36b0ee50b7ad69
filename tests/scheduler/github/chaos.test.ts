import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "../../support/github/github.ts";
import type { IssueState } from "../../support/github/world.ts";
import { dice, survive } from "./faults.ts";
import { LIST, openStudio, RUNNING, untilAsked, type Daemon } from "./studio.ts";

const TROUBLE: readonly Fault["kind"][] = [
  { name: "status", status: 500 },
  { name: "status", status: 429, headers: { "retry-after": "1" } },
  { name: "status-after-commit", status: 502 },
  { name: "reset" },
  { name: "reset-after-commit" },
];
const ISSUES = 12;

for (const seed of [1, 2, 3]) {
  test(`half of all writes fail and the daemon is restarted: one comment, one job each (seed ${seed})`, async () => {
    await using studio = await openStudio({ sleepsCount: true });
    const { github, films } = studio;
    const random = dice(seed);
    let faults = 0;
    github.chaos = (method) => {
      if (method === "GET" || random() < 0.5) return undefined;
      faults += 1;
      return TROUBLE[Math.floor(random() * TROUBLE.length)];
    };
    const issues: IssueState[] = [];
    for (let count = 0; count < ISSUES; count += 1) {
      issues.push(films.open({ by: "olga", title: `Film ${count}`, labels: ["video"] }));
    }
    let daemon: Daemon = studio.start();
    const restart = async (): Promise<void> => {
      await daemon.stop();
      daemon = studio.start();
    };

    for (const part of [0.3, 0.6, 1]) {
      const wanted = Math.ceil(ISSUES * part);
      const commented = () => issues.filter((issue) => issue.comments.length > 0).length;
      await github.until(() => commented() >= wanted, `${wanted} issues have a comment`);
      await restart();
    }
    for (const { job } of studio.admitted) studio.set(job, RUNNING);
    await restart();
    for (const { job } of studio.admitted) studio.set(job, { status: "done", steps: [] });
    const closed = () => issues.filter((issue) => issue.state === "closed").length;
    await github.until(() => closed() >= ISSUES / 2, "half of the issues are closed");
    await restart();
    await github.until(() => closed() === ISSUES, "all issues are closed");

    assert.ok(faults > ISSUES, String(faults));
    assert.equal(studio.admitted.length, ISSUES);
    for (const { comments, labels } of issues) {
      assert.equal(comments.length, 1);
      assert.match(comments[0]?.body ?? "", /### Done/);
      assert.deepEqual([...labels.keys()].sort(), ["video", "video:done"]);
    }
    assert.deepEqual(github.violations, []);
  });
}

test("films go on while each answer comes from another copy of GitHub's, some of them minutes old", async () => {
  await using studio = await openStudio();
  const { github, films } = studio;
  const random = dice(4);
  studio.start();
  github.chaos = (method) => {
    const lagsMs = [0, 0, 5_000, 60_000, 300_000];
    if (method === "GET") github.listLagMs = lagsMs[Math.floor(random() * lagsMs.length)]!;
    return undefined;
  };
  const issues: IssueState[] = [];
  for (let count = 1; count <= 6; count += 1) {
    const issue = films.open({ by: "rita", title: `Film ${count}` });
    studio.advance(30_000);
    films.label(issue, "video", "olga");
    issues.push(issue);
    await github.until(() => studio.admitted.length === count, `${issue.title} is a job`);
    studio.set(`job-${count}`, RUNNING);
  }
  for (let minute = 0; minute < 10; minute += 1) {
    await untilAsked(studio, LIST, 6);
    studio.advance(60_000);
  }
  const states = studio.admitted.map(({ job }) => studio.view(job)?.status);
  assert.deepEqual(states, Array<string>(6).fill("running"));

  films.unlabel(issues[0]!, "video", "olga");
  for (const { job } of studio.admitted.slice(1)) studio.set(job, { status: "done", steps: [] });
  await github.until(() => issues.slice(1).every(({ state }) => state === "closed"), "all is told");
  const isCalledOff = () => studio.view("job-1")?.status === "cancelled";
  await github.until(isCalledOff, "the first one is called off");
  assert.ok(issues.every(({ comments }) => comments.length === 1));
  assert.deepEqual(github.violations, []);
});

test("films go their whole way through 60 faults of every kind and kills of the daemon: nothing double, nothing lost", async (t) => {
  const trouble = { issues: 4, faults: 60, seed: 7 };
  const { duplicates, lost, faults, kills } = await survive(t, trouble);
  const nothing = { jobs: 0, comments: 0, labels: 0, uploads: 0 };
  assert.deepEqual(
    { duplicates, lost },
    { duplicates: nothing, lost: nothing },
    JSON.stringify(faults),
  );
  assert.ok(kills >= 3);
});
