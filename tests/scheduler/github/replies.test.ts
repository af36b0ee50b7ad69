import assert from "node:assert/strict";
import { test } from "node:test";
import { createGitHub } from "../../../scheduler/inbox/github.ts";
import { bell } from "../../../scheduler/inbox/github/bell.ts";
import { identify } from "../../../scheduler/inbox/github/identity.ts";
import { reactionsTo } from "../../support/github/reactions.ts";
import { openDesk, type Desk } from "./desk.ts";

/** A film that is never done. */
const ENDLESS = { gate: { step: "edit", open: new Promise<void>(() => {}) } };

test("a repository that is gone keeps nobody from being heard in another one", async (t) => {
  const desk = await openDesk(t, { ...ENDLESS, repositories: ["acme/nowhere", "acme/films"] });
  const failures: unknown[] = [];
  desk.stores.events.on("service.failed", (failure) => void failures.push(failure));
  const filming = desk.film();
  filming.say("olga", "/cancel");
  await filming.reaches("cancelled");
  assert.match(JSON.stringify(failures), /"github-replies acme\/nowhere"[^]*github-gone/);
});

for (const [what, make] of [
  ["writes a command", () => "/cancel"],
  [
    "takes over our comment, marker and all, and adds a command",
    (ours: string) => `/cancel\n\n${ours}`,
  ],
  ["puts a command into our words", (ours: string) => ours.replace("\n", "\n/cancel\n")],
] as const) {
  test(`with a person's own token, that person is heard who ${what}; we are not`, async (t) => {
    const desk = await openDesk(t, ENDLESS);
    desk.films.allow("kantoku-bot", "admin");
    const filming = desk.film();
    await desk.until(() => filming.stateLabels().includes("video:running"), "it is running");
    const said = filming.say("kantoku-bot", make(filming.sheet()));
    await filming.reaches("cancelled");
    await desk.until(() => reactionsTo(said).includes("+1 kantoku-bot"), "it is answered");
    assert.equal(heardOf(desk), 1);
    assert.equal(filming.issue.comments.length, 2);
    assert.match(said.body, /\/cancel/);
  });
}

test("with a person's own token, our comment is never heard: not while its number is unknown, nor changed by hand", async (t) => {
  const desk = await openDesk(t, ENDLESS);
  desk.films.allow("kantoku-bot", "admin");
  const { github } = desk;
  // Written, but the answer gets lost.
  const kind = { name: "reset-after-commit" } as const;
  github.injectFault({ method: "POST", path: /issues\/\d+\/comments$/, kind });
  const filming = desk.film();
  await desk.until(() => filming.issue.comments.length === 1, "it is written");
  const olga = filming.say("olga", "/status");
  await desk.until(() => reactionsTo(olga).length > 0, "who spoke later is heard");
  const id = () =>
    desk.stores.database
      .prepare<{ id: number | null }>("select comment_id as id from github_sheets")
      .get({})?.id;
  assert.equal(id(), null);
  for (let looks = 0; id() === null; looks += 1) {
    desk.advance(20_000);
    await desk.until(() => github.requests.length > 40 * looks, "time goes on");
  }
  const [ours] = filming.issue.comments;
  github.world.editComment(filming.issue, ours!, `/cancel\n${ours!.body}`);
  const again = filming.say("olga", "/status");
  await desk.until(() => reactionsTo(again).length > 0, "who spoke later is heard");
  assert.equal(heardOf(desk), 2);
});

test("our whole comment, copied by somebody else, is theirs, and stays", async (t) => {
  const desk = await openDesk(t, ENDLESS);
  const filming = desk.film();
  await desk.until(() => filming.issue.comments.length === 1, "it is shown");
  const copy = filming.say("olga", filming.sheet());
  await desk.until(() => heardOf(desk) === 1, "it is heard");
  assert.equal(filming.issue.comments.includes(copy), true);
});

function heardOf({ stores }: Desk): number {
  return stores.database.prepare("select 1 from github_replies").all({}).length;
}

test("a hint makes both look at once: who reads labels, and who reads comments", async (t) => {
  const hints = bell();
  const desk = await openDesk(t, {
    ...ENDLESS,
    hasInbox: true,
    settings: { pollMs: 3_600_000 },
    endlessFromMs: 3_600_000,
    bell: hints,
  });
  const { films, github, stores } = desk;
  const text = '---\nduration: 30\naspect: "16:9"\n---\nTwice as fast.\n';
  const issue = films.open({ by: "rita", title: "Release 2.0", body: text });
  films.label(issue, "video:approved", "olga");
  hints.ring("acme/films");
  await desk.until(() => stores.jobs.list().length === 1, "the label is seen");
  github.world.comment(issue, "olga", "/priority p0");
  hints.ring("Acme/Films");
  await desk.until(() => stores.jobs.list()[0]?.priority === 0, "the comment is heard");
});

test("people are heard in a repository that was renamed meanwhile", async (t) => {
  const desk = await openDesk(t, ENDLESS);
  const { github, stores } = desk;
  const filming = desk.film();
  await desk.until(() => filming.issue.comments.length === 1, "it is shown");
  github.world.rename(desk.films.state, "acme/movies");
  const client = createGitHub({ baseUrl: github.url, token: github.token });
  const options = { client, ...stores };
  // As the inbox does with its next look.
  await identify({ owner: "acme", repo: "films" }, options, new AbortController().signal);
  filming.say("olga", "/cancel");
  await filming.reaches("cancelled");
  assert.deepEqual(desk.github.violations, []);
});

test("what was said while nobody listened is heard, though the repository has another name in the settings too", async (t) => {
  const desk = await openDesk(t, ENDLESS);
  const filming = desk.film();
  filming.say("olga", "/priority p0");
  const isHeard = () => desk.stores.jobs.list()[0]?.priority === 0;
  await desk.until(isHeard, "they listen");
  const meanwhile = (): void => {
    desk.github.world.rename(desk.films.state, "acme/movies");
    filming.say("olga", "/cancel");
  };
  await desk.restart(meanwhile, ["acme/movies"]);
  await filming.reaches("cancelled");
});

test("whoever takes a repository's name is not heard in its place", async (t) => {
  const desk = await openDesk(t, ENDLESS);
  const failures: unknown[] = [];
  desk.stores.events.on("service.failed", (failure) => void failures.push(failure));
  const filming = desk.film();
  await desk.until(() => filming.issue.comments.length === 1, "it is shown");
  const { github, films } = desk;
  github.world.rename(films.state, "acme/movies");
  films.state.oldNames.length = 0;
  const impostor = github.repository("acme/films");
  impostor.allow("mallory", "admin");
  const theirs = impostor.open({ by: "mallory", title: "Mine" });
  github.world.comment(theirs, "mallory", "/cancel");
  const isTold = () => JSON.stringify(failures).includes("github-replaced");
  await desk.until(isTold, "it is reported");
  assert.notEqual((await desk.stores.jobs.view(filming.job))?.status, "cancelled");
});
