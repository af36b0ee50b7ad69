import assert from "node:assert/strict";
import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  isSameFolder,
  makeFolder,
  readJson,
  realPath,
  writeFileAtomically,
  writeJson,
} from "../../kernel/files.ts";
import { createHome, homeAt } from "../../kernel/home.ts";
import { temporaryFolder } from "../support/temp.ts";

test("a file is replaced as a whole, in a folder made for it", (t) => {
  const folder = join(temporaryFolder(t), "a", "b");
  writeFileAtomically(join(folder, "x"), "old");
  writeFileAtomically(join(folder, "x"), Buffer.from("new"));
  assert.equal(readFileSync(join(folder, "x"), "utf8"), "new");
  assert.deepEqual(readdirSync(folder), ["x"]);
});

test("a reader never sees a half-written file", async (t) => {
  const path = join(temporaryFolder(t), "x.json");
  const big = { text: "x".repeat(1_000_000) };
  writeJson(path, big);
  for (let n = 0; n < 20; n += 1) {
    writeJson(path, big);
    assert.deepEqual(readJson(path), big);
  }
});

test("a file that can't be written fails, and leaves no draft", (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "file"), "");
  assert.throws(() => writeFileAtomically(join(folder, "file", "x"), "y"), { code: "EEXIST" });
  mkdirSync(join(folder, "taken"));
  assert.throws(() => writeFileAtomically(join(folder, "taken"), "y"), { code: "EISDIR" });
  assert.deepEqual(readdirSync(folder).toSorted(), ["file", "taken"]);
});

test("a path is followed through links as far as it exists, and one folder has many paths", (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "real"));
  symlinkSync(join(folder, "real"), join(folder, "link"));
  symlinkSync("nowhere", join(folder, "dangling"));
  assert.equal(realPath(join(folder, "link")), join(folder, "real"));
  assert.equal(realPath(join(folder, "link", "new", "home")), join(folder, "real", "new", "home"));
  assert.equal(realPath(join(folder, "dangling")), join(folder, "dangling"));
  assert.ok(isSameFolder(join(folder, "link"), join(folder, "real")));
  assert.ok(isSameFolder(join(folder, "gone"), join(folder, "gone")));
  assert.ok(!isSameFolder(join(folder, "gone"), join(folder, "lost")));
  assert.ok(!isSameFolder(folder, join(folder, "real")));
});

test("a home is made with all its folders, as often as wanted", (t) => {
  const home = homeAt(temporaryFolder(t));
  createHome(home);
  createHome(home);
  assert.deepEqual(readdirSync(home.data).toSorted(), [
    "blobs",
    "cache",
    "doorbells",
    "inbox",
    "jobs",
    "outbox",
    "run",
    "work",
  ]);
  assert.deepEqual(readdirSync(join(home.data, "inbox")).toSorted(), [
    "briefs",
    "messages",
    "rejected",
  ]);
});

test("sockets move where their path is short enough", () => {
  const deep = homeAt(`/${"deep/".repeat(20)}`);
  assert.match(deep.run, /^\/tmp\/kantoku-\d+-[0-9a-f]{16}$/);
  assert.notEqual(deep.run, homeAt(`/${"deep/".repeat(21)}`).run);
  assert.equal(homeAt("/srv/kantoku", "/run/kantoku").run, "/run/kantoku");
});

test("folders are made down to the last, and a place that takes none is told at once", (t) => {
  const folder = temporaryFolder(t);
  makeFolder(join(folder, "a", "b", "c"), { mode: 0o700 });
  makeFolder(join(folder, "a", "b", "c"));
  assert.equal(statSync(join(folder, "a", "b", "c")).mode & 0o777, 0o700);
  writeFileSync(join(folder, "file"), "");
  assert.throws(() => makeFolder(join(folder, "file")), { code: "EEXIST" });
  assert.throws(() => makeFolder(join(folder, "file", "d")), { code: "ENOTDIR" });
  assert.throws(() => makeFolder("/proc/kantoku/data"), { code: "ENOENT" });
});

const isRoot = process.getuid?.() === 0;

test("sockets never go into a folder that somebody else has made", { skip: !isRoot }, (t) => {
  const home = homeAt(join(temporaryFolder(t), "long".repeat(30)));
  mkdirSync(home.run);
  t.after(() => rmSync(home.run, { recursive: true }));
  createHome(home);
  chownSync(home.run, 65_534, 65_534);
  assert.throws(() => createHome(home), { code: "home-unusable" });
});
