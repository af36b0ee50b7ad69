import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { areModulesInstalled, examineMachine, findProgram } from "../../daemon/doctor.ts";
import { limitsWords } from "../../daemon/examine-limits.ts";
import { writeJson } from "../../kernel/files.ts";
import { run } from "../../kernel/process.ts";
import { kantoku, PROJECT, temporaryFolder } from "./command.ts";

interface Report {
  readonly ok: boolean;
  readonly findings: readonly { name: string; ok: boolean; detail: string; remedy: string }[];
}

test("only what can be executed counts as a program", (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "tmux"), "#!/bin/sh\n");
  assert.equal(findProgram("tmux", `/nowhere:${folder}`), undefined);
  chmodSync(join(folder, "tmux"), 0o755);
  assert.equal(findProgram("tmux", `/nowhere:${folder}`), join(folder, "tmux"));
});

test("libraries are in order when every locked one is there in its version", (t) => {
  const project = temporaryFolder(t);
  const wanted = {
    "": { name: "kantoku" },
    "node_modules/one": { version: "1.0.0" },
    "node_modules/other-platform": { version: "2.0.0", optional: true },
  };
  writeJson(join(project, "package-lock.json"), { packages: wanted });
  assert.equal(areModulesInstalled(project), false);
  mkdirSync(join(project, "node_modules"));
  const install = (version: string): void =>
    writeJson(join(project, "node_modules", ".package-lock.json"), {
      packages: { "node_modules/one": { version } },
    });
  install("0.9.0");
  assert.equal(areModulesInstalled(project), false);
  install("1.0.0");
  assert.equal(areModulesInstalled(project), true);
});

test("what is missing is told with the command that mends it", async (t) => {
  const findings = await examineMachine(PROJECT, temporaryFolder(t));
  const tmux = findings.find(({ name }) => name === "tmux");
  assert.deepEqual(tmux, {
    name: "tmux",
    purpose: "a pane for each agent",
    ok: false,
    detail: "not found on the PATH",
    remedy: "apt-get install tmux",
  });
  assert.equal(findings.find(({ name }) => name === "node")?.ok, true);
});

test("a better voice that is missing is told with its package, and is no fault", async (t) => {
  const findings = await examineMachine(PROJECT, temporaryFolder(t));
  const voice = findings.find(({ name }) => name === "open_jtalk");
  assert.equal(voice?.ok, true);
  assert.match(voice.detail, /^not there; a plainer voice speaks \(apt-get install open-jtalk\)$/);
});

test("a tmux that is too old is told as such; a faulty one will do", async (t) => {
  const folder = temporaryFolder(t);
  const detailOf = async (version: string): Promise<[boolean, string]> => {
    writeFileSync(join(folder, "tmux"), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
    const found = (await examineMachine(PROJECT, folder)).find(({ name }) => name === "tmux");
    return [found?.ok ?? false, found?.detail ?? ""];
  };
  assert.deepEqual(await detailOf("tmux 3.1c"), [false, "3.1c is too old: 3.2 or newer is needed"]);
  assert.deepEqual(await detailOf("tmux 3.3a"), [
    true,
    "3.3a will do; from 3.6 on none loses the end of a process",
  ]);
  assert.deepEqual(await detailOf("tmux 3.6"), [true, "3.6"]);
  assert.deepEqual(await detailOf("tmux master"), [true, "found"]);
  const broken = "; echo no such library >&2; exit 127";
  const file = join(folder, "tmux");
  assert.deepEqual(await detailOf(broken), [false, `${file} does not run: no such library`]);
});

test("a program that gives no answer is told as such, and all others are told of", async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, "tmux");
  writeFileSync(file, "#!/bin/sh\nexec /bin/sleep 600\n", { mode: 0o755 });
  const findings = await examineMachine(PROJECT, folder, 500);
  const { ok, detail, remedy } = findings.find(({ name }) => name === "tmux") ?? {};
  assert.deepEqual(
    { ok, detail, remedy },
    {
      ok: false,
      detail: `${file} gave no answer within 0.5 s`,
      remedy: `${file} -V`,
    },
  );
  assert.equal(findings.find(({ name }) => name === "node")?.ok, true);
});

test("kantoku doctor says what is there, in which version", async (t) => {
  const { stdout, exitCode } = await kantoku(temporaryFolder(t), ["doctor", "--json"]);
  const { ok, findings } = JSON.parse(stdout) as Report;
  assert.equal(exitCode, ok ? 0 : 1);
  assert.match(findings.find(({ name }) => name === "tmux")?.detail ?? "", /^\d+\.\d+/);
});

test("kantoku doctor says whether agents have limits of their own, and how to get them", async (t) => {
  const { stdout } = await kantoku(temporaryFolder(t), ["doctor", "--json"]);
  const { findings } = JSON.parse(stdout) as Report;
  assert.equal(findings.find(({ name }) => name === "limits")?.detail, "nobody runs now");
  const all = { controllers: ["memory", "cpu", "pids"] };
  assert.deepEqual(limitsWords(all, [], true), {
    ok: true,
    detail: "memory, cpu, pids",
    remedy: "",
  });
  assert.match(limitsWords(undefined, [], false).detail, /^none; .*: kantoku service install$/);
  assert.match(
    limitsWords(undefined, [], true).detail,
    /install, and systemctl restart kantoku-tmux$/,
  );
  assert.match(limitsWords({ controllers: [] }, [], true).detail, /^none: not in this kernel's/);
  const refused = limitsWords(all, ["writer", "sound"], true);
  assert.equal(refused.ok, false);
  assert.match(refused.detail, /^writer, sound without/);
});

test("kantoku doctor ends with 1 and the remedies when something is missing", async (t) => {
  const folder = temporaryFolder(t);
  offer(folder, ["sh", "dirname", "readlink"]);
  const { stdout, exitCode } = await kantoku(folder, ["doctor"], { PATH: folder });
  assert.equal(exitCode, 1);
  assert.match(stdout, /✗ +ffmpeg +not found on the PATH/);
  assert.match(stdout, /apt-get install ffmpeg/);
});

test("set-up has nothing to do on a machine that is set up, and does nothing", async (t) => {
  const folder = temporaryFolder(t);
  const calls = join(folder, "calls");
  for (const installer of ["apt-get", "npm"]) {
    const script = `#!/bin/sh\necho "$0 $*" >>${calls}\n`;
    writeFileSync(join(folder, installer), script, { mode: 0o755 });
  }
  const installed = join(PROJECT, "node_modules", ".package-lock.json");
  const before = statSync(installed, { throwIfNoEntry: false })?.mtimeMs;
  const env = { PATH: `${folder}:${process.env["PATH"]}` };
  const { exitCode, stdout, stderr } = await run(join(PROJECT, "scripts", "setup"), [], { env });
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout + stderr, "");
  assert.ok(!existsSync(calls), "no installer is called");
  assert.equal(statSync(installed, { throwIfNoEntry: false })?.mtimeMs, before);
});

test("set-up that may not install names each missing package once, and the command", async (t) => {
  const folder = temporaryFolder(t);
  offer(folder, ["bash", "env", "id", "dirname", "uniq", "grep", "tmux", "npm"]);
  const setup = join(PROJECT, "scripts", "setup");
  const { stdout, stderr, exitCode } = await run(setup, [], { env: { PATH: folder } });
  assert.equal(exitCode, 1);
  assert.equal(stdout, "");
  const packages = "ffmpeg chromium-headless-shell flite espeak-ng procps";
  assert.match(stderr, new RegExp(`^setup: missing on this machine: ${packages}$`, "m"));
  assert.match(stderr, new RegExp(`: apt-get install ${packages}$`, "m"));
});

/** Lets `folder`, used as the whole PATH, offer just these programs of the machine. */
function offer(folder: string, programs: readonly string[]): void {
  for (const name of programs) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\nexec ${findProgram(name, "/usr/bin:/bin")} "$@"\n`);
    chmodSync(file, 0o755);
  }
}
