import assert from "node:assert/strict";
import { test } from "node:test";
import { reactionsTo } from "../../support/github/reactions.ts";
import type { IssueState } from "../../support/github/world.ts";
import { addressees, filmToChange } from "../../../scheduler/outbox/replies/addressees.ts";
import type { Obeyed } from "../../../scheduler/outbox/replies/addressees.ts";
import type { JobStatus } from "../../../scheduler/outbox/labels.ts";
import { requestOfJob, takeAgain } from "../../../scheduler/inbox/github/statements.ts";
import { openSheets } from "../../../scheduler/outbox/statements.ts";
import { shownOf, type Part } from "../../../scheduler/outbox/together.ts";
import type { DeskOptions } from "./desk.ts";
import { ENDLESS, openPairOfDesk, sheets, statuses } from "./pair.ts";
import { LIST, openStudio, RUNNING, untilAsked, type Studio } from "./studio.ts";

/** An issue with two labels, each of which asks for a film; both are jobs. */
async function openPair(studio: Studio, start: Parameters<Studio["start"]>[0] = {}) {
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Two", body: "Twice.", labels: ["video"] });
  studio.start(start);
  await github.until(() => studio.admitted.length === 1, "the first film is a job");
  studio.advance(5_000);
  films.label(issue, "video:short", "olga");
  await github.until(() => studio.admitted.length === 2, "the second film is a job");
  await github.until(() => issue.comments.length === 2, "both are told");
  return issue;
}

const states = (issue: IssueState): string[] =>
  [...issue.labels.values()].map(({ name }) => name).filter((name) => /^video:[^s]/.test(name));

const shows = (studio: Studio, issue: IssueState, state: string): Promise<void> =>
  studio.github.until(() => states(issue).join() === state, `the issue shows ${state}`);

for (const [first, last] of [
  ["job-2", "job-1"],
  ["job-1", "job-2"],
] as const) {
  test(`an issue with two films is closed with its last one, and ${last} is not called off by ${first}'s end`, async () => {
    await using studio = await openStudio();
    const issue = await openPair(studio);
    studio.set(last, RUNNING);
    await shows(studio, issue, "video:running");
    studio.set(first, { status: "done", steps: [] });
    const isTold = () => issue.comments.some(({ body }) => body.startsWith("### Done"));
    await studio.github.until(isTold, "its end is told");
    await untilAsked(studio, LIST, 12);
    assert.deepEqual(
      [issue.state, studio.view(last)?.status, states(issue)],
      ["open", "running", ["video:running"]],
    );
    studio.set(last, { status: "done", steps: [] });
    await studio.github.until(() => issue.state === "closed", "the issue is closed");
    assert.deepEqual(states(issue), ["video:done"]);
    const heads = issue.comments.map(({ body }) => body.split("\n")[0]);
    assert.deepEqual(heads, ["### Done: Two", "### Done: Two"]);
    const [one = "", two = ""] = issue.comments.map(({ body }) => body);
    assert.match(one, /the film for \*\*video\*\*/);
    assert.match(two, /the film for \*\*video:short\*\*/);
  });
}

test("an issue with two films is not closed while one of them has failed, but when that is done, too", async () => {
  await using studio = await openStudio();
  const issue = await openPair(studio);
  studio.set("job-1", { status: "failed", steps: [] });
  studio.set("job-2", { status: "done", steps: [] });
  await shows(studio, issue, "video:failed");
  await untilAsked(studio, LIST, 8);
  assert.equal(issue.state, "open");
  studio.set("job-1", RUNNING);
  await shows(studio, issue, "video:running");
  studio.set("job-1", { status: "done", steps: [] });
  await studio.github.until(() => issue.state === "closed", "the issue is closed");
});

test("an older film that is made again from an edited text gives the issue its state", async () => {
  await using studio = await openStudio();
  const { github, database } = studio;
  const issue = await openPair(studio);
  studio.set("job-1", { status: "failed", steps: [] });
  studio.set("job-2", { status: "done", steps: [] });
  await shows(studio, issue, "video:failed");
  await github.until(() => openSheets(database).length === 0, "all is told");
  const { id } = requestOfJob(database, "job-1")!;
  const text = { title: "Two", brief: "Better words.", actor: "olga" };
  database.transact((tx) => takeAgain(tx, { id, ...text }));
  await github.until(() => studio.admitted.length === 3, "it is a job again");
  await shows(studio, issue, "video:queued");
});

test("a film whose label is taken off keeps the other one's issue open no longer", async () => {
  await using studio = await openStudio();
  const issue = await openPair(studio);
  studio.set("job-1", { status: "done", steps: [] });
  studio.set("job-2", RUNNING);
  await shows(studio, issue, "video:running");
  studio.films.unlabel(issue, "video:short", "olga");
  await studio.github.until(() => issue.state === "closed", "the issue is closed");
  assert.deepEqual([studio.view("job-2")?.status, states(issue)], ["cancelled", ["video:done"]]);
});

test("a film of the label's time before says nothing about the issue any more", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Anew", body: "Once.", labels: ["video"] });
  studio.start();
  await github.until(() => studio.admitted.length === 1, "it is a job");
  studio.set("job-1", { status: "failed", steps: [] });
  await shows(studio, issue, "video:failed");
  studio.advance(5_000);
  films.unlabel(issue, "video", "olga");
  films.label(issue, "video", "olga");
  await github.until(() => studio.admitted.length === 2, "it is a job again");
  studio.set("job-2", { status: "done", steps: [] });
  await github.until(() => issue.state === "closed", "the issue is closed");
  assert.deepEqual(states(issue), ["video:done"]);
});

test("a command is for all films of the issue that it can be for", async (t) => {
  const { desk, issue, ask } = await openPairOfDesk(t, "---\nduration: 30\n---\nTwice.", ENDLESS);
  await ask("olga", "1. yes");
  await ask("olga", "/priority p0");
  const priorities = await Promise.all(
    desk.stores.jobs.list().map(async ({ id }) => (await desk.stores.jobs.view(id))?.priority),
  );
  assert.deepEqual(priorities, [0, 0]);
  await ask("olga", "/status");
  await desk.until(
    () => /video:square: .*\n+video: /.test(sheets(issue)[1] ?? ""),
    "it tells both",
  );
  const cancel = await ask("olga", "/cancel");
  assert.deepEqual(
    [statuses(desk), reactionsTo(cancel)],
    [["cancelled", "cancelled"], ["+1 kantoku-bot"]],
  );
  const again = await ask("olga", "/cancel");
  assert.deepEqual(reactionsTo(again), ["confused kantoku-bot"]);
});

test("an older film's questions are answered, too, by the issue's author as well", async (t) => {
  const { desk, issue, ask } = await openPairOfDesk(t, "Twice as fast.", ENDLESS);
  assert.deepEqual(statuses(desk), ["waiting", "waiting"]);
  await ask("rita", "1. 25 seconds");
  await desk.until(() => statuses(desk).includes("running"), "the newer one begins");
  await desk.until(() => /Understood: duration: 25/.test(sheets(issue)[1] ?? ""), "it is told");
  await ask("rita", "1. 20 seconds 2. 9:16");
  await desk.until(() => statuses(desk).join() === "running,running", "the older one begins");
  await desk.until(
    () => /Understood: duration: 20/.test(sheets(issue)[0] ?? ""),
    "it is told there",
  );
  assert.doesNotMatch(sheets(issue)[1] ?? "", /duration: 20/);
});

test("a wish is for the newest film that is there", async (t) => {
  const { desk, issue, ask } = await openPairOfDesk(
    t,
    "---\nduration: 30\naspect: 16:9\n---\nTwice.",
  );
  await desk.until(() => issue.state === "closed", "both are there");
  const wish = await ask("olga", "make shot 3 shorter");
  assert.deepEqual(reactionsTo(wish), ["+1 kantoku-bot"]);
  await desk.until(() => /What you said/.test(sheets(issue)[1] ?? ""), "the newer one tells it");
  assert.doesNotMatch(sheets(issue)[0] ?? "", /What you said/);
});

test("/retry is for both films when both have failed", async (t) => {
  let isBroken = true;
  const failure = { code: "x", message: "The disk is full.", hint: "Free some space." };
  const act: DeskOptions["act"] = ({ step }) =>
    step === "mix" && isBroken ? { kind: "failed", failure } : undefined;
  const text = "---\nduration: 30\naspect: 16:9\n---\nTwice.";
  const { desk, issue, ask } = await openPairOfDesk(t, text, { act });
  await desk.until(() => statuses(desk).join() === "failed,failed", "both have failed");
  isBroken = false;
  const retry = await ask("olga", "/retry");
  assert.deepEqual(reactionsTo(retry), ["+1 kantoku-bot"]);
  await desk.until(() => issue.state === "closed", "both are there after all");
});

const part = (label: Part["label"], end: Part["end"] = null, isClosed = false): Part => ({
  label,
  end,
  isClosed,
});
const DONE = part("done", "done");
const GIVEN_UP = part(null, "given-up");
const shown: readonly [string, readonly Part[], Part["label"], boolean][] = [
  ["one is under way and one is done", [part("running"), DONE], "running", false],
  ["one asks and one is under way", [part("running"), part("needs-info")], "needs-info", false],
  ["one has failed and one is done", [DONE, part("failed")], "failed", false],
  ["one was just asked for and one is done", [DONE, part(null)], "done", false],
  ["one is being published and one is done", [DONE, part("done")], "done", false],
  ["both are done", [DONE, DONE], "done", true],
  ["one was given up and one is done", [GIVEN_UP, DONE], "done", true],
  ["one was given up later", [GIVEN_UP, part("done", "done", true)], "done", false],
  ["both were given up", [GIVEN_UP, GIVEN_UP], null, false],
];
for (const [when, parts, label, isToBeClosed] of shown) {
  test(`when of two films ${when}, the issue shows ${label ?? "nothing"}, ${isToBeClosed ? "closed" : "as open as it is"}`, () => {
    assert.deepEqual(shownOf(parts), { label, isToBeClosed });
    assert.deepEqual(shownOf(parts.toReversed()), { label, isToBeClosed });
  });
}

const filmsThatAre = (...each: readonly (JobStatus | "approval")[]) =>
  each.map((status, index) => ({
    request: each.length - index,
    job: `job-${each.length - index}`,
    label: "video",
    view:
      status === "approval"
        ? {
            status: "waiting" as const,
            steps: [],
            holds: [{ cause: status, reason: "", heldAt: 0 }],
          }
        : { status, steps: [] },
  }));
const spoken: readonly [Obeyed["kind"], readonly (JobStatus | "approval")[], string][] = [
  ["cancel", ["done", "running", "queued"], "job-2,job-1"],
  ["cancel", ["done", "failed"], "job-2"],
  ["status", ["failed", "running"], "job-1"],
  ["retry", ["running", "failed", "cancelled"], "job-2"],
  ["retry", ["cancelled"], "job-1"],
  ["approve", ["running", "approval", "approval"], "job-2"],
  ["approve", ["running", "needs-review"], "job-1"],
  ["unknown", ["running", "running"], "job-2"],
];
for (const [kind, states, expected] of spoken) {
  test(`/${kind} to films that are ${states.join(", ")} is for ${expected}`, () => {
    const films = addressees({ kind } as Obeyed, filmsThatAre(...states));
    assert.equal(films.map(({ job }) => job).join(), expected);
  });
}

test("a wish is for the newest film that can be seen, else for the newest to come", () => {
  const wished = (...states: readonly JobStatus[]) => filmToChange(filmsThatAre(...states))?.job;
  assert.equal(wished("running", "done", "done"), "job-2");
  assert.equal(wished("running", "running"), "job-2");
  assert.equal(wished("cancelled", "running"), "job-1");
  assert.equal(wished("failed", "cancelled"), "job-2");
  assert.equal(wished(), undefined);
});
