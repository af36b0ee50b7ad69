import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { reactionsTo } from "../../support/github/reactions.ts";
import type { CommentState, IssueState } from "../../support/github/world.ts";
import { CLEAR, openDesk, type Desk } from "./desk.ts";
import { ENDLESS } from "./pair.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A repository with a film, whose people talk on. */
async function openTalk(t: TestContext) {
  const desk = await openDesk(t, { hasInbox: true, ...ENDLESS });
  const { github, films } = desk;
  const ask = (body = CLEAR): IssueState => {
    const issue = films.open({ by: "rita", title: "Film", body });
    films.label(issue, "video", "olga");
    return issue;
  };
  const first = ask();
  const say = (issue: IssueState, words: string) => github.world.comment(issue, "olga", words);
  await heard(desk, say(first, "/priority p1"));
  return { desk, ask, first, say };
}

async function heard(desk: Desk, said: CommentState): Promise<void> {
  await desk.until(() => reactionsTo(said).length > 0, "it is heard");
  assert.deepEqual(reactionsTo(said), ["+1 kantoku-bot"]);
}

/** Comments up to then were heard, by GitHub's clock. */
const until = ({ stores }: Desk): string =>
  stores.database.prepare<{ until: string }>("select until from github_heard_by_id").get()?.until ??
  "";

const secondsOf = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

test("what is said about a film that was asked for while nobody listened is heard, however much is said since", async (t) => {
  const { desk, ask, first, say } = await openTalk(t);
  desk.advance(HOUR);
  let said: CommentState | undefined;
  await desk.restart(() => {
    const second = ask();
    desk.advance(MINUTE);
    said = say(second, "/priority p0");
    desk.advance(HOUR);
    say(first, "Thanks, everybody.");
    desk.advance(MINUTE);
  });
  await heard(desk, said!);
});

for (const [what, path, body] of [
  ["the inbox can't read its labels", /\/issues\/2\/events/, CLEAR],
  ["what its film waits for is not known", /\/issues\/1$/, `${CLEAR}\nDepends on #1\n`],
] as const) {
  test(`what is said about an issue while ${what} is heard when its film is there`, async (t) => {
    const { desk, ask, first, say } = await openTalk(t);
    desk.advance(MINUTE);
    let failures = 0;
    desk.github.chaos = (method, asked) => {
      if (method !== "GET" || !path.test(asked.split("?")[0] ?? "")) return undefined;
      failures += 1;
      return { name: "status", status: 500 };
    };
    const second = ask(body);
    desk.advance(MINUTE);
    const said = say(second, "/priority p0");
    await desk.until(() => failures > 2, "the inbox is in trouble");
    desk.advance(HOUR);
    const thanks = say(first, "/priority p2");
    await heard(desk, thanks);
    desk.advance(MINUTE);
    const before = failures;
    await desk.until(() => failures > before + 1, "it still is");
    desk.github.chaos = () => undefined;
    await heard(desk, said);
  });
}

test("what is said where no film was asked for keeps nothing back for longer than a look takes", async (t) => {
  const { desk, first, say } = await openTalk(t);
  desk.advance(HOUR);
  const other = desk.films.open({ by: "rita", title: "A question", body: "How?" });
  say(other, "Like that.");
  desk.advance(MINUTE);
  const last = say(first, "Thanks, everybody.");
  await desk.until(() => until(desk) >= secondsOf(last.createdAt), "it is over");
});

test("an issue that the inbox can't decide on keeps what is said back for a day, and no longer", async (t) => {
  const { desk, ask, first, say } = await openTalk(t);
  desk.advance(MINUTE);
  desk.github.chaos = (method, path) =>
    method === "GET" && path.includes("/issues/2/events")
      ? { name: "status", status: 500 }
      : undefined;
  const said = say(ask(), "/priority p0");
  desk.advance(MINUTE);
  await heard(desk, say(first, "/priority p2"));
  await desk.until(() => until(desk) === secondsOf(said.createdAt), "it waits");
  desk.advance(25 * HOUR);
  const last = say(first, "Thanks, everybody.");
  await desk.until(() => until(desk) >= secondsOf(last.createdAt), "it is let go");
});
