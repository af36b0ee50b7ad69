import assert from "node:assert/strict";
import { test } from "node:test";
import { githubContract } from "../../support/github/contract.ts";
import { startGitHub } from "../../support/github/github.ts";
import { recorded, send } from "../../support/github/recorded.ts";
import { assertSameShape } from "../../support/github/shape.ts";
import { headOf, storageOf } from "../../support/github/storage.ts";

const ORGANISATION = "octokit-fixture-org";

test("labels are listed, made and refused as they are on GitHub", async () => {
  await using github = await startGitHub();
  const { state } = github.repository(`${ORGANISATION}/labels`);
  github.repository(`${ORGANISATION}/errors`);
  const [list, made] = recorded("labels");
  for (const { name, color } of list!.response as { name: string; color: string }[]) {
    state.labels.set(name, { id: github.world.nextId(), name, color });
  }
  // Kantoku neither looks at one label alone nor changes one.
  for (const { method, path, body, status, response } of [list!, made!, ...recorded("errors")]) {
    const answer = await send(github, method, path, body);
    assert.equal(answer.status, status, `${method} ${path}`);
    assertSameShape(response, answer.body, `${method} ${path}`);
  }
  assert.deepEqual(github.violations, []);
});

test("a repository looks as it does on GitHub", async () => {
  await using github = await startGitHub();
  github.repository(`${ORGANISATION}/hello-world`);
  for (const { method, path, status, response } of recorded("get-repository")) {
    const answer = await send(github, method, path);
    assert.equal(answer.status, status);
    assertSameShape(known(response), answer.body, path);
  }
  assert.deepEqual(github.violations, []);
});

test("a renamed repository leads on as it does on GitHub", async () => {
  await using github = await startGitHub();
  const { state } = github.repository(`${ORGANISATION}/rename-repository`);
  github.world.rename(state, `${ORGANISATION}/rename-repository-newname`);
  // Kantoku never changes a repository itself.
  const reads = recorded("rename-repository").filter(({ method }) => method === "get");
  for (const { path, status, response } of reads) {
    const asked = path.replace("/repositories/1000", `/repositories/${state.id}`);
    const answer = await send(github, "get", asked, undefined, { redirect: "manual" });
    assert.equal(answer.status, status, path);
    assertSameShape(known(response), answer.body, path);
  }
  assert.equal(reads.length, 2);
  assert.deepEqual(github.violations, []);
});

test("a file is committed, and a branch begins, as on GitHub", async () => {
  await using github = await startGitHub();
  github.repository(`${ORGANISATION}/create-file`);
  const [file] = recorded("create-file");
  const committed = await send(github, file!.method, file!.path, file!.body);
  assert.equal(committed.status, file!.status);
  const [theirs, ours] = [file!.response, committed.body] as { content: unknown }[];
  assertSameShape(theirs!.content, ours!.content, "content");

  const { state } = github.repository(`${ORGANISATION}/git-refs`);
  const [main = new Map<string, Buffer>()] = storageOf(state).branches.values();
  const [, begun] = recorded("git-refs");
  const from = { ...(begun!.body as object), sha: headOf(main) };
  const branch = await send(github, begun!.method, begun!.path, from);
  assert.equal(branch.status, begun!.status);
  assertSameShape(begun!.response, branch.body, "ref");
  assert.deepEqual(github.violations, []);
});

test("whatever GitHub recorded of the operations in use is valid by the kept part of its description", () => {
  const contract = githubContract();
  const judged = SCENARIOS.flatMap(recorded).flatMap(({ method, path, status, response }) => {
    const [bare = ""] = path.split("?");
    const match = contract.match(method.toUpperCase(), bare);
    if (!match || status === 204 || typeof response === "string") return [];
    // Recorded before GitHub's description told of these.
    const answer = isRepository(response) ? { has_discussions: false, ...response } : response;
    return [[path, contract.judgeAnswer(match, status, answer)] as const];
  });
  assert.ok(judged.length >= 10, `${judged.length} answers were judged`);
  assert.deepEqual(
    judged.filter(([, problems]) => problems.length > 0),
    [],
  );
});

/** Assets were recorded before they had a digest. */
const SCENARIOS = [
  "add-labels-to-issue",
  "create-file",
  "errors",
  "get-repository",
  "labels",
  "git-refs",
  "paginate-issues",
  "rename-repository",
];

function isRepository(response: unknown): response is Readonly<Record<string, unknown>> {
  return typeof response === "object" && response !== null && "full_name" in response;
}

/** What GitHub shows of an organisation, topics and merging is nothing that Kantoku asks for. */
function known(response: unknown): unknown {
  const UNASKED =
    /^(organization|topics|temp_clone_token|.*merge.*|.*squash.*|allow_.*|use_.*|security.*)$/;
  const fields = Object.entries(response as object).filter(([name]) => !UNASKED.test(name));
  return Object.fromEntries(fields);
}
