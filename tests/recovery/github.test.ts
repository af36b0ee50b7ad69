import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { daemonIn, type JobView } from "../support/daemon.ts";
import { startGitHub } from "../support/github/github.ts";

const BRIEF = `A lamp that never goes out.

- A keeper looks at it every second
- A broken part is replaced at once

Duration: 8 seconds`;

/** The stand-in judges each request and answer by GitHub's own OpenAPI description. */
test("a labelled issue becomes one film, told in one comment, and is closed", async (t) => {
  await using github = await startGitHub();
  const films = github.repository("acme/films");
  films.allow("olivia", "write");
  films.allow("kantoku-bot", "write");
  const daemon = daemonIn(t, configFor(github.url), { GITHUB_TOKEN: github.token });
  await daemon.up();

  const issue = films.open({ title: "The lighthouse", body: BRIEF, by: "olivia" });
  films.label(issue, "video:approved", "olivia");
  await github.until(() => issue.state === "closed", "the issue to be closed", 480_000);
  await polledAgain(github.requests.length);

  const [job, ...others] = await daemon.json<JobView[]>("jobs");
  assert.ok(job);
  assert.deepEqual(others, [], "polled often, but one job");
  assert.equal(job.status, "done");
  const film = join(daemon.home, "data", "jobs", job.id, "film.mp4");
  assert.ok(existsSync(film));
  assert.equal(issue.comments.length, 1);
  const comment = issue.comments[0]?.body ?? "";
  assert.match(comment, new RegExp(`kantoku:job=${job.id}`));
  for (const told of ["publish", "LUFS", "stays on the machine that made it"]) {
    assert.ok(comment.includes(told), told);
  }
  assert.ok(!comment.includes(daemon.home), "no place on this machine is told elsewhere");
  assert.deepEqual(labelsOf(issue).toSorted(), ["video:approved", "video:done"]);
  assert.deepEqual(github.violations, []);

  async function polledAgain(before: number): Promise<void> {
    await github.until(() => github.requests.length > before + 4, "a few more polls");
  }
});

test("a brief in an issue that can't be used is answered with the reason, and nothing is enqueued", async (t) => {
  await using github = await startGitHub();
  const films = github.repository("acme/films");
  films.allow("olivia", "write");
  const daemon = daemonIn(t, configFor(github.url), { GITHUB_TOKEN: github.token });
  await daemon.up();

  const body = "---\nduration: -3\n---\nA lamp.";
  const issue = films.open({ title: "Backwards", body, by: "olivia" });
  films.label(issue, "video:approved", "olivia");
  await github.until(() => labelsOf(issue).includes("video:failed"), "the label of a failure");

  assert.match(issue.comments[0]?.body ?? "", /duration/);
  assert.deepEqual(await daemon.json("jobs"), []);
  assert.deepEqual(github.violations, []);
});

function configFor(url: string): string {
  return `
http: { port: 0 }
render: { scale: 0.2 }
github: { apiUrl: "${url}", repositories: [acme/films], pollMs: 500, answerWithinMs: 0, publish: link }
`;
}

function labelsOf(issue: { readonly labels: ReadonlyMap<string, unknown> }): string[] {
  return [...issue.labels.keys()];
}
