import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { OperationalError } from "../../../kernel/errors.ts";
import { armFaultPoints } from "../../../kernel/fault-points.ts";
import { reactionsTo } from "../../support/github/reactions.ts";
import type { CommentState } from "../../support/github/world.ts";
import { Brief } from "../../../video/brief/brief.ts";
import { openDesk, type Desk, type DeskOptions, type Filming } from "./desk.ts";
import { ENDLESS } from "./pair.ts";

const OPEN = "# Release 2.0\n\nTwice as fast.\n";
const ANSWER = "1. 25 seconds 2. 9:16";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A film whose people were asked just now. */
async function openAsked(t: TestContext, options: DeskOptions = {}) {
  const desk = await openDesk(t, { ...ENDLESS, ...options });
  const filming = desk.film(OPEN);
  await desk.until(() => askedAt(desk) !== null, "it is asked");
  return { desk, filming };
}

const askedAt = ({ stores }: Desk): number | null =>
  stores.database
    .prepare<{ at: number | null }>("select questions_at as at from github_sheets")
    .get()?.at ?? null;

function briefOf({ stores }: Desk, { job }: Filming): unknown[] {
  const brief = Brief.parse(stores.blobs.readJson(stores.jobs.brief(job)!.brief));
  return [brief.durationSeconds, brief.aspect];
}

/** GitHub's comments can't be read. */
function deafen({ github }: Desk): { readonly looks: number; end(): void } {
  const deaf = { looks: 0, end: () => void (github.chaos = () => undefined) };
  github.chaos = (method, path) => {
    if (method !== "GET" || !path.includes("/issues/comments")) return undefined;
    deaf.looks += 1;
    return { name: "status", status: 503 };
  };
  return deaf;
}

const pass = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

test("an answer that came in time counts though nobody could hear it until long after", async (t) => {
  const { desk, filming } = await openAsked(t);
  let answer: CommentState | undefined;
  await desk.restart(() => {
    desk.advance(MINUTE);
    answer = filming.say("rita", ANSWER);
    desk.advance(3 * 24 * HOUR);
  });
  await filming.reaches("running");
  assert.deepEqual(briefOf(desk, filming), [25, "9:16"]);
  await desk.until(() => reactionsTo(answer!).length > 0, "it is thanked for");
  assert.deepEqual(reactionsTo(answer!), ["+1 kantoku-bot"]);
});

test("while GitHub's comments can't be read no default holds, and then the answers do", async (t) => {
  const { desk, filming } = await openAsked(t);
  const deaf = deafen(desk);
  desk.advance(9 * MINUTE);
  filming.say("rita", ANSWER);
  desk.advance(2 * MINUTE);
  await desk.until(() => deaf.looks > 1, "it was tried to listen");
  await pass();
  assert.equal(desk.stores.jobs.status(filming.job), "waiting");
  deaf.end();
  await filming.reaches("running");
  assert.deepEqual(briefOf(desk, filming), [25, "9:16"]);
});

test("an answer that was heard in time counts, though it can't be heeded before the time is over", async (t) => {
  const { desk, filming } = await openAsked(t);
  let isBroken = true;
  const armed = armFaultPoints((name) => {
    if (!isBroken || name !== "github-replies.begin.before-commit") return;
    throw new OperationalError("broken", "It broke.", { hint: "It is tried again." });
  });
  t.after(() => armed[Symbol.dispose]());
  filming.say("rita", ANSWER);
  const heard = () => desk.stores.database.prepare("select 1 from github_replies").all().length > 0;
  await desk.until(heard, "it is heard");
  desk.advance(11 * MINUTE);
  await pass();
  assert.equal(desk.stores.jobs.status(filming.job), "waiting");
  isBroken = false;
  await filming.reaches("running");
  assert.deepEqual(briefOf(desk, filming), [25, "9:16"]);
});

test("when nobody can be heard for a day, the defaults hold, and no earlier", async (t) => {
  const { desk, filming } = await openAsked(t);
  deafen(desk);
  desk.advance(24 * HOUR);
  await pass();
  assert.equal(desk.stores.jobs.status(filming.job), "waiting");
  desk.advance(10 * MINUTE);
  await filming.reaches("running");
  assert.deepEqual(briefOf(desk, filming), [10, "16:9"]);
});

test("after days of rest nobody is given up before it was tried for an hour to hear them", async (t) => {
  const { desk, filming } = await openAsked(t);
  const deaf = deafen(desk);
  await desk.restart(() => desk.advance(3 * 24 * HOUR));
  const before = deaf.looks;
  await desk.until(() => deaf.looks > before, "it was tried to listen");
  await pass();
  assert.equal(desk.stores.jobs.status(filming.job), "waiting");
  desk.advance(HOUR);
  await filming.reaches("running");
});

test("where nobody is listened to any more by the settings, the defaults hold in time", async (t) => {
  const { desk, filming } = await openAsked(t);
  await desk.restart(() => desk.advance(10 * MINUTE), []);
  await filming.reaches("running");
});

test("who answers too late is told so, and strangers are not", async (t) => {
  const { desk, filming } = await openAsked(t);
  desk.advance(10 * MINUTE);
  await filming.reaches("running");
  const said = ["rita", "olga"].map((by) => filming.say(by, ANSWER));
  const stranger = filming.say("mallory", ANSWER);
  const chat = filming.say("rita", "Looking forward to it!");
  const japanese = filming.say("rita", "1. 25秒 2. 9:16");
  await desk.until(() => reactionsTo(japanese).length > 0, "all are heard");
  assert.deepEqual(
    [...said, japanese, chat, stranger].map((each) => reactionsTo(each)),
    [["confused kantoku-bot"], ["confused kantoku-bot"], ["confused kantoku-bot"], [], []],
  );
  assert.deepEqual(briefOf(desk, filming), [10, "16:9"]);
  desk.advance(15_000);
  await desk.until(() => /It was too late for answers/.test(filming.sheet()), "it is told");
  assert.match(filming.sheet(), /回答の期限/);
});

test("who answered in time and answers again is not told that it was too late", async (t) => {
  const { desk, filming } = await openAsked(t);
  filming.say("rita", ANSWER);
  await filming.reaches("running");
  filming.say("rita", ANSWER);
  const last = filming.say("olga", "/priority p1");
  await desk.until(() => reactionsTo(last).length > 0, "all are heard");
  desk.advance(15_000);
  await desk.until(() => /priority/.test(filming.sheet()), "it is told");
  assert.doesNotMatch(filming.sheet(), /too late/);
});
