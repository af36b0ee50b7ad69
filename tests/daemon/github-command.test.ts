import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test, type TestContext } from "node:test";
import { admissionOf } from "../../daemon/brief.ts";
import { loadConfig } from "../../daemon/config.ts";
import { openStores } from "../../daemon/stores.ts";
import { run, type RunResult } from "../../kernel/process.ts";
import { ASPECTS, THEME_NAMES } from "../../video/look/names.ts";
import { startGitHub, type GitHubStandIn } from "../support/github/github.ts";
import { temporaryFolder } from "../support/temp.ts";
import { makeHome } from "./command.ts";
import { fastify } from "fastify";
import { parse } from "yaml";
import { webhookRoute } from "../../daemon/http/webhook.ts";

const PROJECT = resolve(import.meta.dirname, "..", "..");
const FORM = ".github/ISSUE_TEMPLATE/film.yml";

function command(t: TestContext, github: GitHubStandIn, environment: Record<string, string> = {}) {
  const home = temporaryFolder(t);
  const token = join(home, "token");
  writeFileSync(token, `${github.token}\n`, { mode: 0o600 });
  writeFileSync(join(home, "kantoku.config.yaml"), "github: { repositories: [acme/films] }\n");
  const env = {
    PATH: process.env["PATH"] ?? "",
    KANTOKU_HOME: home,
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN_FILE: token,
    ...environment,
  };
  return (...args: string[]): Promise<RunResult> =>
    run(join(PROJECT, "kantoku"), ["github", ...args], { env, timeoutMs: 120_000 });
}

interface SetUp {
  readonly pieces: readonly { readonly name: string; readonly state: string }[];
}

/** All but a few, which would be made at GitHub's pace of one a second. */
function withMostLabels(github: GitHubStandIn) {
  const films = github.repository("acme/films");
  films.allow("kantoku-bot", "write");
  const names = ["video", "video:square", "priority:p0", "priority:p1", "priority:p2"];
  const states = ["queued", "running", "needs-info", "needs-review", "done", "failed"];
  for (const name of [...names, "PRIORITY:P3", ...states.map((state) => `video:${state}`)]) {
    const label = { id: github.world.nextId(), name, color: "ededed" };
    films.state.labels.set(name.toLowerCase(), label);
  }
  return films;
}

test("github setup makes what is missing, once, and says beforehand what it would make", async (t) => {
  await using github = await startGitHub();
  const { state } = withMostLabels(github);
  const github_ = command(t, github);
  const before = state.labels.size;
  const planned = JSON.parse((await github_("setup", "--dry-run", "--json")).stdout) as SetUp[];
  const missing = planned[0]?.pieces.filter((piece) => piece.state === "missing");
  assert.deepEqual(
    missing?.map(({ name }) => name),
    ["video:approved", "video:short", FORM],
  );
  assert.equal(state.labels.size, before);

  const first = await github_("setup", "acme/films");
  assert.equal(first.exitCode, 0, first.stderr);
  assert.match(first.stdout, /label\s+video:short\s+made[^]*film\.yml\s+made/);
  const second = JSON.parse((await github_("setup", "--json")).stdout) as SetUp[];
  assert.ok(
    second[0]?.pieces.every((piece) => piece.state === "there"),
    JSON.stringify(second),
  );
  assert.deepEqual(github.violations, []);
});

test("github check says what stands in the way, and what to do", async (t) => {
  await using github = await startGitHub();
  const { state } = withMostLabels(github);
  const github_ = command(t, github);
  const lacking = await github_("check");
  assert.equal(lacking.exitCode, 1);
  assert.match(
    lacking.stdout,
    /✗\s+labels, form\s+missing: video:approved[^]*kantoku github setup/,
  );

  github.world.rename(state, "acme/movies");
  const renamed = await github_("check", "--json");
  assert.match(renamed.stdout, /write acme\/movies in github\.repositories/);
  const gone = await github_("check", "acme/nowhere");
  assert.match(gone.stdout, /✗\s+GitHub[^]*404/);
  const misnamed = await github_("check", "films");
  assert.equal(misnamed.exitCode, 2);
  assert.match(misnamed.stderr, /write it as owner\/name/);
  const home = temporaryFolder(t);
  await makeHome(home);
  const accepted = await github_("accept", "acme/films", "--home", home);
  assert.match(accepted.stdout, /nothing to do/);
});

/** A home where a film of repository 7 waits for its start, and repository 8 was seen under its name. */
async function homeWithReplaced(t: TestContext) {
  const home = temporaryFolder(t);
  const config = await loadConfig({ home }, {});
  using stores = openStores(config);
  const source = { kind: "github", ref: "acme/films#1" } as const;
  const text = "# Release 2.0\n\nTwice as fast.\n";
  const entrance = { source, admissionKey: "github:acme/films#1/9" };
  const { job } = stores.jobs.admit(admissionOf(text, source.ref, stores.blobs, entrance));
  stores.database.transact((tx) => {
    tx.prepare(
      `insert into github_repositories (name, id, present_name, replaced_by)
       values ('acme/films', 7, 'acme/films', 8)`,
    ).run({});
    tx.prepare(
      `insert into github_requests (repository, repository_id, issue, generation, actor, labelled_at,
         workflow, title, brief, state, job, taken_at)
       values ('acme/films', 7, 1, 9, 'olga', '2026-01-01T00:00:00Z', 'film', 'T', 'B', 'admitted', @job, 0)`,
    ).run({ job });
  });
  return { home, job };
}

test("github accept says what became of the films of the repository before, and does it once", async (t) => {
  await using github = await startGitHub();
  const github_ = command(t, github);
  const { home, job } = await homeWithReplaced(t);
  const accepted = await github_("accept", "acme/films", "--home", home);
  assert.equal(
    accepted.stdout,
    `acme/films is watched as the repository that it is now.
1 film of the one before is cancelled: ${job}. Nothing about its films is told or heard in acme/films.
`,
  );
  using stores = openStores(await loadConfig({ home }, {}));
  assert.equal(stores.jobs.status(job), "cancelled");
  const again = JSON.parse(
    (await github_("accept", "acme/films", "--json", "--home", home)).stdout,
  );
  assert.deepEqual(again, { repository: "acme/films", kind: "unchanged" });
});

test("without a token, or with a file that is not there, the command says so", async (t) => {
  await using github = await startGitHub();
  const nowhere = await command(t, github, { GITHUB_TOKEN_FILE: "/nowhere/token" })("check");
  assert.equal(nowhere.exitCode, 2);
  assert.match(nowhere.stderr, /GITHUB_TOKEN_FILE: there is no file \/nowhere\/token/);
  const none = await command(t, github, { GITHUB_TOKEN_FILE: "" })("check");
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /there is no token/);
});

test("the webhook's route hands on the very bytes that were signed, and answers by their worth", async () => {
  const heard: string[] = [];
  await using app = fastify({ bodyLimit: 1000 });
  webhookRoute(app, ({ id, signature, body }) => {
    const expected = `sha256=${createHmac("sha256", "key").update(body).digest("hex")}`;
    heard.push(id ?? "");
    return signature === expected ? "heeded" : "forged";
  });
  const send = (payload: string, headers: Record<string, string>) =>
    app.inject({ method: "POST", url: "/webhooks/github", payload, headers });
  const body = '{ "zen":  "Spaces  count." }';
  const json = { "content-type": "application/json", "x-github-delivery": "d-1" };
  const signature = `sha256=${createHmac("sha256", "key").update(body).digest("hex")}`;
  const good = await send(body, { ...json, "x-hub-signature-256": signature });
  assert.deepEqual([good.statusCode, good.json()], [202, { heard: "heeded" }]);
  assert.equal((await send(body, json)).statusCode, 401);
  assert.deepEqual(heard, ["d-1", "d-1"]);
  assert.equal((await send("x".repeat(2000), json)).statusCode, 413);
  assert.equal((await send("a=b", { "content-type": "text/plain" })).statusCode, 415);
  assert.equal(heard.length, 2, "what is too long or no JSON is not even looked at");
});

test("the issue form offers every look and every shape that there is", () => {
  const form = parse(readFileSync(join(PROJECT, FORM), "utf8")) as {
    body: { id: string; attributes: { options?: string[] } }[];
  };
  const optionsOf = (id: string) => form.body.find((field) => field.id === id)?.attributes.options;
  assert.deepEqual(optionsOf("theme"), [...THEME_NAMES]);
  assert.deepEqual(optionsOf("aspect"), [...ASPECTS]);
});
