import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { JOB_STATUSES } from "../../scheduler/job.ts";
import { kantoku, PROJECT, temporaryFolder, temporaryHome } from "./command.ts";

const BRIEF = join(PROJECT, "examples", "release-announcement.md");

/** What needs a home that is there, and would find nothing in one that it made. */
const IN_A_HOME = [
  ["status"],
  ["health"],
  ["jobs"],
  ["job", "01k9"],
  ["watch", "01k9"],
  ["explain", "01k9"],
  ["cancel", "01k9"],
  ["retry", "01k9"],
  ["rewind", "01k9", "--to", "edit"],
  ["agents"],
  ["agents", "crashes"],
  ["agents", "crash", "writer"],
  ["agents", "restart", "writer"],
  ["agents", "scale", "writer", "1"],
  ["attach"],
  ["attach", "--print"],
  ["attach", "--json"],
  ["down"],
  ["restart"],
  ["submit", BRIEF],
  ["github", "accept", "acme/films"],
  ["queue", "stats"],
  ["queue", "list"],
  ["queue", "show", "1"],
  ["queue", "dead"],
  ["queue", "redrive", "1"],
  ["queue", "resume", "t"],
  ["queue", "purge", "t"],
  ["queue", "ack", "1", "token"],
  ["queue", "subscriptions"],
  ["queue", "unsubscribe", "a", "b"],
];

test("a mistyped home is told in one line with what to do, and nothing is made there", async (t) => {
  const folder = temporaryFolder(t);
  const home = join(folder, "mistyped");
  for (const words of IN_A_HOME) {
    const { stdout, stderr, exitCode } = await kantoku(folder, [...words, "--home", home]);
    assert.match(
      stderr,
      /^There is no Kantoku home in \S+\/mistyped\.\nMake one with: kantoku up --detach --home \S+\/mistyped; or name another one with --home or KANTOKU_HOME\.\n$/,
      words.join(" "),
    );
    assert.equal(exitCode, 3, words.join(" "));
    assert.equal(stdout, "", words.join(" "));
    assert.deepEqual(readdirSync(folder), [], words.join(" "));
  }
});

test("the status as JSON keeps its shape where there is no home", async (t) => {
  const home = join(temporaryFolder(t), "mistyped");
  const { stdout, stderr, exitCode } = await kantoku(home, ["status", "--json"]);
  assert.equal(exitCode, 3);
  assert.match(stderr, /^There is no Kantoku home in /);
  const none = JSON.parse(stdout) as Record<string, unknown>;
  assert.deepEqual([none["state"], none["pid"], none["home"]], ["stopped", null, home]);
  assert.ok(!existsSync(home));
  await kantoku(home, ["queue", "send", "t", "1"]);
  const made = JSON.parse((await kantoku(home, ["status", "--json"])).stdout) as object;
  assert.deepEqual(Object.keys(none), Object.keys(made));
  assert.deepEqual(none["jobs"], Object.fromEntries(JOB_STATUSES.map((status) => [status, 0])));
});

test("an existing folder that is no home stays as it is", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "letters.txt"), "mine");
  assert.equal((await kantoku(folder, ["jobs", "--json"])).exitCode, 3);
  assert.deepEqual(readdirSync(folder), ["letters.txt"]);
});

test("who sends or waits for a message makes the home, and says so once", async (t) => {
  const home = join(temporaryFolder(t), "new");
  const sent = await kantoku(home, ["queue", "send", "greetings", "1"]);
  assert.equal(sent.exitCode, 0, sent.stderr);
  assert.match(sent.stderr, /^A new home was made in \S+\/new\.\n$/);
  const again = await kantoku(home, ["queue", "send", "greetings", "2"]);
  assert.equal(again.stderr, "");
  assert.equal((await kantoku(home, ["queue", "stats"])).exitCode, 0);
});

test("in a folder without a home the daemon starts, and doctor, config and validate work", async (t) => {
  const home = temporaryHome(t);
  for (const words of [["config"], ["doctor"], ["validate", BRIEF]]) {
    const { stdout, stderr } = await kantoku(home, words);
    assert.equal(stderr, "", words.join(" "));
    assert.notEqual(stdout, "", words.join(" "));
  }
  assert.deepEqual(readdirSync(home), []);
  const up = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.equal(up.exitCode, 0, up.stderr);
  assert.equal((await kantoku(home, ["status"])).exitCode, 0);
});
