import assert from "node:assert/strict";
import { test } from "node:test";
import { createGitHub } from "../../../scheduler/inbox/github.ts";
import { bell } from "../../../scheduler/inbox/github/bell.ts";
import { identify } from "../../../scheduler/inbox/github/identity.ts";
import { openDesk } from "./desk.ts";

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
