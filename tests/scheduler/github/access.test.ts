import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { test, type TestContext } from "node:test";
import { fakeClock } from "../../support/clock.ts";
import { temporaryDatabase } from "../../support/database.ts";
import { startGitHub } from "../../support/github/github.ts";
import { bell } from "../../../scheduler/inbox/github/bell.ts";
import { createGitHub } from "../../../scheduler/inbox/github.ts";
import { saveName } from "../../../scheduler/inbox/github/bearers/statements.ts";
import { hear } from "../../../scheduler/inbox/github/webhook.ts";
import { githubMigrations } from "../../../scheduler/migrations.ts";
import { LIST, openStudio, untilAsked, type Studio } from "./studio.ts";

const { signal } = new AbortController();
const FILMS = { owner: "acme", repo: "films" };

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = keys.privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const publicKey = keys.publicKey.export({ type: "spki", format: "pem" }).toString();

test("a GitHub App works through its installation's token, and knows its own name", async () => {
  await using github = await startGitHub();
  github.app = { id: 4711, slug: "kantoku-films", publicKey, tokens: new Set() };
  const { open } = github.repository("acme/films");
  const issue = open({ by: "acme", title: "One", labels: ["video"] });
  const client = createGitHub({
    app: { id: 4711, privateKey },
    baseUrl: github.url,
  });
  assert.equal(await client.login(signal), "kantoku-films[bot]");
  const { issues } = await client.labelledIssues(FILMS, "video", signal);
  assert.equal(issues.length, 1);
  assert.equal((await client.texts(FILMS, [1], signal)).get(1)?.title, "One");
  await client.createComment({ ...FILMS, number: 1 }, "Hello", signal);
  assert.equal(issue.comments[0]?.author.login, "kantoku-films[bot]");

  const [first] = github.app.tokens;
  github.app.tokens.clear();
  await client.labelledIssues(FILMS, "video", signal);
  assert.notEqual([...github.app.tokens][0], first, "a token that was withdrawn is renewed");
  assert.deepEqual(github.violations, []);
});

test("a GitHub App that is taken out and installed anew goes on without a restart", async () => {
  await using github = await startGitHub();
  const app = { id: 4711, slug: "kantoku-films", publicKey, tokens: new Set<string>() };
  github.app = { ...app, installation: 1 };
  github.repository("acme/films").open({ by: "acme", title: "One", labels: ["video"] });
  const client = createGitHub({
    app: { id: 4711, privateKey },
    baseUrl: github.url,
  });
  const look = async () => (await client.labelledIssues(FILMS, "video", signal)).issues.length;
  assert.equal(await look(), 1);
  github.app.installation = null;
  app.tokens.clear();
  await assert.rejects(look(), { code: "github-gone" });
  await assert.rejects(look(), { code: "github-gone" });
  github.app.installation = 2;
  assert.equal(await look(), 1);
  github.app.installation = 3;
  app.tokens.clear();
  assert.equal(await look(), 1);
  await client.createComment({ ...FILMS, number: 1 }, "Hello", signal);
});

test("a key that is not the App's lets nobody in", async () => {
  await using github = await startGitHub();
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
  const pem = other.export({ type: "spki", format: "pem" }).toString();
  github.app = { id: 4711, slug: "kantoku-films", publicKey: pem, tokens: new Set() };
  github.repository("acme/films");
  const client = createGitHub({
    app: { id: 4711, privateKey },
    baseUrl: github.url,
  });
  await assert.rejects(client.labelledIssues(FILMS, "video", signal), {
    code: "github-unauthorized",
  });
});

test("a token that was rotated is read again from where it came, without a restart", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  studio.start({ client: { rereadToken: () => github.token } });
  await untilAsked(studio, LIST, 3);
  github.rotateToken();
  films.open({ by: "olga", title: "After", labels: ["video"] });
  await github.until(() => studio.admitted.length === 1, "it is a job");
});

test("a repository that was renamed is watched on, said so, and makes no job twice", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "One", labels: ["video"] });
  const first = studio.start();
  await github.until(() => issue.labels.has("video:queued"), "it is shown");
  github.world.rename(films.state, "acme/movies");
  films.open({ by: "olga", title: "Two", labels: ["video"] });
  await github.until(() => studio.admitted.length === 2, "the next one is a job");
  await first.stop();

  const renamed = { owner: "acme", repo: "movies" };
  studio.start();
  await untilAsked(studio, LIST, 6);
  studio.advance(3_600_000);
  await github.until(() => failures().includes("github-renamed"), "it is reported");
  for (const repositories of [[FILMS], [renamed]]) {
    await using daemon = studio.start({ inbox: { repositories } });
    await untilAsked(studio, LIST, 9);
    await daemon.stop();
  }
  films.open({ by: "olga", title: "Three", labels: ["video"] });
  await github.until(() => studio.admitted.length === 3, "the third one is a job");
  assert.equal(new Set(studio.admitted.map(({ ref }) => ref.split("#")[1])).size, 3);
  assert.deepEqual(github.violations, []);

  function failures(): string {
    return JSON.stringify(studio.events.filter(({ name }) => name === "service.failed"));
  }
});

test("another repository that took the name is not watched", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const first = studio.start();
  await untilAsked(studio, LIST, 4);
  await first.stop();
  github.world.rename(films.state, "acme/movies");
  films.state.oldNames.length = 0;
  const impostor = github.repository("acme/films");
  impostor.allow("mallory", "admin");
  impostor.open({ by: "mallory", title: "Mine", labels: ["video"] });
  studio.start();
  const replaced = () => JSON.stringify(studio.events).includes("github-replaced");
  await github.until(replaced, "it is reported");
  await untilAsked(studio, "GET /repos/{owner}/{repo}", 3);
  assert.equal(studio.admitted.length, 0);
});

test("whoever takes a repository's name while it is watched starts nothing", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  studio.start();
  await untilAsked(studio, LIST, 4);
  github.world.rename(films.state, "acme/movies");
  films.state.oldNames.length = 0;
  const impostor = github.repository("acme/films");
  impostor.allow("mallory", "admin");
  impostor.open({ by: "mallory", title: "Mine", labels: ["video"] });
  const replaced = () => JSON.stringify(studio.events).includes("github-replaced");
  await github.until(replaced, "it is reported");
  await untilAsked(studio, LIST, 6);
  assert.equal(studio.admitted.length, 0);
});

test("an issue that failed rests for seconds, though the clock is set back by a day", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const refusal = { name: "status", status: 403 } as const;
  github.injectFault({ method: "POST", path: /comments$/, kind: refusal });
  const issue = films.open({ by: "olga", title: "One", labels: ["video"] });
  studio.start();
  const failed = () => /"github-outbox"/.test(JSON.stringify(studio.events));
  await github.until(failed, "it is set aside");
  studio.setClock(-86_400_000);
  studio.advance(60_000);
  await github.until(() => issue.comments.length === 1, "it is shown");
});

/** An issue whose film is told of, before nobody watches. */
async function shownAndLeft(studio: Studio) {
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "One", labels: ["video"] });
  const first = studio.start();
  await github.until(() => issue.comments.length === 1, "it is shown");
  await first.stop();
  return issue;
}

for (const [what, forget] of [
  ["shown already", ""],
  ["not shown yet", "delete from github_sheets"],
] as const) {
  test(`what is to be said of a film that is ${what} is not said to whoever took the name`, async () => {
    await using studio = await openStudio();
    const { films, github } = studio;
    const issue = await shownAndLeft(studio);
    if (forget) studio.database.transact((tx) => tx.prepare(forget).run({}));
    github.world.rename(films.state, "acme/movies");
    films.state.oldNames.length = 0;
    const theirs = github.repository("acme/films").open({ by: "mallory", title: "Mine" });
    studio.start();
    studio.set("job-1", { status: "cancelled", steps: [] });
    const told = () => studio.events.filter(isOutboxReplaced).length;
    const isTouched = () => theirs.comments.length + theirs.labels.size > 0;
    for (let times = 1; times <= 4; times += 1) {
      await github.until(() => isTouched() || told() >= times, `it is reported ${times} times`);
      studio.advance(600_000);
    }
    assert.deepEqual([theirs.comments, [...theirs.labels], theirs.state], [[], [], "open"]);

    github.repository("acme/films").state.name = "others";
    github.world.rename(films.state, "acme/films");
    const isSaid = () => {
      studio.advance(600_000);
      return issue.comments.at(-1)?.body.includes("Cancelled") ?? false;
    };
    await github.until(isSaid, "the name is its own again, and all is said");
  });
}

const isOutboxReplaced = ({ payload }: { readonly payload: unknown }): boolean =>
  /"github-outbox","code":"github-replaced"/.test(JSON.stringify(payload));

test("a repository that was renamed while nobody watched, and in the settings too, keeps its jobs", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = await shownAndLeft(studio);
  github.world.rename(films.state, "acme/movies");
  films.unlabel(issue, "video", "olga");
  studio.start({ inbox: { repositories: [{ owner: "acme", repo: "movies" }] } });
  await github.until(() => studio.view("job-1")?.status === "cancelled", "it is called off");
  assert.deepEqual(github.violations, []);
});

test("a repository that is renamed twice keeps its jobs, whatever the settings call it", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "One", labels: ["video"] });
  studio.start();
  await github.until(() => issue.comments.length === 1, "it is shown");
  for (const name of ["acme/movies", "acme/cinema"]) {
    github.world.rename(films.state, name);
    const next = films.open({ by: "olga", title: name, labels: ["video"] });
    await github.until(() => next.comments.length === 1, "the next one is shown");
  }
  films.unlabel(issue, "video", "olga");
  await github.until(() => studio.view("job-1")?.status === "cancelled", "it is called off");
  const repositories = studio.database.prepare("select distinct repository from github_requests");
  assert.deepEqual(repositories.all({}), [{ repository: "acme/cinema" }]);
  assert.deepEqual(github.violations, []);
});

test("a job that a crash left unmarked is found again under the repository's new name", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  films.open({ by: "olga", title: "One", labels: ["video"] });
  const first = studio.start();
  await github.until(() => studio.admitted.length === 1, "it is a job");
  await first.stop();
  studio.database.transact((tx) =>
    tx.prepare("update github_requests set state = 'taken', job = null").run({}),
  );
  github.world.rename(films.state, "acme/movies");
  studio.start();
  const jobs = () => studio.database.prepare("select job, repository from github_requests").all({});
  await github.until(() => /job-\d/.test(JSON.stringify(jobs())), "it is marked");
  assert.deepEqual(jobs(), [{ job: "job-1", repository: "acme/movies" }]);
  assert.equal(studio.admitted.length, 1);
});

test("a repository that is gone is reported, and the others go on", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const repositories = [{ owner: "acme", repo: "nowhere" }, FILMS];
  studio.start({ inbox: { repositories } });
  films.open({ by: "olga", title: "One", labels: ["video"] });
  await github.until(() => studio.admitted.length === 1, "it is a job");
  const failed = JSON.stringify(studio.events.filter(({ name }) => name === "service.failed"));
  assert.match(failed, /github-inbox acme\/nowhere[^]*github-gone/);
});

function listener(t: TestContext) {
  const database = temporaryDatabase(t, [githubMigrations]);
  const parts = { secret: "s3cret", database, bell: bell(), clock: fakeClock() };
  const sign = (body: string, secret = parts.secret): string =>
    `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const deliver = (id: string | undefined, body: string, signature: string | undefined) =>
    hear({ id, body: Buffer.from(body), signature }, parts);
  const inbox = parts.bell.listen("acme/films");
  const replies = parts.bell.listen("Acme/Films");
  return { database, inbox, replies, sign, deliver };
}

test("a webhook that GitHub signed rings once for each who listens, however often it is sent", async (t) => {
  const { inbox, replies, sign, deliver } = listener(t);
  const body = JSON.stringify({ action: "labeled", repository: { full_name: "Acme/Films" } });
  assert.equal(deliver("d-1", body, sign(body)), "heeded");
  assert.equal(deliver("d-1", body, sign(body)), "known");
  await Promise.all([inbox(signal), replies(signal)]);
  const rung: string[] = [];
  const next = [inbox, replies].map((ear) => ear(signal).then(() => rung.push("again")));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(rung, []);
  assert.equal(deliver("d-2", body, sign(body)), "heeded");
  await Promise.all(next);
});

test("a webhook of a repository that was renamed rings for its name in the settings", async (t) => {
  const { inbox, database, sign, deliver } = listener(t);
  const row = { name: "acme/films", id: 7, presentName: "acme/movies" };
  database.transact((tx) => saveName(tx, row));
  const body = JSON.stringify({ repository: { full_name: "Acme/Movies" } });
  assert.equal(deliver("d-1", body, sign(body)), "heeded");
  await inbox(signal);
});

test("a webhook that anybody else sent, or nobody can read, rings nothing", async (t) => {
  const { inbox, sign, deliver } = listener(t);
  const body = JSON.stringify({ repository: { full_name: "acme/films" } });
  assert.equal(deliver("d-1", body, sign(body, "guess")), "forged");
  assert.equal(deliver("d-1", body, undefined), "forged");
  assert.equal(deliver("d-1", body, sign(body).slice(0, -1)), "forged");
  assert.equal(deliver("d-1", `${body} `, sign(body)), "forged");
  assert.equal(deliver(undefined, body, sign(body)), "unreadable");
  assert.equal(deliver("d-1", "no JSON", sign("no JSON")), "unreadable");
  assert.equal(deliver("d-2", "{}", sign("{}")), "heeded", "a ping names no repository");
  const stopping = new AbortController();
  const rung = inbox(stopping.signal).then(() => "rung");
  stopping.abort("nothing came");
  await rung;
});

test("what changed is read once an hour, though the clock is set back by a day", async () => {
  await using studio = await openStudio();
  studio.start();
  await untilAsked(studio, LIST, 9);
  const again = untilAsked(studio, "GET /repos/{owner}/{repo}");
  studio.setClock(-86_400_000);
  studio.advance(3_600_000);
  await again;
});

test("a hint makes the inbox look at once", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const hints = bell();
  // A rest that only the hint ends.
  const clock = {
    now: Date.now,
    uptime: Date.now,
    sleep: (_ms: number, until?: AbortSignal) => aborted(until),
  };
  const daemon = studio.start({ inbox: { bell: hints, clock } });
  await untilAsked(studio, LIST, 3);
  films.open({ by: "olga", title: "Hinted", labels: ["video"] });
  hints.ring("acme/films");
  await github.until(() => studio.admitted.length === 1, "it is a job");
  await daemon.stop();
});

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) =>
    signal?.addEventListener("abort", () => resolve(), { once: true }),
  );
}
