import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { run, type RunResult } from "../../kernel/process.ts";
import { temporaryFolder } from "./temp.ts";

/** What developers start by `npm run`: it takes minutes or writes files, so that a slip must not begin it. */

const PROJECT = resolve(import.meta.dirname, "..", "..");
const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const PROGRAMS = Object.keys(scripts).filter((name) =>
  /^(?:(?:bench|soak|test|gallery):.+|chaos|films|github:local|schemas|monitoring)$/.test(name),
);

/** No numbers, and a theme that there is not. */
const NONSENSE: readonly (readonly [string, readonly string[]])[] = [
  ["bench:github", ["--labels", "many"]],
  ["bench:github", ["--poll-ms", "0"]],
  ["soak:queue", ["--kills", "1e3"]],
  ["soak:github", ["--faults", "1.5"]],
  ["soak:github", ["--seed", "-1"]],
  ["soak:daemon", ["--minutes", "soon"]],
  ["chaos", ["--faults", "all"]],
  ["films", ["--scale", "big"]],
  ["gallery:check", ["nightfall"]],
  ["github:local", ["http"]],
];

for (const name of PROGRAMS) {
  test(`npm run ${name} -- --help shows an example and does nothing`, async (t) => {
    const { exitCode, stdout, stderr } = await doingNothing(temporaryFolder(t), name, ["--help"]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, new RegExp(String.raw`^Example:\s+npm run ${name}( |$)`, "m"));
    assert.equal(stderr, "");
  });
}

const UNKNOWN = PROGRAMS.filter((name) => !NONSENSE.some(([refusing]) => refusing === name)).map(
  (name) => [name, ["--no-such-option"]] as const,
);
for (const [name, args] of [...UNKNOWN, ...NONSENSE]) {
  test(`npm run ${name} -- ${args.join(" ")} is refused in a line, and nothing is done`, async (t) => {
    const { exitCode, stdout, stderr } = await doingNothing(temporaryFolder(t), name, args);
    assert.equal(exitCode, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /^[^\n]+\n$/);
  });
}

/** Runs it as npm does, with temporary files below `folder`, and sees to it that it writes nothing. */
async function doingNothing(
  folder: string,
  name: string,
  args: readonly string[],
): Promise<RunResult> {
  const [program = "", ...given] = (scripts[name] ?? "").split(" ");
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, TMPDIR: folder };
  const before = documents();
  const ran = await run(program, [...given, ...args], { cwd: PROJECT, env, timeoutMs: 60_000 });
  assert.deepEqual(documents(), before);
  assert.deepEqual(readdirSync(folder), []);
  return ran;
}

/** Every document with the time when it was written. */
function documents(): readonly string[] {
  const docs = join(PROJECT, "docs");
  return readdirSync(docs, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((path) => `${path} ${statSync(join(docs, path)).mtimeMs}`);
}
