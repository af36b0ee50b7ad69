import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { githubContract } from "../../support/github/contract.ts";
import { startGitHub } from "../../support/github/github.ts";
import { recorded, send } from "../../support/github/recorded.ts";
import { assertSameShape } from "../../support/github/shape.ts";
import { addRelease } from "../../support/github/storage.ts";

test("opening and labelling an issue looks as it does on GitHub", async () => {
  await using github = await startGitHub();
  github.repository("octokit-fixture-org/add-labels-to-issue");
  for (const { method, path, body, status, response } of recorded("add-labels-to-issue")) {
    const answer = await send(github, method, path, body);
    assert.equal(answer.status, status);
    assertSameShape(response, answer.body, `${method} ${path}`);
  }
  assert.deepEqual(github.violations, []);
});

test("pages of issues follow each other as they do on GitHub", async () => {
  await using github = await startGitHub();
  const { open } = github.repository("octokit-fixture-org/paginate-issues");
  for (let number = 1; number <= 13; number += 1) {
    open({ by: "octokit-fixture-user-a", title: `Test issue ${number}` });
  }
  const relations = (link: string | null | undefined): string[] =>
    [...(link ?? "").matchAll(/page=(\d+)>; rel="(\w+)"/g)].map(
      ([, page, rel]) => `${rel} ${page}`,
    );
  const [first] = recorded("paginate-issues");
  let url: string | undefined = first?.path;
  for (const { status, response, headers } of recorded("paginate-issues")) {
    const answer = await send(github, "get", url ?? "");
    assert.equal(answer.status, status);
    assert.deepEqual(relations(answer.link).sort(), relations(headers["link"]).sort());
    assertSameShape(response, answer.body, url ?? "");
    url = /<([^<>]+)>; rel="next"/.exec(answer.link ?? "")?.[1];
  }
  assert.equal(url, undefined);
  assert.deepEqual(github.violations, []);
});

test("what GitHub recorded is valid by the kept part of its description", () => {
  const contract = githubContract();
  for (const { method, path, body, status, response } of recorded("add-labels-to-issue")) {
    const match = contract.match(method.toUpperCase(), path);
    assert.ok(match);
    assert.deepEqual(contract.judgeRequest(match, new URLSearchParams(), body), []);
    assert.deepEqual(contract.judgeAnswer(match, status, response), []);
  }
});

test("a request that GitHub would not understand is refused and remembered", async () => {
  await using github = await startGitHub();
  github.repository("acme/films");
  const unknown = await send(github, "get", "/repos/acme/films/issues?labels=x&colour=red");
  assert.equal(unknown.status, 422);
  await send(github, "get", "/repos/acme/films/issues?per_page=many");
  await send(github, "get", "/repos/acme/films/milestones");
  await send(github, "post", "/repos/acme/films/issues", { body: "No title" });
  assert.match(github.violations.join("\n"), /colour[\s\S]*many[\s\S]*milestones[\s\S]*title/);
});

test("the contract finds an answer that is not GitHub's", () => {
  const contract = githubContract();
  const match = contract.match("GET", "/repos/acme/films/issues");
  assert.ok(match);
  assert.match(contract.judgeAnswer(match, 200, [{ id: 1 }])[0] ?? "", /required/);
  assert.deepEqual(contract.judgeAnswer(match, 418, {}), [
    "GET /repos/{owner}/{repo}/issues never answers 418",
  ]);
  assert.deepEqual(contract.judgeAnswer(match, 502, "<html>"), []);
});

test("who comes without the token is sent away", async () => {
  await using github = await startGitHub();
  const answer = await fetch(`${github.url}/user`);
  assert.equal(answer.status, 401);
});

test("who knows an answer already gets a 304", async () => {
  await using github = await startGitHub();
  const headers = { authorization: `token ${github.token}` };
  const first = await fetch(`${github.url}/user`, { headers });
  const etag = first.headers.get("etag") ?? "";
  const second = await fetch(`${github.url}/user`, {
    headers: { ...headers, "if-none-match": etag },
  });
  assert.equal(second.status, 304);
});

test("the stand-in can be started by hand, and says how to use it", async () => {
  const script = fileURLToPath(new URL("../../support/github/start.ts", import.meta.url));
  const child = spawn(process.execPath, [script, "0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text.toString())?.[0];
    const answer = await fetch(`${url}/repos/acme/films/issues`, {
      headers: { authorization: "token stand-in-token" },
    });
    assert.deepEqual(await answer.json(), []);
    const opened = await fetch(`${url}/repos/acme/films/issues`, {
      method: "POST",
      headers: { authorization: "token olga-token" },
      body: JSON.stringify({ title: "By hand", labels: ["video:approved"] }),
    });
    const issue = (await opened.json()) as { user: { login: string }; labels: { name: string }[] };
    assert.deepEqual([issue.user.login, issue.labels[0]?.name], ["olga", "video:approved"]);
  } finally {
    child.kill();
    await once(child, "exit");
  }
});

for (const scenario of ["release-assets", "release-assets-conflict"]) {
  test(`assets come, are refused twice and go as they do on GitHub (${scenario})`, async () => {
    await using github = await startGitHub();
    const films = github.repository(`octokit-fixture-org/${scenario}`);
    const words = { tag: "v1.0.0", name: "Version 1.0.0", body: "Initial release", by: "olga" };
    const { id } = addRelease(github.world, films.state, words, Date.now());
    const assets = `/repos/octokit-fixture-org/${scenario}/releases/${id}/assets`;
    if (scenario.endsWith("conflict")) {
      await send(github, "post", `${assets}?name=test-upload.txt`, "Hello");
    }
    const ids = new Map<string, number>();
    for (const { method, path, body, status, response } of recorded(scenario)) {
      const asked = path
        .replace(/\/releases\/\d+\/assets/, `/releases/${id}/assets`)
        .replace(/assets\/(\d+)$/, (_, theirs: string) => `assets/${ids.get(theirs)}`);
      // Kantoku neither renames assets nor looks at one alone.
      if (method === "patch" || (method === "get" && /assets\/\d+$/.test(path))) continue;
      const answer = await send(github, method, asked, body);
      assert.equal(answer.status, status, `${method} ${path}`);
      const [theirs, ours] = [response, answer.body].map((one) =>
        Array.isArray(one) ? one[0] : one,
      );
      if (method === "delete" || status === 422) continue;
      if (path.includes("/assets"))
        ids.set(String((theirs as { id: number }).id), (ours as { id: number }).id);
      if (method === "post") assertSameShape(theirs, { ...(ours as object), request_id: "" }, path);
    }
    assert.deepEqual(github.violations, []);
  });
}
