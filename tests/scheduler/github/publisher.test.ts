import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { run } from "../../../kernel/process.ts";
import { createGitHub } from "../../../scheduler/inbox/github.ts";
import type { OutputFile } from "../../../scheduler/outbox/output-file.ts";
import { publisher, type PublishOptions } from "../../../scheduler/outbox/publisher.ts";
import { shrinkFilm } from "../../../video/render/shrink.ts";
import { startGitHub } from "../../support/github/github.ts";
import { addRelease, storageOf } from "../../support/github/storage.ts";
import { temporaryFolder } from "../../support/temp.ts";

const { signal } = new AbortController();
const FILMS = { owner: "acme", repo: "films" };
const UPLOAD = /releases\/\d+\/assets$/;

async function openStore(t: TestContext, changes: Partial<PublishOptions> = {}) {
  const github = await startGitHub();
  t.after(() => github.close());
  const folder = temporaryFolder(t);
  const films = github.repository("acme/films");
  const { url: baseUrl, token } = github;
  const client = createGitHub({ baseUrl, token });
  const publish = publisher({
    client,
    mode: "release",
    place: "kantoku-films",
    maxBytes: 1_000_000,
    linkOf: () => null,
    smaller: async () => null,
    ...changes,
  });
  const file = (content = "a film"): OutputFile => {
    const sha256 = createHash("sha256").update(content).digest("hex");
    const path = join(folder, `${sha256}.mp4`);
    writeFileSync(path, content);
    return { output: "video", path, sha256, bytes: content.length, extension: ".mp4" };
  };
  const storage = storageOf(films.state);
  const assets = () => storage.releases.flatMap((release) => release.assets);
  return {
    github,
    storage,
    assets,
    publish: (one: OutputFile) => publish(FILMS, one, "en", signal),
    file,
  };
}

test("a file is uploaded once, named by its content, and found again ever after", async (t) => {
  const { assets, publish, file, github } = await openStore(t);
  const first = await publish(file());
  const second = await publish(file());
  assert.deepEqual(first, second);
  assert.match(first.url ?? "", /releases\/download\/kantoku-films\/film-[0-9a-f]{16}\.mp4$/);
  assert.deepEqual([assets().length, assets()[0]?.content.toString()], [1, "a film"]);
  assert.deepEqual(github.violations, []);
});

for (const name of ["reset-after-commit", "status-after-commit", "broken-upload"] as const) {
  test(`an upload whose answer got lost (${name}) leaves one whole file`, async (t) => {
    const { assets, publish, file, github } = await openStore(t);
    const kind = name === "status-after-commit" ? { name, status: 502 } : { name };
    github.injectFault({ method: "POST", path: UPLOAD, kind });
    await assert.rejects(publish(file()), { code: "github-unreachable", isAmbiguous: true });
    assert.equal(assets().length, 1);
    assert.equal(assets()[0]?.state, name === "broken-upload" ? "starter" : "uploaded");
    assert.match((await publish(file())).url ?? "", /film-/);
    assert.deepEqual(
      assets().map(({ state, content }) => [state, content.toString()]),
      [["uploaded", "a film"]],
    );
  });
}

test("a name that is taken by a file which the list does not show yet is looked at again", async (t) => {
  const { assets, publish, file, github } = await openStore(t);
  const { url } = await publish(file());
  github.injectFault({ method: "GET", path: UPLOAD, kind: { name: "lagging-list", hidden: 1 } });
  await assert.rejects(publish(file()), { code: "github-unreachable" });
  assert.equal((await publish(file())).url, url);
  assert.equal(assets().length, 1);
});

const LOST = { name: "status-after-commit", status: 502 } as const;
const NOT_FOUND = { name: "status", status: 404 } as const;

for (const [what, mode, write, read] of [
  ["a release", "release", /\/releases$/, /\/releases\/tags\//],
  ["a branch", "branch", /\/git\/refs$/, /\/git\/ref\/.*kantoku-films/],
  ["a file on a branch", "branch", /\/contents\//, /\/contents\//],
] as const) {
  test(`${what} that GitHub made but does not show yet is made once, and used`, async (t) => {
    const { publish, file, github, storage } = await openStore(t, { mode });
    const method = mode === "release" || what === "a branch" ? "POST" : "PUT";
    github.injectFault({ method, path: write, kind: LOST });
    await assert.rejects(publish(file()), { isAmbiguous: true });
    github.injectFault({ method: "GET", path: read, kind: NOT_FOUND });
    assert.match((await publish(file())).url ?? "", /film-[0-9a-f]{16}\.mp4$/);
    const refused = github.requests.filter(({ status }) => status === 422);
    assert.equal(refused.length, 1, "it was told once that it is there already");
    assert.equal(storage.releases.length + storage.branches.size, 2);
    assert.deepEqual(github.violations, []);
  });

  test(`${what} that GitHub does not show for long is looked for again later`, async (t) => {
    const { publish, file, github } = await openStore(t, { mode });
    const method = mode === "release" || what === "a branch" ? "POST" : "PUT";
    github.injectFault({ method, path: write, kind: LOST });
    await assert.rejects(publish(file()), { isAmbiguous: true });
    github.injectFault({ method: "GET", path: read, kind: NOT_FOUND, times: 2 });
    await assert.rejects(publish(file()), /GitHub/);
    assert.match((await publish(file())).url ?? "", /film-[0-9a-f]{16}\.mp4$/);
  });
}

test("what GitHub calls gone for a moment is looked for again, three times at most", async (t) => {
  const { publish, file, github } = await openStore(t);
  const once = { method: "GET", path: UPLOAD, kind: NOT_FOUND } as const;
  github.injectFault(once);
  await assert.rejects(publish(file()), { code: "github-refused" });
  assert.match((await publish(file())).url ?? "", /film-/);

  github.injectFault({ ...once, times: 3 });
  await assert.rejects(publish(file("another film")), { code: "github-refused" });
  await assert.rejects(publish(file("another film")), { code: "github-refused" });
  const { url, remark } = await publish(file("another film"));
  assert.deepEqual([url, /could not be uploaded.*404/.test(remark ?? "")], [null, true]);
});

test("a file of the right name and a wrong content makes room", async (t) => {
  const { assets, publish, file, storage } = await openStore(t);
  await publish(file());
  const [release] = storage.releases;
  release!.assets[0] = { ...release!.assets[0]!, content: Buffer.from("a fake") };
  await publish(file());
  assert.deepEqual(
    assets().map(({ content }) => content.toString()),
    ["a film"],
  );
});

test("a full release is followed by the next one", async (t) => {
  const { publish, file, github, storage } = await openStore(t);
  const release = addRelease(
    github.world,
    github.world.findRepository("acme", "films")!,
    { tag: "kantoku-films", name: "", body: "", by: "olga" },
    0,
  );
  await publish(file("first"));
  for (let count = release.assets.length; count < 990; count += 1) {
    release.assets.push({ ...release.assets[0]!, id: 10_000 + count, name: `old-${count}.mp4` });
  }
  assert.match((await publish(file("next"))).url ?? "", /download\/kantoku-films-2\//);
  assert.match((await publish(file("first"))).url ?? "", /download\/kantoku-films\//);
  assert.equal(storage.releases.length, 2);
});

test("what GitHub forbids is an answer in words, and no reason to try for ever", async (t) => {
  const { publish, file, github } = await openStore(t);
  github.injectFault({ path: /releases/, kind: { name: "status", status: 403 } });
  const { url, remark } = await publish(file());
  assert.equal(url, null);
  assert.match(remark ?? "", /could not be uploaded\. Looking for the release.*403.*permission/);
});

test("a film over the limit is encoded smaller, and the comment says so", async (t) => {
  const folder = temporaryFolder(t);
  const source = join(folder, "big.mp4");
  const noise = "testsrc2=size=320x240:rate=30:duration=4,noise=alls=60:allf=t";
  const made = await run(
    "ffmpeg",
    ["-v", "error", "-y", "-f", "lavfi", "-i", noise, "-preset", "ultrafast", "-crf", "10", source],
    {},
  );
  assert.equal(made.exitCode, 0, made.stderr);
  const { size } = statSync(source);
  const maxBytes = 200_000;
  assert.ok(size > maxBytes, String(size));
  const { publish, assets } = await openStore(t, {
    maxBytes,
    smaller: async (film) => {
      const output = join(folder, "small.mp4");
      const shrunk = await shrinkFilm({ film: film.path, output, maxBytes, signal });
      const sha256 = createHash("sha256").update(readFileSync(output)).digest("hex");
      return shrunk && { ...film, path: output, sha256, bytes: shrunk.bytes };
    },
  });
  const big: OutputFile = {
    output: "video",
    path: source,
    sha256: createHash("sha256").update(readFileSync(source)).digest("hex"),
    bytes: size,
    extension: ".mp4",
  };
  const { url, remark } = await publish(big);
  assert.match(url ?? "", /film-/);
  assert.match(remark ?? "", /over the limit of 200 kB|over the limit of 0\.2 MB/);
  assert.match(remark ?? "", /This is a smaller encode/);
  assert.ok(assets()[0]!.content.length <= maxBytes);
});

test("what can't be made small enough stays where it is, and what would help is told, not its path", async (t) => {
  const { publish, file, assets } = await openStore(t, { maxBytes: 3 });
  const { url, remark } = await publish(file());
  assert.deepEqual([url, assets().length], [null, 0]);
  assert.match(remark ?? "", /^The file has 1 kB, over the limit.*github\.maxAssetBytes/);
  assert.doesNotMatch(remark ?? "", /\.mp4/);
});

test("on a branch of its own a film is a file, committed once", async (t) => {
  const { publish, file, storage, github } = await openStore(t, { mode: "branch" });
  const put = { method: "PUT", path: /contents/ } as const;
  github.injectFault({ ...put, kind: { name: "reset-after-commit" } });
  await assert.rejects(publish(file()), { isAmbiguous: true });
  const { url } = await publish(file());
  assert.match(url ?? "", /blob\/kantoku-films\/films\/film-[0-9a-f]{16}\.mp4$/);
  assert.deepEqual([...storage.branches.keys()], ["main", "kantoku-films"]);
  assert.equal(storage.branches.get("main")?.size, 0);
  assert.equal([...storage.branches.get("kantoku-films")!.values()].join(), "a film");
  assert.equal(github.requests.filter(({ method }) => method === "PUT").length, 1);
});

test("a link is told without anything being sent", async (t) => {
  const linkOf = ({ sha256 }: OutputFile) => `https://films.example.org/${sha256}`;
  const { publish, file, github } = await openStore(t, { mode: "link", linkOf });
  const { url, remark } = await publish(file());
  assert.match(url ?? "", /^https:\/\/films\.example\.org\//);
  assert.equal(remark, null);
  assert.equal(github.requests.length, 0);
});
