import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BlobRef } from "../../kernel/blob-ref.ts";
import { materialize, openBlobs } from "../../kernel/blobs.ts";
import { temporaryFolder } from "../support/temp.ts";

test("a blob is named by its content", (t) => {
  const blobs = openBlobs(temporaryFolder(t));
  const ref = blobs.putBytes("hello", ".txt");
  const sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  assert.deepEqual(ref, { sha256, bytes: 5, extension: ".txt" });
  assert.deepEqual(blobs.putBytes(Buffer.from("hello"), ".txt"), ref);
  assert.deepEqual(BlobRef.parse(ref), ref);
  assert.ok(blobs.has(ref));
  assert.equal(blobs.readText(ref), "hello");
  assert.ok(blobs.path(ref).endsWith(`/2c/${sha256}.txt`));
});

test("JSON comes back as it went in", (t) => {
  const blobs = openBlobs(temporaryFolder(t));
  const value = { shots: [{ title: "監督" }], empty: null };
  assert.deepEqual(blobs.readJson(blobs.putJson(value)), value);
});

test("a file is copied in once, and leaves no draft", async (t) => {
  const folder = temporaryFolder(t);
  const blobs = openBlobs(join(folder, "blobs"));
  writeFileSync(join(folder, "Voice.WAV"), "sound");
  const ref = await blobs.putFile(join(folder, "Voice.WAV"));
  assert.equal(ref.extension, ".wav");
  assert.equal(ref.bytes, 5);
  assert.deepEqual(await blobs.putFile(join(folder, "Voice.WAV")), ref);
  assert.deepEqual(readdirSync(join(folder, "blobs", ref.sha256.slice(0, 2))), [
    `${ref.sha256}.wav`,
  ]);
});

test("a blob that isn't there is told", (t) => {
  const blobs = openBlobs(temporaryFolder(t));
  const ref = { sha256: "0".repeat(64), bytes: 1, extension: "" };
  assert.equal(blobs.has(ref), false);
  assert.throws(() => blobs.readText(ref), { code: "ENOENT" });
});

test("a blob appears where it is wanted, whole and in place of what was there", (t) => {
  const folder = temporaryFolder(t);
  const blobs = openBlobs(join(folder, "blobs"));
  const target = join(folder, "jobs", "j1", "film.mp4");
  materialize(blobs, blobs.putBytes("first", ".mp4"), target);
  materialize(blobs, blobs.putBytes("second", ".mp4"), target);
  assert.equal(readFileSync(target, "utf8"), "second");
  assert.deepEqual(readdirSync(join(folder, "jobs", "j1")), ["film.mp4"]);
  const missing = { sha256: "0".repeat(64), bytes: 1, extension: "" };
  assert.throws(() => materialize(blobs, missing, join(folder, "none")), { code: "ENOENT" });
  assert.equal(existsSync(join(folder, "none")), false);
});

test("a reference with a path in it is refused", () => {
  const good = { sha256: "0".repeat(64), bytes: 1, extension: ".png" };
  for (const bad of [
    { sha256: "../../etc/passwd" },
    { extension: "/../x" },
    { bytes: -1 },
    { more: 1 },
  ]) {
    assert.equal(BlobRef.safeParse({ ...good, ...bad }).success, false);
  }
});
