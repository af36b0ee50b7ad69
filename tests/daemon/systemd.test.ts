import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import { loadConfig } from "../../daemon/config.ts";
import { findProgram } from "../../daemon/doctor.ts";
import type { Health } from "../../daemon/health.ts";
import { notifier, watchdogFeeder } from "../../daemon/systemd.ts";
import { BACKUP_UNITS, renderUnits, UNITS } from "../../daemon/units.ts";
import { run } from "../../kernel/process.ts";
import { kantoku, temporaryFolder } from "./command.ts";

const PATH = process.env["PATH"] ?? "";
const without = (program: string): string | false =>
  findProgram(program, PATH) ? false : `${program} is not installed`;

test("without systemd nothing is told to anybody", async () => {
  await notifier(undefined, "/no/such/program").notify("READY=1");
});

test(
  "systemd's socket gets what the daemon says",
  { skip: without("systemd-notify") },
  async (t) => {
    const { socket, next } = await notificationSocket(t);
    await notifier(socket).notify("READY=1", "STATUS=8 agents");
    assert.deepEqual((await next()).split("\n").toSorted(), ["READY=1", "STATUS=8 agents"]);
  },
);

test("a systemd-notify that fails is an operational error", async () => {
  const told = notifier("/no/such/socket", "false").notify("READY=1");
  await assert.rejects(told, { code: "systemd-deaf" });
});

test("the watchdog is fed at half its time, only when every probe has succeeded, and soon after that", async () => {
  const { said, rests } = await fed([
    { ok: true, checks: { database: "ok" }, lacksRoom: false },
    { ok: false, checks: { database: "locked", tmux: "ok" }, lacksRoom: false },
  ]);
  assert.deepEqual(said, [["WATCHDOG=1", "STATUS=running"], ["STATUS=database: locked"]]);
  assert.deepEqual(rests, [15_000, 1_000]);
});

test("of a full disk, which no restart would mend, systemd is asked for more time, look by look", async () => {
  const { said, rests } = await fed([
    { ok: false, checks: { database: "The disk is full.", tmux: "ok" }, lacksRoom: true },
  ]);
  const asked = ["WATCHDOG_USEC=30000000", "EXTEND_TIMEOUT_USEC=60000000"];
  assert.deepEqual(said, [[...asked, "STATUS=database: The disk is full."]]);
  assert.deepEqual(rests, [1_000]);
});

/** What a watchdog of 30 s is told at each of these looks, and how long the feeder rests after it. */
async function fed(healths: Health[]) {
  const said: string[][] = [];
  const rests: number[] = [];
  const stop = new AbortController();
  const clock = {
    now: () => 0,
    sleep: async (ms: number) => {
      rests.push(ms);
      if (healths.length === 0) stop.abort();
    },
  };
  const feeder = watchdogFeeder(
    { notifySocket: "/run/notify", watchdogMs: 30_000, ownsTmux: true, delegatesCgroup: false },
    { notify: async (...words) => void said.push(words) },
    async () => healths.shift() ?? { ok: true, checks: {}, lacksRoom: false },
    async () => "running",
    clock,
  );
  await feeder.run(stop.signal);
  return { said, rests };
}

test("the units name every path, and systemd finds no fault in them", async (t) => {
  const home = temporaryFolder(t);
  const units = join(home, "units");
  const install = ["service", "install", "--to", units, "--backup", "Mon *-*-* 03:00"];
  const { exitCode, stderr } = await kantoku(home, install);
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /write .*kantoku\.service/);
  if (without("systemd-analyze")) return t.diagnostic("systemd-analyze is not installed");
  const files = [...UNITS, ...BACKUP_UNITS].map((name) => join(units, name));
  const verified = await run("systemd-analyze", ["verify", ...files], { timeoutMs: 120_000 });
  assert.equal(verified.exitCode, 0, verified.stderr);
  assert.doesNotMatch(verified.stderr, /kantoku.*(Unknown|Failed|not executable|ignoring)/);
});

test("the sandboxes are as tight as promised", { skip: without("systemd-analyze") }, async (t) => {
  const home = temporaryFolder(t);
  const config = await loadConfig({ home }, { PATH });
  const exposure = async (name: string): Promise<number> => {
    const args = ["security", "--offline=true", "--no-pager", join(home, name)];
    const { stdout } = await run("systemd-analyze", args, { timeoutMs: 120_000 });
    return Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(stdout)?.[1]);
  };
  // A user of its own, as docs/operations.md asks for; what it is called is the same to systemd.
  const account = { user: "daemon", group: "daemon" };
  const options = { user: false, account, secrets: home, backup: "daily" };
  for (const { name, text } of renderUnits(config, options)) {
    writeFileSync(join(home, name), text);
  }
  assert.ok((await exposure("kantoku.service")) <= 2.5);
  assert.ok((await exposure("kantoku-backup.service")) <= 1.5);
  assert.ok((await exposure("kantoku-tmux.service")) <= 2.5);
});

test("a user's own units leave the sandbox out, which only the system's systemd can build", async (t) => {
  const home = temporaryFolder(t);
  mkdirSync(join(home, "with 50% room"));
  const config = await loadConfig({ home: join(home, "with 50% room") }, { PATH });
  const account = { user: "daemon", group: "daemon" };
  const [tmux, daemon] = renderUnits(config, { user: true, account, secrets: home });
  assert.match(daemon?.text ?? "", /WantedBy=default\.target/);
  assert.doesNotMatch(daemon?.text ?? "", /^(User|ProtectSystem|SystemCallFilter)=/m);
  assert.match(tmux?.text ?? "", /KANTOKU_HOME=.*with 50%% room/);
});

test("a dry run writes nothing", async (t) => {
  const home = temporaryFolder(t);
  const { stdout, stderr } = await kantoku(home, ["service", "install", "--dry-run"]);
  assert.match(stdout, /^Type=notify$/m);
  assert.match(stderr, /^It would:/);
});

/** A datagram socket as systemd has one; Perl is part of every Debian, and Node can't make one. */
async function notificationSocket(t: TestContext) {
  const socket = join(temporaryFolder(t), "notify");
  const listener = spawn("/usr/bin/perl", ["-MSocket", "-e", LISTEN, socket], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => listener.kill());
  const lines = createInterface({ input: listener.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => JSON.parse((await lines.next()).value as string);
  assert.equal(await next(), "listening");
  return { socket, next };
}

const LISTEN = `
  $| = 1;
  socket(my $s, PF_UNIX, SOCK_DGRAM, 0) or die $!;
  bind($s, sockaddr_un($ARGV[0])) or die $!;
  print "\\"listening\\"\\n";
  my $words;
  while (defined recv($s, $words, 4096, 0)) {
    $words =~ s/\\n/\\\\n/g;
    print "\\"$words\\"\\n";
  }
`;
