import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { createEvents } from "../../../kernel/events.ts";
import { createGitHub, type GitHub, type GitHubOptions } from "../../../scheduler/inbox/github.ts";
import { authorization } from "../../../scheduler/inbox/github/authorization.ts";
import { fakeClock } from "../../support/clock.ts";
import { startGitHub, type Fault, type GitHubStandIn } from "../../support/github/github.ts";
import { isWrite, tooSoon } from "../../support/github/manners.ts";

const { signal } = new AbortController();
const FILMS = { owner: "acme", repo: "films" };

function clientOf(github: GitHubStandIn, options: Partial<GitHubOptions> = {}): GitHub {
  const { token, url: baseUrl } = github;
  return createGitHub({ token, baseUrl, ...options });
}

test("long lists are read to their end, and a second look at them is free", async () => {
  await using github = await startGitHub();
  const { open } = github.repository("acme/films");
  for (let count = 0; count < 250; count += 1) {
    open({ by: "olga", title: `Film ${count}`, labels: ["video"] });
  }
  const client = clientOf(github);
  const first = await client.labelledIssues(FILMS, "video", signal);
  assert.deepEqual([first.issues.length, first.isUnchanged], [250, false]);
  const second = await client.labelledIssues(FILMS, "video", signal);
  assert.deepEqual([second.issues.length, second.isUnchanged], [250, true]);
  const statuses = github.requests.map((request) => request.status);
  assert.deepEqual(statuses, [200, 200, 200, 304, 304, 304]);
});

const failures: readonly [string, Fault["kind"], string, boolean][] = [
  ["a wrong token", { name: "status", status: 401 }, "github-unauthorized", false],
  ["a missing permission", { name: "status", status: 403 }, "github-forbidden", false],
  ["a missing issue", { name: "status", status: 404 }, "github-gone", false],
  ["a deleted issue", { name: "status", status: 410 }, "github-gone", false],
  ["a bad request", { name: "status", status: 422 }, "github-refused", false],
  ["a server error", { name: "status", status: 500 }, "github-unreachable", true],
  ["a cut connection", { name: "reset" }, "github-unreachable", true],
  ["a server that hangs", { name: "hang" }, "github-unreachable", true],
];
for (const [name, kind, code, isAmbiguous] of failures) {
  test(`${name} is told apart, and a write is tried only once`, async () => {
    await using github = await startGitHub();
    const issue = github.repository("acme/films").open({ by: "olga", title: "One" });
    github.injectFault({ path: /comments/, kind });
    const client = clientOf(github, kind.name === "hang" ? { timeoutMs: 2_000 } : {});
    const name = { ...FILMS, number: issue.number };
    await assert.rejects(client.createComment(name, "Hello", signal), { code, isAmbiguous });
    assert.equal(github.requests.length, 1);
  });
}

const limits: readonly [string, number, Readonly<Record<string, string>>, number][] = [
  ["names the seconds", 403, { "retry-after": "30" }, 30_000],
  [
    "names the time of reset",
    403,
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "90" },
    40_000,
  ],
  ["names a reset long ago", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" }, 1000],
  ["names nothing", 429, {}, 60_000],
];
for (const [name, status, headers, retryAfterMs] of limits) {
  test(`a rate limit that ${name} says how long to rest`, async () => {
    await using github = await startGitHub({ now: () => 50_000 });
    github.repository("acme/films");
    github.injectFault({ path: /issues/, kind: { name: "status", status, headers } });
    // Ours is an hour behind.
    const clock = { now: () => 50_000 - 3_600_000, uptime: () => 0, sleep: async () => {} };
    const look = clientOf(github, { clock }).labelledIssues(FILMS, "video", signal);
    await assert.rejects(look, { code: "github-limited", retryAfterMs });
  });
}

const QUERY_LIMITS: readonly [string, "RATE_LIMITED" | "RATE_LIMIT", object, number][] = [
  ["names the time of reset", "RATE_LIMITED", { remaining: "0", reset: "2450" }, 2_400_000],
  ["has the newer name", "RATE_LIMIT", { remaining: "0", reset: "2450" }, 2_400_000],
  ["leaves too little for the question", "RATE_LIMITED", { remaining: "4", reset: "2450" }, 60_000],
  ["names nothing", "RATE_LIMIT", {}, 60_000],
];
for (const [name, type, left, retryAfterMs] of QUERY_LIMITS) {
  test(`GraphQL's rate limit that ${name} is rested for, by everything that asks GitHub`, async () => {
    const clock = fakeClock(50_000);
    await using github = await startGitHub({ now: () => clock.now() });
    github.repository("acme/films");
    github.injectFault({ path: /graphql/, kind: { name: "query-limit", type, ...left } });
    const client = clientOf(github, { clock });
    await assert.rejects(client.texts(FILMS, [1], signal), {
      code: "github-limited",
      retryAfterMs,
    });
    await clock.advance(1_000);
    const rest = { code: "github-limited", retryAfterMs: retryAfterMs - 1_000 };
    await assert.rejects(client.labelledIssues(FILMS, "video", signal), rest);
    await clock.advance(retryAfterMs);
    assert.equal((await client.texts(FILMS, [1], signal)).size, 0);
    assert.equal(github.requests.length, 2);
  });
}

test("limits that name no time are rested for twice as long each time, an hour at most, until GitHub answers", async () => {
  const clock = fakeClock();
  await using github = await startGitHub({ now: () => clock.now() });
  github.repository("acme/films");
  const client = clientOf(github, { clock });
  const write = () => client.createRelease(FILMS, release, signal);
  const release = { tag: "films", title: "Films", text: "" };
  const rests: number[] = [];
  const restOfWrite = async (): Promise<void> => {
    await write().catch(({ retryAfterMs }: { retryAfterMs: number }) => rests.push(retryAfterMs));
    await clock.advance(rests.at(-1) ?? 0);
  };
  await clock.advance(1_000);
  github.injectFault({ method: "POST", path: /./, kind: { name: "secondary-limit" }, times: 8 });
  for (let count = 0; count < 8; count += 1) {
    await restOfWrite();
    // What is answered to others does not say that writes are welcome.
    await client.labelledIssues(FILMS, "video", signal);
  }
  assert.deepEqual(
    rests.map((ms) => ms / 60_000),
    [1, 2, 4, 8, 16, 32, 60, 60],
  );
  await write();
  await clock.advance(3_000);
  github.injectFault({ method: "POST", path: /./, kind: { name: "secondary-limit" } });
  await restOfWrite();
  assert.equal(rests.at(-1), 60_000);
});

test("one limit that meets many requests at once is one, and the longest of their rests holds", async () => {
  const clock = fakeClock();
  await using github = await startGitHub({ now: () => clock.now() });
  github.repository("acme/films");
  const named = { name: "status", status: 403, headers: { "retry-after": "90" } } as const;
  const unnamed = { name: "secondary-limit" } as const;
  for (const kind of [unnamed, named, unnamed]) github.injectFault({ path: /issues/, kind });
  const client = clientOf(github, { clock });
  const look = () => client.labelledIssues(FILMS, "video", signal);
  const met = await Promise.allSettled([look(), look(), look()]);
  const rests = met.map((one) => one.status === "rejected" && one.reason.retryAfterMs);
  assert.deepEqual(
    rests.map(Number).toSorted((a, b) => a - b),
    [60_000, 60_000, 90_000],
  );
  await clock.advance(60_000);
  await assert.rejects(look(), { retryAfterMs: 30_000 });
  await clock.advance(30_000);
  github.injectFault({ path: /issues/, kind: unnamed });
  await assert.rejects(look(), { retryAfterMs: 120_000 });
});

test("what waits for its turn while GitHub comes to ask for a rest is not sent", async () => {
  const clock = fakeClock();
  await using github = await startGitHub({ now: () => clock.now() });
  github.repository("acme/films");
  github.injectFault({ path: /graphql/, kind: { name: "query-limit", type: "RATE_LIMITED" } });
  const client = clientOf(github, { clock });
  const asked = [1, 2, 3].map((number) => client.texts(FILMS, [number], signal));
  const answers = Promise.allSettled(asked);
  await github.until(() => github.requests.length === 1, "the first one is answered");
  await clock.sleeping(2);
  await assert.rejects(asked[0]!, { code: "github-limited" });
  await clock.advance(10_000);
  const codes = (await answers).map((one) => one.status === "rejected" && one.reason.code);
  assert.deepEqual(codes, ["github-limited", "github-limited", "github-limited"]);
  assert.equal(github.requests.length, 1);
});

test("requests go out though the clock is set back by a day", async (t) => {
  await using github = await startGitHub();
  github.repository("acme/films");
  const client = clientOf(github);
  await client.labelledIssues(FILMS, "video", signal);
  const yesterday = Date.now() - 86_400_000;
  t.mock.method(Date, "now", () => yesterday);
  const patience = AbortSignal.timeout(5_000);
  await client.labelledIssues(FILMS, "video", AbortSignal.any([signal, patience]));
  assert.equal(github.requests.length, 2);
});

test("a rest that GitHub asks for ends in time, though the clock is set back by a day", async () => {
  const clock = fakeClock();
  await using github = await startGitHub({ now: () => clock.now() });
  github.repository("acme/films");
  const headers = { "retry-after": "60" };
  github.injectFault({ path: /issues/, kind: { name: "status", status: 429, headers } });
  const client = clientOf(github, { clock });
  const look = () => client.labelledIssues(FILMS, "video", signal);
  await assert.rejects(look(), { retryAfterMs: 60_000 });
  clock.jumpTo(clock.now() - 86_400_000);
  await clock.advance(50_000);
  await assert.rejects(look(), { code: "github-limited", retryAfterMs: 10_000 });
  await clock.advance(10_000);
  assert.deepEqual((await look()).issues, []);
});

test("a secondary limit without headers is known by the page it points to", async () => {
  const documentation_url = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api";
  await using stub = await serve(403, JSON.stringify({ message: "Slow down", documentation_url }));
  const look = createGitHub({ token: "t", baseUrl: stub.url });
  await assert.rejects(look.login(signal), { code: "github-limited", retryAfterMs: 60_000 });
});

test("a web page where GitHub should be is told as such", async () => {
  await using stub = await serve(200, "[1, 2]");
  const client = createGitHub({ token: "t", baseUrl: `${stub.url}/` });
  await assert.rejects(client.login(signal), { code: "github-unreadable" });
});

test("a read is tried twice", async () => {
  await using github = await startGitHub();
  github.injectFault({ path: /user/, kind: { name: "status", status: 502 } });
  assert.equal(await clientOf(github).login(signal), "kantoku-bot");
  assert.equal(github.requests.length, 2);
});

test("writes go one by one, a second after each other by GitHub's own clock, whatever became of them", async () => {
  let now = Date.UTC(2026, 0, 1);
  const sleep = async (ms: number) => void (now += ms);
  const clock = { now: () => now, uptime: () => now, sleep };
  await using github = await startGitHub({ now: () => clock.now() });
  const issue = github.repository("acme/films").open({ by: "olga", title: "One" });
  const name = { ...FILMS, number: issue.number };
  const started = now;
  const client = clientOf(github, { clock });
  github.injectFault({ method: "POST", path: /comments$/, kind: { name: "status", status: 500 } });
  github.injectFault({ method: "POST", path: /labels$/, kind: { name: "reset-after-commit" } });
  const writes = await Promise.allSettled([
    client.createComment(name, "Hello", signal),
    client.addLabel(name, "video:queued", signal),
    client.createComment(name, "Hello again", signal),
    client.labels(name, signal),
    client.removeLabel(name, "video:queued", signal),
    client.closeIssue(name, signal),
    client.reactToIssue(name, "eyes", signal),
  ]);
  assert.equal(writes.filter(({ status }) => status === "rejected").length, 2);
  assert.deepEqual(tooSoon(github.requests, started), []);
  assert.equal(github.requests.filter(isWrite).length, 6);
  assert.equal(github.requests[0]?.method, "GET", "who only reads does not wait");
});

test("a write that waits for its turn can be called off", async () => {
  await using github = await startGitHub();
  const issue = github.repository("acme/films").open({ by: "olga", title: "One" });
  const stopping = new AbortController();
  const clock = { now: () => 0, uptime: () => 0, sleep: async () => stopping.abort() };
  const client = clientOf(github, { clock });
  const write = client.closeIssue({ ...FILMS, number: issue.number }, stopping.signal);
  await assert.rejects(write, { name: "AbortError" });
  assert.deepEqual(github.requests, []);
});

test("comments come three seconds after each other, and questions to GraphQL a second", async () => {
  let now = Date.UTC(2026, 0, 1);
  const clock = {
    now: () => now,
    uptime: () => now,
    sleep: async (ms: number) => void (now += ms),
  };
  await using github = await startGitHub({ now: () => now });
  const issue = github.repository("acme/films").open({ by: "olga", title: "One" });
  const client = clientOf(github, { clock });
  const name = { ...FILMS, number: issue.number };
  const at = (route: string) =>
    github.requests.filter((one) => one.route === route).map((one) => one.at);
  await Promise.all(["One", "Two"].map((text) => client.createComment(name, text, signal)));
  const [first = 0, second] = at("POST /repos/{owner}/{repo}/issues/{issue_number}/comments");
  assert.equal(second, first + 3_000);
  for (const number of [1, 2]) await client.texts(FILMS, [number], signal);
  const [asked = 0, again] = at("POST /graphql");
  assert.equal(again, asked + 1_000);
});

test("answers are counted by route, whatever the repository", async () => {
  await using github = await startGitHub();
  github.repository("acme/films");
  const events = createEvents();
  const routes: string[] = [];
  events.on("github.answered", ({ route, status }) => void routes.push(`${status} ${route}`));
  const client = clientOf(github, { events });
  await client.labelledIssues(FILMS, "video", signal);
  await client.labelledIssues(FILMS, "video", signal);
  await client.removeLabel({ ...FILMS, number: 9 }, "video:done", signal);
  assert.deepEqual(routes, [
    "200 GET /repos/{owner}/{repo}/issues",
    "304 GET /repos/{owner}/{repo}/issues",
    "404 DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
  ]);
});

test("an aborted look says nothing of GitHub", async () => {
  await using github = await startGitHub();
  github.injectFault({ path: /issues/, kind: { name: "hang" } });
  const stopping = new AbortController();
  const look = clientOf(github).labelledIssues(FILMS, "video", stopping.signal);
  await github.until(() => github.requests.length === 1, "the request is there");
  stopping.abort();
  await assert.rejects(look, { name: "AbortError" });
});

for (const setBy of [0, -86_400_000]) {
  test(`a permission is believed for fifteen minutes, with the clock set by ${setBy} ms`, async () => {
    await using github = await startGitHub();
    const { allow } = github.repository("acme/films");
    allow("olga", "write");
    const clock = fakeClock();
    const door = authorization(clientOf(github), [], clock);
    const olga = { login: "olga", isBot: false };
    assert.equal((await door.judge(FILMS, olga, signal)).kind, "allowed");
    allow("olga", "read");
    clock.jumpTo(clock.now() + setBy);
    await clock.advance(15 * 60_000 - 1);
    assert.equal((await door.judge(FILMS, olga, signal)).kind, "allowed");
    await clock.advance(1);
    assert.equal((await door.judge(FILMS, olga, signal)).kind, "refused");
    assert.equal((await door.judge(FILMS, null, signal)).kind, "refused");
  });
}

async function serve(status: number, body: string) {
  const server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
