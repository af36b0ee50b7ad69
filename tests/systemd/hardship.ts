import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "../support/eventually.ts";
import { type JobView } from "../support/daemon.ts";
import { whyNoMachine } from "./machine.ts";
import {
  bootServiceMachine,
  HOME,
  lives,
  partsOf,
  type ServiceMachine,
} from "./service-machine.ts";

/** What takes longer than the suite may: `npm run test:systemd`. One machine for all parts. */

const INSTALL = ["service", "install", "--run-as", "kantoku"];

const BRIEF = `---
duration: 12
---
# A lighthouse that repairs itself

The lamp of the old lighthouse never goes out.

- A keeper looks at it every second
- A broken part is replaced at once
- The log tells what happened

Ships trust it since 1901.
`;

test("the service in hardship, under a real systemd", { skip: whyNoMachine() }, async (t) => {
  const machine = await bootServiceMachine(t);
  const part = partsOf(t, machine);
  patience(machine, "WatchdogSec=12");
  const installed = await machine.kantoku(...INSTALL);
  assert.equal(installed.exitCode, 0, installed.stderr + machine.console());

  await part("a daemon that hangs is killed by systemd's watchdog; every pane stays", async () => {
    const before = lives(await machine.readyAgents());
    await anotherDaemon(machine, (pid) => machine.ask("kill", "-STOP", pid));
    const log = await machine.ask("journalctl", "-u", "kantoku", "--no-pager", "-o", "cat");
    assert.match(log, /Watchdog timeout/);
    assert.deepEqual(lives(await machine.readyAgents()), before);
  });

  await part("agents come back after their tmux server was killed", async () => {
    const before = lives(await machine.readyAgents());
    const server = await machine.ask(
      "systemctl",
      "show",
      "kantoku-tmux",
      "--property=MainPID",
      "--value",
    );
    await machine.ask("kill", "-KILL", server);
    await newCrew(machine, before);
    const running = await machine.ask("pgrep", "-u", "kantoku", "-fc", "daemon/agent.ts");
    assert.equal(Number(running), 2, "nobody of the old crew lives beside the new one");
  });

  await part(
    "a restart of the agents' unit ends them, and the daemon starts new ones",
    async () => {
      const before = lives(await machine.readyAgents());
      const pid = await machine.property("MainPID");
      await machine.ask("systemctl", "restart", "kantoku-tmux");
      await newCrew(machine, before);
      assert.equal(await machine.property("MainPID"), pid);
    },
  );

  await part("a secret that comes later is taken up, and no agent ends for it", async () => {
    const before = lives(await machine.readyAgents());
    const secret = join(machine.root, "etc/kantoku/openai-api-key");
    writeFileSync(secret, "sk-later\n", { mode: 0o600 });
    const { exitCode, stderr } = await machine.kantoku(...INSTALL);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /systemctl restart kantoku\n/);
    const key = "/run/credentials/kantoku.service/openai-api-key";
    const pid = await machine.property("MainPID");
    assert.equal(await machine.ask("nsenter", "-t", pid, "-m", "cat", key), "sk-later");
    assert.deepEqual(lives(await machine.readyAgents()), before);
    const [name = ""] = before.map((agent) => agent.name);
    assert.equal((await machine.kantoku("agents", "restart", name)).exitCode, 0);
    const renewed = await eventually("the agent's next life", async () =>
      (await machine.readyAgents()).find(
        (agent) => agent.name === name && before.every(({ pid }) => pid !== agent.pid),
      ),
    );
    const told = await machine.ask("cat", `/proc/${renewed.pid}/environ`);
    assert.match(told, /\0OPENAI_API_KEY=sk-later\0/);
    rmSync(secret);
    assert.equal((await machine.kantoku(...INSTALL)).exitCode, 0);
  });

  await part("a config that can't be used ends the daemon until it is mended", async () => {
    const before = lives(await machine.readyAgents());
    const config = join(machine.root, HOME, "kantoku.config.yaml");
    const good = readFileSync(config, "utf8");
    writeFileSync(config, "htpt: { port: 0 }\n");
    assert.notEqual((await machine.run("systemctl", "restart", "kantoku")).exitCode, 0);
    await eventually("systemd to give up", async () => {
      return (await machine.property("ActiveState")) === "failed";
    });
    assert.equal(await machine.property("ExecMainStatus"), "2");
    const log = await machine.ask("journalctl", "-u", "kantoku", "--no-pager", "-o", "cat");
    assert.match(log, /htpt.*did you mean "http"/);
    const status = await machine.json<{ state: string }[]>("service", "status");
    assert.deepEqual(
      status.map(({ state }) => state),
      ["active (running)", "failed (exit-code)"],
    );
    writeFileSync(config, good);
    const mended = await machine.kantoku(...INSTALL);
    assert.equal(mended.exitCode, 0, mended.stderr);
    assert.deepEqual(lives(await machine.readyAgents()), before);
  });

  await part("a job survives a reset and a reboot; no finished step runs again", async () => {
    writeFileSync(join(machine.root, HOME, "lighthouse.md"), BRIEF);
    const { job } = await machine.json<{ job: string }>("submit", `${HOME}/lighthouse.md`);
    const view = (): Promise<JobView> => machine.json<JobView>("job", job);
    await eventually("a step to be done", async () => doneOf(await view()).length > 0);
    const beforeReset = doneOf(await view());
    await machine.reset();
    await eventually("the film to be rendered", async () => {
      const { steps } = await view();
      return steps.some(({ name, status }) => /render/.test(name) && status === "running");
    });
    await machine.reboot();
    const { status, steps } = await view();
    assert.equal(status, "running", "the reboot came in mid-job");
    const beforeReboot = steps.filter((step) => step.status === "done");
    const watched = await machine.kantoku("watch", job);
    assert.equal(watched.exitCode, 0, watched.stderr);
    const after = await view();
    for (const step of [...beforeReset, ...beforeReboot]) {
      assert.deepEqual(
        after.steps.find(({ name }) => name === step.name),
        step,
      );
    }
    await machine.ask("test", "-s", `${HOME}/data/jobs/${job}/film.mp4`);
  });
});

test("the service on a full disk, under a real systemd", { skip: whyNoMachine() }, async (t) => {
  const machine = await bootServiceMachine(t, { disk: "48m" });
  const part = partsOf(t, machine);
  patience(machine, "WatchdogSec=12", "TimeoutStartSec=30");
  const installed = await machine.kantoku(...INSTALL);
  assert.equal(installed.exitCode, 0, installed.stderr + machine.console());
  const says = (words: RegExp): Promise<unknown> =>
    eventually(`the daemon to say ${words}`, async () =>
      words.test(await machine.property("StatusText")),
    );

  await part("a daemon that runs lives on, says what is wrong, and keeps every agent", async () => {
    const before = lives(await machine.readyAgents());
    const pid = await machine.property("MainPID");
    await fill(machine);
    await says(/The disk is full/);
    // Longer than systemd's patience and than the watchdog's with agents that can't beat.
    await delay(40_000);
    assert.equal(await machine.property("MainPID"), pid);
    // Not what the records say: nobody can write those down either.
    await machine.ask("kill", "-0", ...before.map((agent) => `${agent.pid}`));
    assert.match(await machine.property("StatusText"), /The disk is full/);
    await free(machine);
    await says(/^running/);
    assert.equal(await machine.property("MainPID"), pid);
    assert.deepEqual(lives(await machine.readyAgents()), before);
  });

  await part("one that hangs is ended, and the next one waits until there is room", async () => {
    const before = lives(await machine.readyAgents());
    const restarts = Number(await machine.property("NRestarts"));
    await fill(machine);
    await machine.ask("systemctl", "kill", "--signal=STOP", "--kill-whom=main", "kantoku");
    await eventually("systemd to start another one", async () => {
      return Number(await machine.property("NRestarts")) === restarts + 1;
    });
    await says(/The disk is full.*work goes on by itself/);
    // Longer than a start may take.
    await delay(35_000);
    assert.equal(await machine.property("ActiveState"), "activating");
    assert.equal(Number(await machine.property("NRestarts")), restarts + 1);
    await free(machine);
    await says(/^running/);
    assert.deepEqual(lives(await machine.readyAgents()), before);
  });

  await part("who waits for room can be stopped", async () => {
    await fill(machine);
    await machine.ask("systemctl", "restart", "--no-block", "kantoku");
    await says(/The disk is full.*work goes on by itself/);
    await machine.ask("systemctl", "stop", "kantoku");
    assert.equal(await machine.property("ActiveState"), "inactive");
    await free(machine);
    await machine.ask("systemctl", "start", "kantoku");
  });

  await part("what does not pass by itself is given up after five starts", async () => {
    const listen = "require('node:net').createServer().listen(4747, '127.0.0.1')";
    await machine.ask("systemd-run", "--unit=another", "/opt/node/bin/node", "-e", listen);
    await eventually("another program on the port", async () => {
      const trial = [
        "-e",
        "require('node:net').connect(4747, '127.0.0.1').on('connect', process.exit)",
      ];
      return (await machine.run("/opt/node/bin/node", ...trial)).exitCode === 0;
    });
    await machine.ask("systemctl", "reset-failed", "kantoku");
    const config = join(machine.root, HOME, "kantoku.config.yaml");
    const settings = readFileSync(config, "utf8");
    writeFileSync(config, settings.replace("port: 0", "port: 4747"));
    assert.notEqual((await machine.run("systemctl", "restart", "kantoku")).exitCode, 0);
    await eventually("systemd to give up", async () => {
      return (await machine.property("ActiveState")) === "failed";
    });
    const log = await machine.ask("journalctl", "-u", "kantoku", "--no-pager", "-o", "cat");
    assert.match(log, /Another program listens on 127\.0\.0\.1:4747[^]*repeated too quickly/);
  });
});

test("the service of a user's own systemd", { skip: whyNoMachine() }, async (t) => {
  const machine = await bootServiceMachine(t);
  const part = partsOf(t, machine);
  const uid = await machine.ask("id", "-u", "kantoku");
  const environment = [`XDG_RUNTIME_DIR=/run/user/${uid}`, `HOME=${HOME}`, `KANTOKU_HOME=${HOME}`];
  const asUser = (...words: string[]) =>
    machine.run("runuser", "-u", "kantoku", "--", "env", ...environment, ...words);
  const service = (...words: string[]) => asUser("/opt/kantoku/kantoku", "service", ...words);

  await part("the system's units are root's alone, and a systemd must be there", async () => {
    const alone = await service("install");
    assert.equal(alone.exitCode, 1);
    assert.match(alone.stderr, /^Only root may change the system's units\.\nUse sudo, or --user/);
    const silent = await service("install", "--user");
    assert.equal(silent.exitCode, 1);
    assert.match(silent.stderr, /^Your own systemd does not answer\.\nLog in as this user/);
  });

  await part("with one, it is installed, restarted and taken away as root's is", async () => {
    await machine.ask("systemctl", "start", `user@${uid}`);
    const installed = await service("install", "--user");
    assert.equal(installed.exitCode, 0, installed.stderr);
    assert.match(installed.stderr, /^It ends when you log out/m);
    const before = lives(await machine.readyAgents());
    const doctor = await asUser("/opt/kantoku/kantoku", "doctor");
    assert.match(
      doctor.stdout,
      /^✓ +limits +(memory, cpu, pids|none: not in this kernel's cgroup2) /m,
    );
    const restarted = await asUser("systemctl", "--user", "restart", "kantoku");
    assert.equal(restarted.exitCode, 0, restarted.stderr);
    assert.deepEqual(lives(await machine.readyAgents()), before);
    const removed = await service("uninstall", "--user");
    assert.equal(removed.exitCode, 0, removed.stderr);
    const left = await machine.run("pgrep", "-u", "kantoku", "-f", "/opt/kantoku");
    assert.equal(left.stdout, "");
  });
});

/** A shorter one than the unit's own, so that nobody waits half a minute for it. */
function patience(machine: ServiceMachine, ...settings: string[]): void {
  const dropIn = join(machine.root, "etc/systemd/system/kantoku.service.d");
  mkdirSync(dropIn, { recursive: true });
  writeFileSync(join(dropIn, "patience.conf"), ["[Service]", ...settings, ""].join("\n"));
}

/** To the last byte. */
const fill = (machine: ServiceMachine): Promise<unknown> =>
  machine.run(
    "sh",
    "-c",
    `for size in 64k 512 1; do dd if=/dev/zero bs=$size >>${HOME}/ballast; done`,
  );

const free = (machine: ServiceMachine): Promise<unknown> => machine.ask("rm", `${HOME}/ballast`);

const doneOf = ({ steps }: JobView) => steps.filter(({ status }) => status === "done");

/** Waits until nobody of the old crew is among those who are ready. */
async function newCrew(machine: ServiceMachine, old: ReturnType<typeof lives>): Promise<void> {
  await eventually("a new crew", async () => {
    const now = lives(await machine.readyAgents());
    return now.every(({ pid }) => old.every((each) => each.pid !== pid));
  });
}

/** Does something to the daemon and waits until systemd has put another one in its place. */
async function anotherDaemon(
  machine: ServiceMachine,
  act: (pid: string) => Promise<unknown>,
): Promise<void> {
  const pid = await machine.property("MainPID");
  await act(pid);
  await eventually("another daemon", async () => {
    const now = await machine.property("MainPID");
    return now !== "0" && now !== pid && (await machine.property("SubState")) === "running";
  });
}
