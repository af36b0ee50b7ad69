import assert from "node:assert/strict";
import { test } from "node:test";
import type { IssueState } from "../../support/github/world.ts";
import { LIST, openStudio, RUNNING, untilAsked, type Studio } from "./studio.ts";

const FILMS = { owner: "acme", repo: "films" };
const ATTIC = { owner: "acme", repo: "attic" };

const labelsOf = ({ labels }: IssueState): string[] => [...labels.keys()].sort();
const headingsOf = ({ comments }: IssueState): string[] =>
  comments.map(({ body }) => body.split("\n")[0] ?? "");

/** An issue whose film is in the making, and that is then moved to acme/attic. */
async function moved(studio: Studio, repositories: (typeof FILMS)[]): Promise<IssueState> {
  const { films, github } = studio;
  const attic = github.repository("acme/attic");
  attic.allow("olga", "write");
  const issue = films.open({ by: "olga", title: "Moves", body: "W", labels: ["video"] });
  studio.start({ inbox: { repositories } });
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  studio.set("job-1", RUNNING);
  await github.until(() => issue.labels.has("video:running"), "it runs");
  studio.advance(5000);
  github.world.transfer(films.state, issue, attic.state);
  return attic.state.issues.get(1)!;
}

test("of an issue that was moved to where nobody looks, the last words are said there, and its state is taken off", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { github } = studio;
  const issue = await moved(studio, [FILMS]);
  await github.until(
    () => /cancelled/i.test(headingsOf(issue)[0] ?? ""),
    "the last words are said",
  );
  assert.match(issue.comments[0]?.body ?? "", /moved to acme\/attic#1/);
  await github.until(() => !issue.labels.has("video:running"), "the state is taken off");
  assert.deepEqual(labelsOf(issue), ["video"]);
  assert.equal(issue.comments.length, 1);
  assert.deepEqual(github.violations, []);
});

test("the label of an issue that was moved asks anew where it is now, in the same comment", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { github } = studio;
  const issue = await moved(studio, [ATTIC, FILMS]);
  await github.until(() => studio.admitted.length === 2, "it is another job");
  assert.deepEqual(
    studio.admitted.map(({ ref }) => ref),
    ["acme/films#1", "acme/attic#1"],
  );
  assert.equal(studio.view("job-1")?.status, "cancelled");
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  studio.set("job-2", { status: "done", steps: [] });
  await github.until(() => issue.state === "closed", "it is told to the end");
  await untilAsked(studio, LIST, 8);
  assert.deepEqual(labelsOf(issue), ["video", "video:done"]);
  assert.deepEqual(headingsOf(issue), ["### Done: Moves"]);
  assert.equal(studio.admitted.length, 2);
  assert.deepEqual(github.violations, []);
});

test("should a moved issue's events be others than before, its first film keeps its comment, and the state is the second one's", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { github } = studio;
  const issue = await moved(studio, [FILMS, ATTIC]);
  const events = issue.events.map((event) => ({ ...event, id: github.world.nextId() }));
  issue.events.splice(0, events.length, ...events);
  await github.until(() => issue.labels.has("video:queued"), "another job is shown");
  await untilAsked(studio, LIST, 8);
  const [first, second, ...others] = headingsOf(issue);
  assert.match(first ?? "", /cancelled/i);
  assert.match(second ?? "", /queued/i);
  assert.deepEqual(others, []);
  assert.deepEqual(labelsOf(issue), ["video", "video:queued"]);
});

test("a film that waits for its review while its issue is moved is told to the end where the issue is now", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github } = studio;
  const attic = github.repository("acme/attic");
  const issue = films.open({ by: "olga", title: "Moves", body: "W", labels: ["video"] });
  studio.start();
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  studio.set("job-1", { status: "needs-review", steps: [] });
  await github.until(() => issue.labels.has("video:needs-review"), "it waits for its review");
  await untilAsked(studio, LIST, 4);
  github.world.transfer(films.state, issue, attic.state);
  const there = attic.state.issues.get(1)!;
  studio.set("job-1", { status: "done", steps: [] });
  await github.until(() => there.state === "closed", "it is told to the end");
  assert.deepEqual(labelsOf(there), ["video", "video:done"]);
  assert.deepEqual(headingsOf(there), ["### Done: Moves"]);
  assert.deepEqual(github.violations, []);
});
