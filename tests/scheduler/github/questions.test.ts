import assert from "node:assert/strict";
import { test } from "node:test";
import { openDesk, type Desk, type DeskOptions, type Filming } from "./desk.ts";
import type { Cleanup } from "../../support/temp.ts";

const OPEN = "# Release 2.0\n\nTwice as fast.\n";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A desk where films start and never end. */
const openHall = (t: Cleanup, options: DeskOptions = {}): Promise<Desk> =>
  openDesk(t, { gate: { step: "edit", open: new Promise(() => {}) }, ...options });

const asks = (filming: Filming): boolean => /How long should the film be/.test(filming.sheet());

const stored = (desk: Desk): string =>
  JSON.stringify(desk.stores.database.prepare("select * from github_sheets").all({}));

const asked = (desk: Desk): Promise<void> =>
  desk.until(() => /"questions_at":\d/.test(stored(desk)), "it is asked");

function refuseWrites({ github }: Desk, status: number): () => void {
  github.chaos = (method, path) =>
    method !== "GET" && path !== "/graphql" ? { name: "status", status } : undefined;
  return () => void (github.chaos = () => undefined);
}

/** Long enough for a few looks at what is over. */
const pass = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

async function isStill(desk: Desk, { job }: Filming, status: string): Promise<void> {
  await pass();
  assert.equal(desk.stores.jobs.status(job), status);
}

test("questions wait for answers from when they were asked, however long GitHub refused to be told", async (t) => {
  const desk = await openHall(t);
  const allow = refuseWrites(desk, 503);
  const filming = desk.film(OPEN);
  await filming.reaches("waiting");
  desk.advance(30 * MINUTE);
  await isStill(desk, filming, "waiting");
  allow();
  await desk.until(() => {
    desk.advance(MINUTE);
    return filming.issue.comments.length > 0;
  }, "it is shown");
  assert.ok(asks(filming), filming.sheet());
  await asked(desk);
  desk.advance(9 * MINUTE);
  await isStill(desk, filming, "waiting");
  desk.advance(MINUTE);
  await filming.reaches("running");
});

test("when questions were asked is known after a restart, and so is that they were not", async (t) => {
  const desk = await openHall(t);
  const allow = refuseWrites(desk, 503);
  const filming = desk.film(OPEN);
  await filming.reaches("waiting");
  await desk.restart(() => desk.advance(30 * MINUTE));
  await isStill(desk, filming, "waiting");
  allow();
  await desk.restart();
  await asked(desk);
  assert.ok(asks(filming));
  await desk.restart(() => desk.advance(9 * MINUTE));
  await isStill(desk, filming, "waiting");
  await desk.restart(() => desk.advance(MINUTE));
  await filming.reaches("running");
});

test("of many films in line each one's questions are asked before its defaults hold", async (t) => {
  const settings = { answerWithinMs: 5_000 };
  const desk = await openHall(t, { sleepsCount: true, settings });
  const films = Array.from({ length: 12 }, () => desk.film(OPEN));
  const early: string[] = [];
  const isUnderWay = ({ job, issue }: Filming): boolean => {
    const hasStarted = desk.stores.jobs.status(job) === "running";
    if (hasStarted && issue.comments.length === 0) early.push(job);
    return hasStarted;
  };
  await desk.until(() => films.filter(isUnderWay).length === films.length, "all have started");
  assert.deepEqual(early, []);
});

test("the comment names the time from which the defaults hold, by when it was sent", async (t) => {
  const desk = await openHall(t);
  const filming = desk.film(OPEN);
  await asked(desk);
  const { questions_at: at } = desk.stores.database
    .prepare<{ questions_at: number }>("select questions_at from github_sheets")
    .get({})!;
  const until = new Date(at + 10 * MINUTE).toISOString().slice(11, 16);
  desk.advance(15_000);
  await desk.until(() => filming.sheet().includes(`starts so at ${until} UTC`), "it names it");
});

test("a comment that asked already, by a version that did not note when, asks once more", async (t) => {
  const desk = await openHall(t);
  const filming = desk.film(OPEN);
  await asked(desk);
  const forget = "update github_sheets set questions_hold = null, questions_at = null";
  await desk.restart(() => {
    desk.stores.database.transact((tx) => tx.prepare(forget).run({}));
    desk.advance(9 * MINUTE);
  });
  await asked(desk);
  desk.advance(2 * MINUTE);
  await isStill(desk, filming, "waiting");
  desk.advance(8 * MINUTE);
  await filming.reaches("running");
});

test("when the issue is gone before anybody could be asked, the defaults hold after a while", async (t) => {
  const desk = await openHall(t);
  const allow = refuseWrites(desk, 503);
  const filming = desk.film(OPEN);
  await filming.reaches("waiting");
  desk.films.state.issues.delete(filming.issue.number);
  allow();
  await desk.until(() => {
    desk.advance(MINUTE / 60);
    return /"settled_at":\d/.test(stored(desk));
  }, "it is given up");
  await isStill(desk, filming, "waiting");
  desk.advance(10 * MINUTE);
  await filming.reaches("running");
});

test("when nobody can be asked for a day, the defaults hold, and no earlier", async (t) => {
  const desk = await openHall(t);
  refuseWrites(desk, 403);
  const filming = desk.film(OPEN);
  await filming.reaches("waiting");
  desk.advance(24 * HOUR);
  await isStill(desk, filming, "waiting");
  desk.advance(10 * MINUTE);
  await filming.reaches("running");
  assert.equal(filming.issue.comments.length, 0);
});
