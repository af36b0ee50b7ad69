import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { run, type RunResult } from "../../kernel/process.ts";
import { eventually } from "../support/eventually.ts";
import { kantoku, kantokuJson, PROJECT, temporaryFolder, temporaryHome } from "./command.ts";

/** Of Debian and all others. */
const NOBODY = 65_534;
const AS_NOBODY = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
const skip = whyNot();
const BRIEF = join(PROJECT, "examples", "release-announcement.md");

test("whatever root does in another's home is that other's, who works on", { skip }, async (t) => {
  const home = await othersHome(t);
  await asNobody(home, ["up", "--detach", "--port", "0"]);
  const { job } = await kantokuJson<{ job: string }>(home, ["submit", BRIEF]);
  for (const words of [
    ["queue", "send", "greetings", "1"],
    ["queue", "pause", "greetings"],
    ["agents", "scale", "renderer", "0..1"],
    ["cancel", job],
    ["doctor"],
    ["status"],
    ["health"],
    ["restart"],
  ]) {
    const { exitCode, stderr } = await kantoku(home, words);
    assert.equal(exitCode, 0, `${words.join(" ")}: ${stderr}`);
  }
  assert.deepEqual(rootsIn(home), []);
  dropBriefInto(home, shardOf(home));
  await eventually("the owner's brief to become a job", async () => {
    const jobs = await kantokuJson<{ id: string }[]>(home, ["jobs"]);
    return jobs.length === 2;
  });
  assert.equal((await kantoku(home, ["down"])).exitCode, 0);
  assert.deepEqual(rootsIn(home), []);
});

test(
  "a folder that its owner may not write is waited out, and told in one line",
  { skip },
  async (t) => {
    const home = await othersHome(t);
    await asNobody(home, ["up", "--detach", "--port", "0"]);
    const shard = join(home, "data", "blobs", "61");
    mkdirSync(shard);
    const brief = dropBriefInto(home, "61");
    const log = join(home, "logs", "kantoku.log");
    await eventually("the failure to be told", () =>
      /"event":"service\.failed".*"no-permission"/.test(readFileSync(log, "utf8")),
    );
    const { exitCode, stderr } = await runAsNobody(home, ["submit", brief]);
    assert.match(
      stderr,
      /^\S+\/blobs\/61\/\S+ can't be used \(EACCES\)\.\nMend its permissions, .*\n$/,
    );
    assert.equal(exitCode, 1);
    chownSync(shard, NOBODY, NOBODY);
    await eventually("the brief to become a job after all", async () => {
      const jobs = await kantokuJson<{ id: string }[]>(home, ["jobs"]);
      return jobs.length === 1;
    });
  },
);

test("a daemon that root starts in another's home is that other's process", { skip }, async (t) => {
  const home = await othersHome(t);
  const up = await kantoku(home, ["up", "--detach", "--port", "0"], {
    HOME: "/root",
    USER: "root",
  });
  assert.equal(up.exitCode, 0, up.stderr);
  const { pid } = await kantokuJson<{ pid: number }>(home, ["status"]);
  assert.equal(statSync(`/proc/${pid}`).uid, NOBODY);
  assert.match(readFileSync(`/proc/${pid}/status`, "utf8"), /^Groups:\s*65534\s*$/m);
  const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  assert.ok(environment.includes(`HOME=${home}`), "nobody has no folder of their own");
  assert.ok(environment.includes("USER=nobody"));
  const shown = await kantoku(home, ["attach", "--print"]);
  assert.equal(shown.exitCode, 0, shown.stderr);
  assert.deepEqual(rootsIn(home), []);
});

test("root's daemon in another's home is still root's to ask and to end", { skip }, async (t) => {
  const home = temporaryHome(t);
  assert.equal((await kantoku(home, ["up", "--detach", "--port", "0"])).exitCode, 0);
  for (const folder of [home, join(home, "data")]) chownSync(folder, NOBODY, NOBODY);
  assert.equal((await kantoku(home, ["queue", "send", "greetings", "1"])).exitCode, 0);
  const down = await kantoku(home, ["down"]);
  assert.equal(down.exitCode, 0, down.stderr);
});

test(
  "root's own home stays root's, also where the folder around it is another's",
  { skip },
  async (t) => {
    const home = temporaryHome(t);
    chownSync(home, NOBODY, NOBODY);
    assert.equal((await kantoku(home, ["queue", "send", "greetings", "1"])).exitCode, 0);
    assert.equal(statSync(join(home, "data")).uid, 0);
    assert.equal((await kantoku(home, ["queue", "stats"])).exitCode, 0);
  },
);

test(
  "a brief, a secret and a config file that only root may read are read",
  { skip },
  async (t) => {
    const home = await othersHome(t);
    const closed = temporaryFolder(t); // Mode 0700.
    writeFileSync(join(closed, "brief.md"), "# A closed brief\n\nIt is root's alone.\n", {
      mode: 0o600,
    });
    writeFileSync(join(closed, "config.yaml"), "backup: { keep: 3 }\n", { mode: 0o600 });
    writeFileSync(join(closed, "token"), "a-token\n", { mode: 0o600 });
    await asNobody(home, ["up", "--detach", "--port", "0"]);
    const secrets = { GITHUB_TOKEN_FILE: join(closed, "token") };
    const words = ["--config", join(closed, "config.yaml"), "submit", join(closed, "brief.md")];
    const { exitCode, stderr } = await kantoku(home, words, secrets);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(rootsIn(home), []);
  },
);

test(
  "root backs up where it alone may write, and restores what is the owner's",
  { skip },
  async (t) => {
    const home = await othersHome(t);
    chownSync(home, 0, 0); // As after `service install --run-as`: only data and logs are the service's.
    const backups = temporaryFolder(t);
    const { backup } = await kantokuJson<{ backup: string }>(home, ["backup", backups]);
    assert.equal(statSync(backup).uid, 0);
    for (const gone of ["logs", join("data", "jobs")])
      rmSync(join(home, gone), { recursive: true });
    const restored = await kantoku(home, ["restore", backup, "--force"]);
    assert.equal(restored.exitCode, 0, restored.stderr);
    assert.deepEqual(rootsIn(join(home, "data")), []);
    assert.deepEqual(rootsIn(join(home, "logs")), []);
  },
);

test("root finds the sockets of a home whose path is too long for them", { skip }, async (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755);
  const home = join(folder, "long".repeat(30));
  mkdirSync(home);
  chownSync(home, NOBODY, NOBODY);
  await asNobody(home, ["queue", "send", "greetings", "1"]);
  const { tmux } = await kantokuJson<{ tmux: { socket: string } }>(home, ["status"]);
  const sockets = dirname(tmux.socket);
  t.after(() => rmSync(sockets, { recursive: true, force: true }));
  assert.match(sockets, new RegExp(`/kantoku-${NOBODY}-`));
  assert.deepEqual(rootsIn(sockets), []);
});

test("root runs no config file of another's, and may name one of its own", { skip }, async (t) => {
  const home = await othersHome(t);
  const told = join(home, "data", "whose");
  const program = (name: string): string =>
    `import { appendFileSync } from "node:fs";
     appendFileSync(${JSON.stringify(told)}, \`${name} \${process.geteuid()}\\n\`);
     export default {};`;
  const theirs = join(home, "kantoku.config.ts");
  writeFileSync(theirs, program("theirs"));
  chownSync(theirs, NOBODY, NOBODY);
  assert.equal((await kantoku(home, ["queue", "stats"])).exitCode, 0);
  const own = join(temporaryFolder(t), "own.config.ts"); // In a folder of mode 0700.
  writeFileSync(own, program("own"));
  assert.equal((await kantoku(home, ["--config", own, "queue", "stats"])).exitCode, 0);
  assert.equal(readFileSync(told, "utf8"), `theirs ${NOBODY}\nown 0\n`);
});

test("a user that can't reach the program is told of to root", { skip }, async (t) => {
  const home = await othersHome(t);
  const closed = temporaryFolder(t); // Mode 0700.
  for (const part of [
    "package.json",
    "kernel",
    "queue",
    "scheduler",
    "watchdog",
    "agents",
    "video",
    "daemon",
  ]) {
    cpSync(join(PROJECT, part), join(closed, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, "node_modules"), join(closed, "node_modules"));
  const words = [join(closed, "daemon", "cli", "main.ts"), "--home", home, "queue", "stats"];
  const { exitCode, stderr } = await run(process.execPath, words, { timeoutMs: 60_000 });
  assert.match(
    stderr,
    /^The user 65534, whose home \S+ is, can't reach the program in \S+\.\nPut the program/,
  );
  assert.equal(exitCode, 1);
});

function whyNot(): string | false {
  if (process.getuid?.() !== 0) return "only root can work in another's home";
  const reach = [
    "sh",
    "-c",
    'test -x "$0" && test -r "$1"',
    process.execPath,
    import.meta.filename,
  ];
  const { status } = spawnSync("setpriv", [...AS_NOBODY, ...reach]);
  return status === 0 ? false : "nobody but root can reach this project or its Node";
}

/** One that nobody has made; nothing in it is root's, and no film is begun there. */
async function othersHome(t: TestContext): Promise<string> {
  const home = temporaryHome(t);
  chownSync(home, NOBODY, NOBODY);
  await asNobody(home, ["queue", "pause", "work.concept-planner"]);
  return home;
}

async function asNobody(home: string, words: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runAsNobody(home, words);
  assert.equal(exitCode, 0, stderr);
}

function runAsNobody(home: string, words: readonly string[]): Promise<RunResult> {
  const env = { PATH: process.env["PATH"] ?? "", KANTOKU_HOME: home };
  const args = [...AS_NOBODY, join(PROJECT, "kantoku"), ...words];
  return run("setpriv", args, { env, timeoutMs: 300_000 });
}

/** What is not nobody's, below and with the folder. */
function rootsIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }).map(String);
  return ["", ...names].filter((name) => {
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    return found !== undefined && (found.uid !== NOBODY || found.gid !== NOBODY);
  });
}

/** Of the blobs that are there. */
function shardOf(home: string): string {
  const [shard] = readdirSync(join(home, "data", "blobs"));
  assert.ok(shard);
  return shard;
}

/** One whose text belongs into the shard of blobs; answers a copy of it. */
function dropBriefInto(home: string, shard: string): string {
  const text = textIn(shard);
  const [copy, draft] = [join(home, "brief.md"), join(home, "data", "brief.md")];
  for (const path of [copy, draft]) {
    writeFileSync(path, text);
    chownSync(path, NOBODY, NOBODY);
  }
  renameSync(draft, join(home, "data", "inbox", "briefs", "brief.md"));
  return copy;
}

function textIn(shard: string): string {
  for (let number = 0; ; number += 1) {
    const text = `# Brief ${number}\n\nThe owner's own.\n`;
    if (createHash("sha256").update(text).digest("hex").startsWith(shard)) return text;
  }
}
