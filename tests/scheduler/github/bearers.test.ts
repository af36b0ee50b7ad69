import assert from "node:assert/strict";
import { test } from "node:test";
import { tongueOfText } from "../../../kernel/tongue.ts";
import { acceptReplacement } from "../../../scheduler/inbox/github/bearers/accept.ts";
import {
  noteReplaced,
  repositoryNamedRow,
  saveName,
} from "../../../scheduler/inbox/github/bearers/statements.ts";
import { githubMigrations } from "../../../scheduler/migrations.ts";
import { temporaryDatabase } from "../../support/database.ts";
import type { IssueState } from "../../support/github/world.ts";
import { storageOf } from "../../support/github/storage.ts";
import { reactionsTo } from "../../support/github/reactions.ts";
import { openDesk, type Desk } from "./desk.ts";
import { LIST, openStudio, RUNNING, untilAsked, type Studio } from "./studio.ts";

/** Films' name is taken by another repository; answers that one, with an issue of the same number. */
function takeName({ films, github }: Pick<Studio | Desk, "films" | "github">) {
  github.world.rename(films.state, "acme/movies");
  films.state.oldNames.length = 0;
  const taker = github.repository("acme/films");
  taker.allow("mallory", "admin");
  return { taker, theirs: taker.open({ by: "mallory", title: "Theirs" }) };
}

const touched = (issue: IssueState) => ({
  state: issue.state,
  labels: [...issue.labels.keys()],
  comments: issue.comments.filter(({ author }) => author.login === "kantoku-bot").length,
  reactions: reactionsTo(issue).length,
});
const UNTOUCHED = { state: "open", labels: [], comments: 0, reactions: 0 };

const isReplaced = ({ events }: Studio) => JSON.stringify(events).includes("github-replaced");

function accept(studio: Studio, watched: readonly string[] = ["acme/films"]) {
  const jobs = {
    status: (job: string) => studio.view(job)?.status,
    cancel: (job: string, reason = "") => {
      studio.set(job, { status: "cancelled", steps: [], reason });
      return { kind: "changed", status: "cancelled" } as const;
    },
  };
  const { database } = studio;
  return acceptReplacement("acme/films", { database, jobs, watched, speaks: tongueOfText });
}

/** A film of `films` is in the making, and another repository was seen in its place. */
async function filmingWhileReplaced(studio: Studio) {
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Old", body: "W", labels: ["video"] });
  const first = studio.start();
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  studio.set("job-1", RUNNING);
  await github.until(() => issue.labels.has("video:running"), "it is in the making");
  await first.stop();
  const taken = takeName(studio);
  const daemon = studio.start();
  await github.until(() => isReplaced(studio), "it is reported");
  return { issue, daemon, ...taken };
}

/** Long enough for everything that would be said or heard. */
async function passHours(studio: Studio): Promise<void> {
  for (let hour = 0; hour < 3; hour += 1) {
    studio.advance(3_600_000);
    await untilAsked(studio, LIST, 9);
  }
}

/** What was refused before rests, and is tried again later. */
function untilClosed(studio: Studio, issue: IssueState, what: string): Promise<void> {
  const isClosed = () => {
    studio.advance(600_000);
    return issue.state === "closed";
  };
  return studio.github.until(isClosed, what);
}

test("whoever took a repository's name and was accepted hears nothing of the films from before", async () => {
  await using studio = await openStudio();
  const { taker, theirs } = await filmingWhileReplaced(studio);
  assert.deepEqual(accept(studio), { kind: "accepted", cancelled: ["job-1"], watchedAs: null });
  assert.match(studio.view("job-1")?.reason ?? "", /acme\/films is another repository now/);
  studio.set("job-1", { status: "done", steps: [] });
  await passHours(studio);
  assert.deepEqual(touched(theirs), UNTOUCHED);

  const wanted = taker.open({ by: "mallory", title: "New", body: "W" });
  taker.label(wanted, "video", "mallory");
  await studio.github.until(() => wanted.labels.has("video:queued"), "a film of its own is made");
  assert.deepEqual(
    studio.admitted.map(({ ref }) => ref),
    ["acme/films#1", "acme/films#2"],
  );
});

test("a label on an issue of the same number neither calls off nor takes up a film from before", async () => {
  await using studio = await openStudio();
  const { taker, theirs } = await filmingWhileReplaced(studio);
  accept(studio);
  studio.set("job-1", RUNNING);
  await passHours(studio);
  taker.label(theirs, "video", "mallory");
  await studio.github.until(() => theirs.labels.has("video:queued"), "a film of its own is made");
  taker.unlabel(theirs, "video", "mallory");
  await studio.github.until(() => studio.view("job-2")?.status === "cancelled", "it is called off");
  assert.equal(studio.view("job-1")?.status, "running");
  assert.equal(theirs.comments.length, 1);
});

test("what was forgotten of a repository by hand lets nobody hear of its films either", async () => {
  await using studio = await openStudio();
  const { theirs } = await filmingWhileReplaced(studio);
  studio.database.transact((tx) => tx.prepare("delete from github_repositories").run({}));
  studio.set("job-1", { status: "done", steps: [] });
  await passHours(studio);
  assert.deepEqual(touched(theirs), UNTOUCHED);
});

test("a repository whose name was taken goes on under its new one in the settings", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const { issue, theirs, daemon } = await filmingWhileReplaced(studio);
  await daemon.stop();
  const both = [
    { owner: "acme", repo: "films" },
    { owner: "acme", repo: "movies" },
  ];
  studio.start({ inbox: { repositories: both } });
  const names = () => studio.database.prepare("select repository from github_requests").all({});
  await github.until(() => /movies/.test(JSON.stringify(names())), "it is found");
  const watched = ["acme/films", "acme/movies"];
  assert.deepEqual(accept(studio, watched), {
    kind: "accepted",
    cancelled: [],
    watchedAs: "acme/movies",
  });
  studio.set("job-1", { status: "done", steps: [] });
  await untilClosed(studio, issue, "its end is told where it was asked for");
  assert.deepEqual(touched(theirs), UNTOUCHED);
  assert.equal(films.state.name, "movies");
});

test("a repository that is seen under its new name leaves it noted who has the old one", (t) => {
  const database = temporaryDatabase(t, [githubMigrations]);
  const [id, taker] = [1, 2];
  const see = (name: string) =>
    database.transact((tx) => saveName(tx, { name, id, presentName: name }));
  see("acme/films");
  database.transact((tx) => noteReplaced(tx, { name: "acme/films", id: taker }));
  see("acme/movies");
  assert.equal(repositoryNamedRow(database, "acme/films")?.replacedBy, taker);
  see("acme/films");
  assert.equal(repositoryNamedRow(database, "acme/films")?.replacedBy, null);
});

test("what was left unsaid is said when a repository is found again under a new name", async () => {
  await using studio = await openStudio();
  const { github } = studio;
  const { issue, theirs, daemon } = await filmingWhileReplaced(studio);
  accept(studio);
  await passHours(studio);
  await daemon.stop();
  assert.match(issue.comments[0]?.body ?? "", /In the making/);
  studio.start({ inbox: { repositories: [{ owner: "acme", repo: "movies" }] } });
  const isTold = () => /another repository now/.test(issue.comments[0]?.body ?? "");
  await github.until(isTold, "it is told why the film was cancelled");
  assert.deepEqual(touched(theirs), UNTOUCHED);
});

test("a repository that is renamed to another's name hears nothing of the other's films", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const parts = github.repository("acme/parts");
  parts.allow("olga", "write");
  const theirs = parts.open({ by: "olga", title: "Theirs" });
  const repositories = [
    { owner: "acme", repo: "films" },
    { owner: "acme", repo: "parts" },
  ];
  const issue = films.open({ by: "olga", title: "Old", body: "W", labels: ["video"] });
  studio.start({ inbox: { repositories } });
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  github.world.rename(films.state, "acme/movies");
  films.state.oldNames.length = 0;
  github.world.rename(parts.state, "acme/films");
  const second = parts.open({ by: "olga", title: "New", body: "W", labels: ["video"] });
  const isShown = () => {
    studio.advance(60_000);
    return second.labels.has("video:queued");
  };
  await github.until(isShown, "it is watched under its new name");
  studio.set("job-1", { status: "done", steps: [] });
  await passHours(studio);
  assert.deepEqual(touched(theirs), UNTOUCHED);
  assert.equal(studio.view("job-2")?.status, "queued");

  studio.start({ inbox: { repositories: [{ owner: "acme", repo: "movies" }] } });
  await github.until(
    () => issue.state === "closed",
    "the other's film is told of where it belongs",
  );
});

test("to accept a repository that is the same as before changes nothing", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  assert.deepEqual(accept(studio), { kind: "unknown" });
  const issue = films.open({ by: "olga", title: "One", labels: ["video"] });
  studio.start();
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  assert.deepEqual(accept(studio), { kind: "unchanged" });
  assert.equal(studio.view("job-1")?.status, "queued");
});

test("a name that came back before anybody accepted another is the first one's again", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const { issue, taker } = await filmingWhileReplaced(studio);
  taker.state.name = "others";
  github.world.rename(films.state, "acme/films");
  studio.set("job-1", { status: "done", steps: [] });
  await untilClosed(studio, issue, "all is said");
  assert.deepEqual(accept(studio), { kind: "unchanged" });
});

test("people of an accepted repository command no film from before, nor is one uploaded to it", async (t) => {
  const desk = await openDesk(t, { hasInbox: true, settings: { publish: "release" } });
  const filming = desk.film();
  await filming.reaches("done");
  const { database, jobs } = desk.stores;
  const isSettled = () =>
    /\d/.test(JSON.stringify(database.prepare("select settled_at from github_sheets").all({})));
  await desk.until(isSettled, "it is told");
  const { taker, theirs } = takeName(desk);
  const isSeen = () =>
    JSON.stringify(
      database.prepare("select replaced_by from github_repositories").all({}),
    ).includes(`${taker.state.id}`);
  desk.advance(3_600_000);
  await desk.until(isSeen, "it is seen");
  const watched = ["acme/films"];
  const accepted = acceptReplacement("acme/films", {
    database,
    jobs,
    watched,
    speaks: tongueOfText,
  });
  assert.deepEqual(accepted, { kind: "accepted", cancelled: [], watchedAs: null });
  const before = desk.performed.length;
  const own = taker.open({ by: "mallory", title: "Own", body: "# Own\n\nIt works.\n" });
  taker.label(own, "video:approved", "mallory");
  await desk.until(() => own.comments.length === 1, "it is watched");
  desk.advance(60_000);
  const words = desk.github.world.comment(theirs, "mallory", "make shot 1 shorter");
  const heard = desk.github.world.comment(own, "mallory", "/status");
  await desk.until(() => reactionsTo(heard).length > 0, "a later word is heard");
  assert.deepEqual(reactionsTo(words), []);
  jobs.rewind(filming.job, "edit");
  await filming.reaches("done");
  desk.advance(3_600_000);
  await desk.until(() => own.state === "closed", "its own film is done");
  assert.ok(desk.performed.length > before);
  assert.deepEqual(touched(theirs), UNTOUCHED);
  const names = storageOf(taker.state).releases.flatMap(({ assets }) =>
    assets.map((one) => one.name),
  );
  assert.equal(names.filter((name) => name.startsWith("film-")).length, 1);
});
