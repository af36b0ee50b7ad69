import assert from "node:assert/strict";
import { test } from "node:test";
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
