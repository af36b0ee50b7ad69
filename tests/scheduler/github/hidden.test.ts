import assert from "node:assert/strict";
import { test } from "node:test";
import { reactionsTo } from "../../support/github/reactions.ts";
import { openStudio, RUNNING, type Studio } from "./studio.ts";

const HOUR = 3_600_000;

/** An issue whose film is in the making. */
async function openRunning(studio: Studio) {
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Hidden", body: "Words.", labels: ["video"] });
  studio.start();
  await github.until(() => studio.admitted.length === 1, "it is a job");
  studio.set("job-1", RUNNING);
  await github.until(() => issue.labels.has("video:running"), "it is in the making");
  return issue;
}

const failures = ({ events }: Studio, code: string): number =>
  events.filter(({ name, payload }) => {
    if (name !== "service.failed") return false;
    return JSON.stringify(payload).includes(`"service":"github-outbox","code":"${code}"`);
  }).length;

test("a repository that is hidden for a day learns all that it missed", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { github } = studio;
  const issue = await openRunning(studio);
  const from = github.world.now();
  github.chaos = () =>
    github.world.now() < from + 24 * HOUR ? { name: "status", status: 404 } : undefined;
  studio.set("job-1", { status: "done", steps: [] });
  await github.until(() => github.world.now() >= from + 24 * HOUR, "a day has gone by", 60_000);
  assert.ok(failures(studio, "github-hidden") > 3, "it was told in the log");
  await github.until(() => issue.state === "closed", "the issue is closed", 60_000);
  assert.ok(issue.labels.has("video:done"));
  assert.match(issue.comments[0]?.body ?? "", /^### Done: Hidden/);
});

test("an issue whose repository has its issues turned off for a while learns all that it missed", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github } = studio;
  const issue = await openRunning(studio);
  films.state.hasIssues = false;
  github.chaos = (_method, path) =>
    path.includes("/issues") && !films.state.hasIssues
      ? { name: "status", status: 410 }
      : undefined;
  studio.set("job-1", { status: "done", steps: [] });
  await github.until(() => failures(studio, "github-hidden") > 3, "it was tried", 60_000);
  films.state.hasIssues = true;
  await github.until(() => issue.state === "closed", "the issue is closed", 60_000);
});

test("a reaction to a comment of a hidden repository is given later, and keeps no other issue waiting", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github, database } = studio;
  const issue = await openRunning(studio);
  const said = github.world.comment(issue, "olga", "/status");
  github.chaos = (_method, path) =>
    path.startsWith("/repos/acme/films") ? { name: "status", status: 404 } : undefined;
  const before = failures(studio, "github-hidden");
  studio.set("job-1", { status: "failed", steps: [] });
  await github.until(() => failures(studio, "github-hidden") > before, "it is hidden", 60_000);
  database.transact((tx) =>
    tx
      .prepare(
        `insert into github_replies
           (comment, request, author, is_trusted, text, heard_at, state, answer, reaction)
         values (@comment, 1, 'olga', 1, '/status', 0, 'answered', 'So far.', '+1')`,
      )
      .run({ comment: said.id }),
  );
  const seen = failures(studio, "github-hidden");
  await github.until(() => failures(studio, "github-hidden") > seen, "it is tried again", 60_000);
  github.chaos = () => undefined;
  await github.until(() => reactionsTo(said).length > 0, "the reaction is there", 60_000);
  assert.ok(films.state.issues.has(issue.number));
});

test("an issue that is gone while its repository is there is let go after three looks at it", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github, database } = studio;
  const issue = await openRunning(studio);
  films.delete(issue);
  studio.set("job-1", { status: "done", steps: [] });
  const settled = () =>
    database.prepare<{ at: number | null }>("select settled_at as at from github_sheets").get({});
  await github.until(() => settled()?.at !== null, "it is let go", 60_000);
  assert.ok(failures(studio, "github-gone") >= 2);
});
