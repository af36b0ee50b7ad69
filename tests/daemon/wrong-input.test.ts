import assert from "node:assert/strict";
import { test } from "node:test";
import { admissionOf } from "../../daemon/brief.ts";
import { loadConfig, PROJECT } from "../../daemon/config.ts";
import { openStores } from "../../daemon/stores.ts";
import { kantoku, makeHome, temporaryFolder } from "./command.ts";

test("what is wrong is told in one line that says what is right, with exit code 2", async (t) => {
  const home = temporaryFolder(t);
  await makeHome(home);
  const cases: [string[], RegExp][] = [
    [["status", "--home"], /^--home: names no folder \(write it as --home FOLDER\)\n$/],
    [["--home=", "status"], /^--home: names no folder /],
    [["status", "--config", ""], /^--config: names no file \(write it as --config FILE\)\n$/],
    [["github", "accept", "films"], /^repository: "films" is no repository \(write it as owner/],
    [["queue", "list", "--topic", "work.rendrer"], /did you mean "work\.renderer"/],
    [["queue", "dead", "--topic", "work.rendrer"], /did you mean "work\.renderer"/],
    [["queue", "redrive", "--topic", "work.rendrer"], /did you mean "work\.renderer"/],
  ];
  for (const [args, expected] of cases) {
    const { stdout, stderr, exitCode } = await kantoku(home, args);
    assert.match(stderr, expected, args.join(" "));
    assert.equal(exitCode, 2, args.join(" "));
    assert.equal(stdout, "");
  }
});

test("a step that a job doesn't have is told with what was meant", async (t) => {
  const home = temporaryFolder(t);
  const id = await jobIn(home);
  const near = await kantoku(home, ["rewind", id, "--to", "edti"]);
  assert.match(near.stderr, /^step: there is no step "edti" \(did you mean "edit"\?\)\n$/);
  assert.equal(near.exitCode, 2);
  const far = await kantoku(home, ["rewind", id, "--to", "nowhere"]);
  assert.match(far.stderr, /\(there are: concept, /);
  const early = await kantoku(home, ["rewind", id, "--to", "edit"]);
  assert.match(early.stderr, /has not started yet/);
  assert.equal(early.exitCode, 1);
});

test("a folder that can't be made is named at once, without a stack", async (t) => {
  const home = temporaryFolder(t);
  await makeHome(home);
  // Where no folder can be made, Node's own way to make those above it never ends.
  const folder = "/proc/nowhere/below";
  const backup = await kantoku(home, ["backup", folder]);
  assert.match(backup.stderr, /^\/proc\S* can't be used \(ENOENT\)\.\nMend its permissions/);
  assert.equal(backup.exitCode, 1);
  const gallery = await kantoku(home, ["gallery", "--out", folder, "--template", "title"]);
  assert.match(gallery.stderr, /^--out: \/proc\/nowhere\/below can't be made \(ENOENT\)\n$/);
  assert.equal(gallery.exitCode, 2);
});

test("the help of every command tells of the home, and the help of all of them the exit codes", async (t) => {
  const home = temporaryFolder(t);
  assert.match((await kantoku(home, ["queue", "stats", "--help"])).stdout, /--home <folder>/);
  assert.match((await kantoku(home, ["--help"])).stdout, /^Exit codes: 0 done, .*75/m);
});

test("an empty KANTOKU_HOME counts as none", async (t) => {
  const before = process.cwd();
  t.after(() => process.chdir(before));
  process.chdir(temporaryFolder(t));
  assert.equal((await loadConfig({}, { KANTOKU_HOME: "" })).home.root, PROJECT);
});

/** A job that nobody has begun. */
async function jobIn(home: string): Promise<string> {
  const config = await loadConfig({ home }, {});
  using stores = openStores(config);
  const source = { kind: "cli" as const, ref: "brief.md" };
  const text = "# A lighthouse\n\nThe lamp never goes out.\n";
  const settings = { source, admissionKey: "test" };
  return stores.jobs.admit(admissionOf(text, "brief.md", stores.blobs, settings)).job;
}
