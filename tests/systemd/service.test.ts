import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually } from "../support/eventually.ts";
import { cgroupParts } from "./cgroup-parts.ts";
import { whyNoMachine } from "./machine.ts";
import { bootServiceMachine, GITHUB_TOKEN, HOME, lives, partsOf } from "./service-machine.ts";

/** One machine for all: each part goes on where the one before it has ended. */
test("the service under a real systemd", { skip: whyNoMachine() }, async (t) => {
  const machine = await bootServiceMachine(t);
  const part = partsOf(t, machine);
  const install = ["service", "install", "--run-as", "kantoku"];

  await part("an installation writes, checks, enables and starts both units", async () => {
    const { exitCode, stderr, stdout } = await machine.kantoku(...install);
    assert.equal(exitCode, 0, stderr + machine.console());
    assert.match(stderr, /check the units: systemd-analyze verify\n[^]*start kantoku$/m);
    assert.match(stderr, /^No openai-api-key: put it into \/etc\/kantoku\/openai-api-key/m);
    assert.match(stdout, /^kantoku\.service +active \(running\) +enabled +pid \d+ .* running · /m);
    assert.match(stdout, /^kantoku-tmux\.service +active \(running\) +enabled/m);
    await machine.readyAgents();
    assert.equal(await machine.ask("systemctl", "list-units", "--failed", "--quiet"), "");
    const journal = await machine.ask("journalctl", "-u", "kantoku-tmux", "--no-pager");
    assert.doesNotMatch(journal, /utempter|denied/i);
  });

  await part("all of it runs as the service's user, and owns its home", async () => {
    const pids = [
      await machine.property("MainPID"),
      ...lives(await machine.readyAgents()).map(({ pid }) => `${pid}`),
    ];
    const users = await machine.ask("ps", "-o", "user=", "-p", pids.join(","));
    assert.deepEqual(users.split("\n"), ["kantoku", "kantoku", "kantoku"]);
    // Caches are written by renaming: a file may go while it is looked at.
    const found = ["-ignore_readdir_race", "!", "-user", "kantoku"];
    assert.equal(await machine.ask("find", join(HOME, "data"), ...found), "");
  });

  await part(
    "the command finds the daemon from outside of its sandbox, and leaves it to systemd",
    async () => {
      const { state, pid } = await machine.json<{ state: string; pid: number }>("status");
      assert.deepEqual([state, `${pid}`], ["running", await machine.property("MainPID")]);
      const { exitCode, stderr } = await machine.kantoku("down");
      assert.equal(exitCode, 1);
      assert.match(stderr, /^systemd runs this daemon/);
      const [{ name, generation } = { name: "", generation: 0 }] = lives(
        await machine.readyAgents(),
      );
      const shown = await machine.kantoku("attach", name, "--print");
      assert.match(shown.stdout, new RegExp(`generation ${generation} · pid \\d+`), shown.stderr);
    },
  );

  await part("GitHub's token reaches the daemon by a credential, and nobody else", async () => {
    const pid = await machine.property("MainPID");
    const secret = await machine.ask(
      "nsenter",
      "-t",
      pid,
      "-m",
      "cat",
      "/run/credentials/kantoku.service/github-token",
    );
    assert.equal(secret, GITHUB_TOKEN);
    const found = await machine.run(
      "grep",
      "-lsF",
      GITHUB_TOKEN,
      "-r",
      "/etc/systemd",
      "/run/systemd",
      HOME,
    );
    assert.equal(found.stdout, "");
    const told = `for file in /proc/[0-9]*/environ /proc/[0-9]*/cmdline; do
      case $file in /proc/$$/*) continue ;; esac
      if grep -qs ghp_a- "$file"; then echo "$file"; fi
    done`;
    assert.equal(await machine.ask("sh", "-c", told), "");
  });

  await part("a second installation changes nothing", async () => {
    const pid = await machine.property("MainPID");
    const { steps } = await machine.json<{ steps: string[] }>(...install);
    assert.deepEqual(
      steps.filter((step) => /write|enable|start|reload/.test(step)),
      [],
    );
    assert.equal(await machine.property("MainPID"), pid);
  });

  await part("a unit that was changed by hand is refused, and kept when told so", async () => {
    const unit = join(machine.root, "etc/systemd/system/kantoku.service");
    appendFileSync(unit, "# mine\n");
    const refused = await machine.kantoku(...install);
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.stderr,
      /kantoku\.service was changed by hand\.\nMove the changes to a drop-in/,
    );
    const forced = await machine.kantoku(...install, "--force");
    assert.equal(forced.exitCode, 0, forced.stderr);
    assert.match(readFileSync(`${unit}.bak`, "utf8"), /# mine\n$/);
    assert.doesNotMatch(readFileSync(unit, "utf8"), /# mine/);
  });

  await part("a home that another service serves is not taken from it", async () => {
    const { exitCode, stderr } = await machine.run(
      "env",
      "KANTOKU_HOME=/srv/other",
      "/opt/kantoku/kantoku",
      "service",
      "install",
    );
    assert.equal(exitCode, 1);
    assert.match(stderr, /serves another home: \/srv\/kantoku\.\nSet KANTOKU_HOME=\/srv\/kantoku/);
  });

  await cgroupParts(machine, part);

  await part(
    "backups by the clock: the timer waits, and one run leaves a good backup",
    async () => {
      const installed = await machine.kantoku(...install, "--backup", "daily");
      assert.equal(installed.exitCode, 0, installed.stderr);
      assert.match(
        installed.stdout,
        /^kantoku-backup\.timer +active \(waiting\) +enabled .* none yet$/m,
      );
      await machine.ask("systemctl", "start", "kantoku-backup");
      const status = await machine.json<{ unit: string; says: string }[]>("service", "status");
      const [timer] = status.filter(({ unit }) => unit === "kantoku-backup.timer");
      assert.match(timer?.says ?? "", /^the last one: success, /);
      const backups = join(HOME, "backups");
      const [backup = ""] = (await machine.ask("ls", backups)).split("\n");
      assert.equal(await machine.ask("find", backups, "!", "-user", "kantoku"), "");
      const drill = await machine.run(
        "env",
        "KANTOKU_HOME=/srv/drill",
        "/opt/kantoku/kantoku",
        "restore",
        join(backups, backup),
      );
      assert.equal(drill.exitCode, 0, drill.stderr);
      const verdict = await machine.ask(
        "systemd-analyze",
        "security",
        "--no-pager",
        "kantoku-backup",
      );
      assert.ok(Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(verdict)?.[1]) <= 2.5, verdict);
      const again = await machine.json<{ steps: string[] }>(...install);
      assert.deepEqual(
        again.steps.filter((step) => /write|enable|start|reload/.test(step)),
        [],
      );
    },
  );

  await part("a restart of the daemon keeps every pane's process", async () => {
    const before = lives(await machine.readyAgents());
    const pid = await machine.property("MainPID");
    await machine.ask("systemctl", "restart", "kantoku");
    assert.notEqual(await machine.property("MainPID"), pid);
    assert.deepEqual(lives(await machine.readyAgents()), before);
  });

  await part("a daemon that is killed is started again and adopts every pane", async () => {
    const before = lives(await machine.readyAgents());
    const pid = await machine.property("MainPID");
    const restarts = Number(await machine.property("NRestarts"));
    await machine.ask("kill", "-KILL", pid);
    await eventually("systemd to start it again", async () => {
      const [count, state] = [
        await machine.property("NRestarts"),
        await machine.property("SubState"),
      ];
      return Number(count) === restarts + 1 && state === "running";
    });
    assert.notEqual(await machine.property("MainPID"), pid);
    assert.deepEqual(lives(await machine.readyAgents()), before);
  });

  await part("systemd shows what the daemon says of itself", async () => {
    const [tmux, daemon] = await machine.json<
      { says: string; restarts: number; isActive: boolean }[]
    >("service", "status");
    assert.match(daemon?.says ?? "", /^running · pid \d+ · http:\/\/127\.0\.0\.1:\d+ · \d agents?/);
    assert.equal(daemon?.restarts, 1);
    assert.equal(tmux?.isActive, true);
  });

  for (const unit of ["kantoku", "kantoku-tmux"]) {
    await part(`the sandbox of ${unit} is as tight as promised`, async () => {
      const verdict = await machine.ask("systemd-analyze", "security", "--no-pager", unit);
      const exposure = Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(verdict)?.[1]);
      t.diagnostic(`${unit}: ${exposure}`);
      assert.ok(exposure <= 2.5, verdict);
    });
  }

  await part("a stop leaves no process, and the units are as if they had not run", async () => {
    await machine.ask("systemctl", "stop", "kantoku", "kantoku-tmux");
    assert.equal((await machine.run("ps", "-u", "kantoku", "-o", "args=")).stdout, "");
    assert.equal(existsSync(join(machine.root, "run/kantoku")), false);
    const { exitCode, stdout } = await machine.kantoku("service", "status");
    assert.equal(exitCode, 3);
    assert.match(stdout, /^kantoku\.service +inactive \(dead\) +enabled/m);
  });

  await part(
    "root may back up and restore at rest; all of it stays the service's own",
    async () => {
      const { backup } = await machine.json<{ backup: string }>("backup");
      const restored = await machine.kantoku("restore", "--force", backup);
      assert.equal(restored.exitCode, 0, restored.stderr);
      assert.equal(await machine.ask("find", HOME, "!", "-user", "kantoku"), "");
    },
  );

  await part("an uninstallation takes the units away and leaves the home", async () => {
    assert.equal((await machine.kantoku("service", "install", "--run-as", "kantoku")).exitCode, 0);
    const removed = await machine.kantoku("service", "uninstall");
    assert.equal(removed.exitCode, 0, removed.stderr);
    assert.equal((await machine.run("ps", "-u", "kantoku", "-o", "args=")).stdout, "");
    for (const unit of ["kantoku.service", "kantoku-backup.timer"]) {
      assert.equal(existsSync(join(machine.root, "etc/systemd/system", unit)), false);
    }
    assert.ok(existsSync(join(machine.root, HOME, "data/kantoku.db")));
    const again = await machine.kantoku("service", "uninstall");
    assert.deepEqual([again.exitCode, again.stderr], [0, "The service is not installed.\n"]);
  });
});
