import assert from "node:assert/strict";
import { test } from "node:test";
import { Octokit } from "octokit";
import { conditionalPages } from "../../../scheduler/inbox/github/pages.ts";
import { createGitHub, type GitHub } from "../../../scheduler/inbox/github.ts";
import { startGitHub, type GitHubStandIn } from "../../support/github/github.ts";
import type { IssueState } from "../../support/github/world.ts";

const { signal } = new AbortController();
const ONE = { owner: "acme", repo: "films", number: 1 };

/** An issue with so many events. */
function withEvents(github: GitHubStandIn, count: number) {
  const films = github.repository("acme/films");
  const issue = films.open({ by: "olga", title: "Busy" });
  for (let event = 0; event < count; event += 1) turn(films, issue);
  return { films, issue };
}

type Films = ReturnType<GitHubStandIn["repository"]>;

function turn(films: Films, issue: IssueState): void {
  if (issue.labels.has("video")) films.unlabel(issue, "video", "olga");
  else films.label(issue, "video", "olga");
}

const clientOf = ({ token, url }: GitHubStandIn): GitHub => createGitHub({ token, baseUrl: url });

test("what comes behind a full page is seen although that page is as it was", async () => {
  await using github = await startGitHub();
  const { films, issue } = withEvents(github, 100);
  const client = clientOf(github);
  assert.equal((await client.labelEvents(ONE, signal)).length, 100);
  for (const count of [101, 150, 200, 201, 202]) {
    while (issue.events.length < count) turn(films, issue);
    assert.equal((await client.labelEvents(ONE, signal)).length, count);
    assert.equal((await client.labelEvents(ONE, signal)).length, count, "again");
  }
  assert.deepEqual(github.violations, []);
});

for (const [count, pages] of [
  [99, 1],
  [100, 2],
] as const) {
  test(`an idle look at ${count} events is ${pages} free answers`, async () => {
    await using github = await startGitHub();
    withEvents(github, count);
    const client = clientOf(github);
    for (let look = 0; look < 2; look += 1) await client.labelEvents(ONE, signal);
    const before = github.requests.length;
    for (let look = 0; look < 3; look += 1) await client.labelEvents(ONE, signal);
    const idle = github.requests.slice(before).map(({ status }) => status);
    assert.deepEqual(idle, Array<number>(3 * pages).fill(304));
  });
}

test("no page is guessed where pages are told apart by a cursor", async () => {
  const asked: (string | null)[] = [];
  const pages = conditionalPages(listByCursor(asked));
  const look = async (): Promise<number> => {
    const place = { owner: "acme", repo: "films" };
    const reading = { keep: (items: readonly unknown[]) => items };
    const route = "GET /repos/{owner}/{repo}/issues";
    return (await pages.read(route, place, signal, reading)).items.length;
  };
  for (let count = 0; count < 3; count += 1) assert.equal(await look(), 200);
  assert.deepEqual(asked, [null, "CURSOR", null, "CURSOR", null, "CURSOR"]);
});

/** GitHub's list of a large repository: two full pages, and a number beside the cursor is not looked at. */
function listByCursor(asked: (string | null)[]): Octokit {
  const answer = (url: string, { headers }: { headers: Record<string, string> }): Response => {
    const after = new URL(url).searchParams.get("after");
    asked.push(after);
    const etag = `"${after ?? "first"}"`;
    if (headers["if-none-match"] === etag) return new Response(null, { status: 304 });
    const next = `<${url}&after=CURSOR&page=2>; rel="next"`;
    const items = Array.from({ length: 100 }, (_, index) => ({ index }));
    return Response.json(items, { headers: { etag, ...(after === null && { link: next }) } });
  };
  const fetch = (url: string, init: { headers: Record<string, string> }): Promise<Response> =>
    Promise.resolve(answer(url, init));
  return new Octokit({ request: { fetch }, throttle: { enabled: false } });
}
