import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "../../support/github/github.ts";
import type { IssueState } from "../../support/github/world.ts";
import { dice, survive } from "./faults.ts";
import { openStudio, RUNNING, type Daemon } from "./studio.ts";

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
