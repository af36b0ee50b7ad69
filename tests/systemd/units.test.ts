import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfig } from "../../daemon/config.ts";
import { findProgram } from "../../daemon/doctor.ts";
import { compareUnit, homeOf, renderUnits, type Unit } from "../../daemon/units.ts";
import { run, type RunResult } from "../../kernel/process.ts";
import { kantoku, PROJECT, temporaryFolder } from "../daemon/command.ts";

const ACCOUNT = { user: "daemon", group: "daemon" };

async function unitsOf(home: string, secrets = join(home, "none")): Promise<Unit[]> {
  const config = await loadConfig({ home }, { PATH: "/usr/bin" });
  return renderUnits(config, { user: false, account: ACCOUNT, secrets });
}

test("what stands in a unit's place is told apart", async (t) => {
  const home = temporaryFolder(t);
  const [, { text: wanted } = { text: "" }] = await unitsOf(home);
  const [, { text: elsewhere } = { text: "" }] = await unitsOf(join(home, "50% other"));
  mkdirSync(join(home, "secrets"));
  writeFileSync(join(home, "secrets", "openai-api-key"), "sk-1");
  const [, { text: older } = { text: "" }] = await unitsOf(home, join(home, "secrets"));
  assert.equal(compareUnit(undefined, wanted), "nothing");
  assert.equal(compareUnit(wanted, wanted), "same");
  assert.equal(compareUnit(older, wanted), "older");
  assert.equal(compareUnit(older.replace("Restart=always", "Restart=no"), wanted), "altered");
  assert.equal(compareUnit(`${wanted}MemoryMax=1G\n`, wanted), "altered");
  assert.equal(compareUnit("[Service]\nExecStart=/bin/true\n", wanted), "altered");
  assert.equal(compareUnit(elsewhere, wanted), "elsewhere");
  assert.equal(homeOf(elsewhere), join(home, "50% other"));
  symlinkSync(home, join(home, "link"));
  const byLink = wanted.replace(`KANTOKU_HOME=${home}"`, `KANTOKU_HOME=${join(home, "link")}"`);
  assert.equal(compareUnit(byLink, wanted), "altered", "of the same home");
});

test("a secret is loaded when it is there, and none comes to the agents' unit", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "github-token"), "ghp_1");
  const [tmux, daemon] = await unitsOf(home, home);
  assert.match(
    daemon?.text ?? "",
    new RegExp(`^LoadCredential=github-token:${home}/github-token$`, "m"),
  );
  assert.match(daemon?.text ?? "", /^#LoadCredential=openai-api-key:/m);
  assert.doesNotMatch(tmux?.text ?? "", /LoadCredential|github-token|openai/);
});

test("the agents have their whole time to end before systemd kills them", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "kantoku.config.yaml"), "agents: { drainMs: 90500 }\n");
  const [tmux] = await unitsOf(home);
  assert.match(tmux?.text ?? "", /^TimeoutStopSec=121$/m);
});

test("a user whom nobody knows, and one who contradicts --user, are named", async (t) => {
  const home = temporaryFolder(t);
  const unknown = await kantoku(home, [
    "service",
    "install",
    "--dry-run",
    "--run-as",
    "nobody-at-all",
  ]);
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /^--run-as: there is no user "nobody-at-all" \(make one: /);
  const both = await kantoku(home, [
    "service",
    "install",
    "--dry-run",
    "--user",
    "--run-as",
    "root",
  ]);
  assert.equal(both.exitCode, 2);
  assert.match(both.stderr, /^--run-as: a user's own systemd runs everything as that user/);
});

test("only root may change the system's units, whereas anybody may ask what would be done", async (t) => {
  const home = temporaryFolder(t);
  chmodSync(home, 0o755);
  for (const verb of ["install", "uninstall"]) {
    const { exitCode, stdout, stderr } = await asNobody(home, KANTOKU, ["service", verb]);
    assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: "" });
    assert.match(stderr, /^Only root may change the system's units\.\nUse sudo, or --user for /);
  }
  const ask = ["service", "install", "--dry-run"];
  const { exitCode, stdout } = await asNobody(home, KANTOKU, ask);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^\[Service\]$/m);
});

test("who lacks that right learns it by the code no-permission, unless the units are their own", async (t) => {
  const home = temporaryFolder(t);
  const step = JSON.stringify(join(PROJECT, "daemon", "service", "step.ts"));
  const script = `import(${step}).then(({ expectRight }) => {
    expectRight(true);
    expectRight(false);
  }).catch(({ code }) => console.log(code));`;
  const { stdout } = await asNobody(home, process.execPath, ["-e", script]);
  assert.equal(stdout, "no-permission\n");
});

const KANTOKU = join(PROJECT, "kantoku");

/** By a user who is not root: root hands over to nobody. */
function asNobody(home: string, program: string, args: readonly string[]): Promise<RunResult> {
  const env = { PATH: process.env["PATH"] ?? "", KANTOKU_HOME: home };
  const options = { env, timeoutMs: 90_000 };
  if (process.getuid?.() !== 0) return run(program, args, options);
  const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
  return run("setpriv", [...nobody, program, ...args], options);
}

test(
  "a machine without systemd is told what to do instead",
  { skip: existsSync("/run/systemd/system") && "systemd runs this machine" },
  async (t) => {
    const home = temporaryFolder(t);
    for (const verb of ["install", "uninstall", "status"]) {
      const { exitCode, stderr } = await kantoku(home, ["service", verb, "--user"]);
      assert.equal(exitCode, 1);
      assert.match(
        stderr,
        /^systemd does not run this machine\.\nWithout it: kantoku up --detach\./,
      );
    }
  },
);

test("units that were changed by hand are not written over, but kept aside when forced", async (t) => {
  const home = temporaryFolder(t);
  const to = join(home, "units");
  const install = ["service", "install", "--to", to];
  assert.equal((await kantoku(home, install)).exitCode, 0);
  const unit = join(to, "kantoku.service");
  writeFileSync(unit, readFileSync(unit, "utf8").replace("WatchdogSec=30", "WatchdogSec=90"));
  const refused = await kantoku(home, install);
  assert.equal(refused.exitCode, 1);
  assert.match(refused.stderr, /kantoku\.service was changed by hand\./);
  const forced = await kantoku(home, [...install, "--force", "--json"]);
  assert.equal(forced.exitCode, 0, forced.stderr);
  const { steps } = JSON.parse(forced.stdout) as { steps: string[] };
  assert.deepEqual(steps.slice(-2), [`keep ${unit} as ${unit}.bak`, `write ${unit}`]);
  assert.match(readFileSync(`${unit}.bak`, "utf8"), /WatchdogSec=90/);
});

test("backups by the clock come with two units, stay at the next installation, and go when told", async (t) => {
  const home = temporaryFolder(t);
  const to = join(home, "units");
  const installed = async (...flags: string[]): Promise<string[]> => {
    const { exitCode, stderr } = await kantoku(home, ["service", "install", "--to", to, ...flags]);
    assert.equal(exitCode, 0, stderr);
    return readdirSync(to).filter((name) => name.startsWith("kantoku-backup"));
  };
  const calendar = (): string =>
    /^OnCalendar=.*$/m.exec(readFileSync(join(to, "kantoku-backup.timer"), "utf8"))?.[0] ?? "";
  assert.deepEqual(await installed(), []);
  const both = ["kantoku-backup.service", "kantoku-backup.timer"];
  assert.deepEqual(await installed("--backup", "daily"), both);
  assert.deepEqual([await installed(), calendar()], [both, "OnCalendar=daily"]);
  assert.deepEqual(await installed("--backup", "Mon *-*-* 03:00"), both);
  assert.equal(calendar(), "OnCalendar=Mon *-*-* 03:00");
  assert.deepEqual(await installed("--no-backup"), []);
  assert.ok(existsSync(join(home, "backups")), "what was made stays");
});

test("the backup's unit writes where the config says, gets no secret and no network", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "github-token"), "ghp_1");
  writeFileSync(join(home, "kantoku.config.yaml"), "backup: { folder: /mnt/safe }\n");
  const config = await loadConfig({ home }, { PATH: "/usr/bin" });
  const options = { user: false, account: ACCOUNT, secrets: home, backup: "daily" };
  const [, , service] = renderUnits(config, options);
  assert.equal(service?.name, "kantoku-backup.service");
  assert.match(service?.text ?? "", new RegExp(`^ReadWritePaths="${home}/data" "/mnt/safe"$`, "m"));
  assert.match(service?.text ?? "", /^PrivateNetwork=yes$/m);
  assert.doesNotMatch(service?.text ?? "", /LoadCredential|github/);
});

test(
  "a time that systemd does not know is refused before anything is written",
  {
    skip: findProgram("systemd-analyze", process.env["PATH"] ?? "") ? false : "no systemd-analyze",
  },
  async (t) => {
    const home = temporaryFolder(t);
    const to = join(home, "units");
    const args = ["service", "install", "--to", to, "--backup", "dailyy"];
    const { exitCode, stderr } = await kantoku(home, args);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /^--backup: "dailyy" is no time that systemd knows \(such as daily, /);
    assert.equal(existsSync(to), false);
  },
);
