import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { test, type TestContext } from "node:test";
import { fastify } from "fastify";
import { webhookRoute } from "../../../daemon/http/webhook.ts";
import { bell } from "../../../scheduler/inbox/github/bell.ts";
import { hear } from "../../../scheduler/inbox/github/webhook.ts";
import { githubMigrations } from "../../../scheduler/migrations.ts";
import { fakeClock } from "../../support/clock.ts";
import { githubContract } from "../../support/github/contract.ts";
import { startGitHub } from "../../support/github/github.ts";
import { send } from "../../support/github/recorded.ts";
import { assertSameShape } from "../../support/github/shape.ts";
import { temporaryDatabase } from "../../support/database.ts";

/** Deliveries as GitHub made them, published by the authors of octokit. */
interface Published {
  readonly name: string;
  readonly examples: readonly Payload[];
}

interface Payload {
  readonly action?: string;
  readonly repository?: { readonly full_name: string };
  readonly issue?: IssuePayload;
  readonly comment?: { readonly user: { readonly login: string }; readonly body: string };
}

interface IssuePayload {
  readonly title: string;
  readonly body: string | null;
  readonly user: { readonly login: string };
  readonly labels?: readonly { readonly name: string }[];
  readonly pull_request?: unknown;
}

const require = createRequire(import.meta.url);
const PUBLISHED = require("@octokit/webhooks-examples") as readonly Published[];
const DELIVERIES = PUBLISHED.flatMap(({ name, examples }) =>
  examples.map((payload) => ({ name, payload })),
);
const SECRET = "It's a Secret to Everybody";

/** The daemon's route with all that is behind it, and the repositories that were rung for. */
async function openRoute(t: TestContext) {
  const database = temporaryDatabase(t, [githubMigrations]);
  const rung: string[] = [];
  const hints = { ...bell(), ring: (repository: string) => void rung.push(repository) };
  const parts = { secret: SECRET, database, bell: hints, clock: fakeClock() };
  const app = fastify();
  webhookRoute(app, (delivery) => hear(delivery, parts));
  t.after(() => app.close());
  const deliver = (event: string, id: string, payload: string, secret = SECRET) => {
    const signature = createHmac("sha256", secret).update(payload).digest("hex");
    const headers = {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": id,
      "x-hub-signature-256": `sha256=${signature}`,
    };
    return app.inject({ method: "POST", url: "/webhooks/github", payload, headers });
  };
  return { rung, deliver };
}

test("every delivery that GitHub is known to send is heeded once, and rings for its repository", async (t) => {
  const { rung, deliver } = await openRoute(t);
  const wanted: string[] = [];
  for (const [number, { name, payload }] of DELIVERIES.entries()) {
    const body = JSON.stringify(payload);
    const forged = await deliver(name, `d-${number}`, body, "a guess");
    const first = await deliver(name, `d-${number}`, body);
    const second = await deliver(name, `d-${number}`, body);
    const statuses = [forged, first, second].map(({ statusCode }) => statusCode);
    assert.deepEqual(statuses, [401, 202, 200], `${name} ${payload.action ?? ""}`);
    if (payload.repository) wanted.push(payload.repository.full_name);
  }
  assert.deepEqual(rung, wanted);
  assert.ok(DELIVERIES.length > 300 && wanted.length > 250, `${DELIVERIES.length} deliveries`);
});

const OF_ISSUES = DELIVERIES.filter(({ name }) => name === "issues" || name === "issue_comment");

test("issues, comments and repositories of deliveries are valid by the stand-in's own check", () => {
  const contract = githubContract();
  const judge = (path: string, value: unknown): string[] => {
    const match = contract.match("GET", `/repos/Codertocat/Hello-World${path}`);
    return match ? contract.judgeAnswer(match, 200, value) : [`${path} is unknown`];
  };
  const problems = OF_ISSUES.flatMap(({ payload: { issue, comment, repository } }) => [
    // Of a pinned issue only half is told.
    ...(issue && "state" in issue ? judge("/issues/1", issue) : []),
    ...(comment ? judge("/issues/comments/1", comment) : []),
    ...(repository ? judge("", { ...UNTOLD, ...repository, homepage: null }) : []),
  ]);
  assert.deepEqual(problems, []);
  assert.ok(OF_ISSUES.length > 30);
});

/** Deliveries say less of a repository than GitHub does when it is asked. */
const UNTOLD = { has_discussions: false, network_count: 0, subscribers_count: 0 };

test("the stand-in shows the same issues and comments as the deliveries do", async () => {
  await using github = await startGitHub();
  const films = github.repository("acme/films");
  for (const { name, payload } of OF_ISSUES) {
    const { issue, comment, repository, action } = payload;
    if (!issue || issue.pull_request) continue;
    const labels = (issue.labels ?? []).map((label) => label.name);
    const { title, body, user } = issue;
    const opened = films.open({ by: user.login, title, body, labels });
    const path = `/repos/acme/films`;
    const look = async (theirs: unknown, rest: string): Promise<void> =>
      assertSameShape(
        known(theirs),
        (await send(github, "get", path + rest)).body,
        `${name} ${action}`,
      );
    await look(issue, `/issues/${opened.number}`);
    await look(repository, "");
    if (!comment) continue;
    const said = github.world.comment(opened, comment.user.login, comment.body);
    await look(comment, `/issues/comments/${said.id}`);
  }
  assert.deepEqual(github.violations, []);
});

/** Kantoku assigns nobody, and knows no topics; `draft` is a pull request's. */
function known(payload: unknown): unknown {
  const UNASKED = new Set(["assignees", "topics", "draft"]);
  return Object.fromEntries(Object.entries(payload ?? {}).filter(([name]) => !UNASKED.has(name)));
}
