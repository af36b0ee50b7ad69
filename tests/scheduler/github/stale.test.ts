import assert from "node:assert/strict";
import { test } from "node:test";
import type { IssueState } from "../../support/github/world.ts";
import { LIST, openStudio, RUNNING, untilAsked, type Studio } from "./studio.ts";

const HOUR_MS = 3_600_000;

const statusOf = (studio: Studio) => studio.view("job-1")?.status;
const untilCancelled = (studio: Studio): Promise<void> =>
  studio.github.until(() => statusOf(studio) === "cancelled", "it is called off");

/** A film of olga's in the making, whose label was set `afterMs` after its issue was opened. */
async function running(studio: Studio, afterMs: number): Promise<IssueState> {
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "One", body: "Words." });
  studio.advance(afterMs);
  films.label(issue, "video", "olga");
  studio.start();
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  studio.set("job-1", RUNNING);
  await github.until(() => issue.labels.has("video:running"), "it runs");
  return issue;
}

test("answers from before the label was set end no film", async () => {
  await using studio = await openStudio();
  const { github } = studio;
  await running(studio, 60_000);
  studio.advance(60_000);
  github.listLagMs = 90_000;
  await untilAsked(studio, LIST, 6);
  assert.equal(statusOf(studio), "running");
  github.listLagMs = 150_000;
  await untilAsked(studio, LIST, 6);
  assert.equal(statusOf(studio), "running", "not even those from before the issue was opened");
  assert.deepEqual(github.violations, []);
});

test("an answer of the label's own second without the label ends no film", async () => {
  await using studio = await openStudio();
  const issue = await running(studio, 0);
  const label = issue.labels.get("video")!;
  issue.labels.delete("video");
  await untilAsked(studio, LIST, 6);
  issue.labels.set("video", label);
  studio.advance(2 * HOUR_MS);
  await untilAsked(studio, LIST, 6);
  assert.equal(statusOf(studio), "running");
});

test("an answer from before the issue was opened again ends no film", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "One", body: "Words." });
  github.world.setState(issue, "closed", "not_planned");
  studio.advance(60_000);
  github.world.setState(issue, "open", "reopened");
  films.label(issue, "video", "olga");
  studio.start();
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  github.listLagMs = 30_000;
  await untilAsked(studio, LIST, 6);
  assert.equal(statusOf(studio), "queued");
});

test("a label that is taken off ends its film at the next look", async () => {
  await using studio = await openStudio();
  const { films } = studio;
  const issue = await running(studio, 60_000);
  films.unlabel(issue, "video", "olga");
  await untilAsked(studio, LIST, 3);
  assert.equal(statusOf(studio), "cancelled");
});

test("a label that is gone without an event, as when the repository's own is deleted, ends its film after an hour", async () => {
  await using studio = await openStudio();
  const issue = await running(studio, 60_000);
  issue.labels.delete("video");
  await untilAsked(studio, LIST, 6);
  assert.equal(statusOf(studio), "running");
  studio.advance(HOUR_MS);
  await untilCancelled(studio);
  assert.match(studio.view("job-1")?.reason ?? "", /label video was taken off/);
});

const ISSUE = /\/issues\/1$/;
const hideFromList = ({ github }: Studio, times: number): void =>
  github.injectFault({ path: /\/issues$/, kind: { name: "lagging-list", hidden: 1 }, times });

test("an issue that is called deleted twice, and then is there, keeps its film", async () => {
  await using studio = await openStudio();
  const { github } = studio;
  await running(studio, 60_000);
  for (let round = 0; round < 2; round += 1) {
    hideFromList(studio, 3);
    github.injectFault({ path: ISSUE, kind: { name: "status", status: 410 }, times: 2 });
    await untilAsked(studio, LIST, 6);
  }
  assert.equal(statusOf(studio), "running");
});

test("an issue that is called deleted a third time has lost its film", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = await running(studio, 60_000);
  films.delete(issue);
  await untilCancelled(studio);
  const asked = github.requests.filter(({ path, status }) => ISSUE.test(path) && status === 410);
  assert.equal(asked.length, 3);
  assert.match(studio.view("job-1")?.reason ?? "", /issue was deleted/);
});

test("an issue that is not to be seen is missed for an hour before its film ends", async () => {
  await using studio = await openStudio();
  const { github } = studio;
  await running(studio, 60_000);
  hideFromList(studio, 1_000_000);
  github.injectFault({ path: ISSUE, kind: { name: "status", status: 404 }, times: 1_000_000 });
  await untilAsked(studio, LIST, 6);
  assert.equal(statusOf(studio), "running");
  studio.advance(HOUR_MS);
  await untilCancelled(studio);
});
