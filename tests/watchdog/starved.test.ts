import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { availableParallelism, setPriority } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Cleanup } from "../support/temp.ts";
import { eventually } from "../support/eventually.ts";
import { fleet, type Fleet } from "./fleet.ts";

const DAEMON = join(import.meta.dirname, "fixtures", "patrol.ts");
const NAMES = ["critic-1", "critic-2"];

/** Lower than what else the host does, such as other tests; the agents' is lower still, or the same. */
const BURNERS = 10;

/** Keeps every core busy until the test ends. */
function burnEveryCore(t: Cleanup): void {
  for (let core = 0; core < availableParallelism(); core += 1) {
    const burner = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
    t.after(() => void burner.kill("SIGKILL"));
    setPriority(burner.pid ?? 0, BURNERS);
  }
}

/** Resolves when every agent has beaten after `time`. */
async function beaten({ agents }: Fleet, time: number): Promise<void> {
  await eventually("everybody beats", () =>
    agents.list().every(({ heartbeatAt }) => (heartbeatAt ?? 0) > time),
  );
}

const identities = ({ agents }: Fleet) =>
  agents.list().map(({ pid, generation, restarts }) => ({ pid, generation, restarts }));

test("on a host without time, agents that hardly get any are not taken for dead", async (t) => {
  const on = fleet(t, { names: NAMES });
  // How long one may be silent is not what this is about: here it may be for as long as it takes.
  on.patrol({ limits: { beatMs: 600, blockedMs: 600_000 } });
  for (const name of NAMES) await on.inState(name, "ready");
  const before = identities(on);
  burnEveryCore(t);
  for (const { pid } of before) setPriority(pid ?? 0, 19);
  for (let times = 0; times < 3; times += 1) await beaten(on, Date.now());
  await on.patrolled(3);
  assert.deepEqual(identities(on), before);
});

test("an agent that dies on such a host is back before anybody loses patience", async (t) => {
  const on = fleet(t);
  on.patrol();
  const { pid } = await on.inState("critic-1", "ready");
  burnEveryCore(t);
  setPriority(await on.tmux.serverPid(), BURNERS); // The next agent is its child.
  process.kill(pid ?? 0, "SIGKILL");
  const next = await on.inState("critic-1", "ready", 2);
  assert.equal(next.generation, 2);
  assert.equal(next.restarts, 1);
});

test("a host that stood still longer than every limit wakes up with all its agents", async (t) => {
  const started: { daemon?: ChildProcess } = {};
  // Before the fleet is reaped: a daemon at work would start everything again.
  t.after(() => void started.daemon?.kill("SIGKILL"));
  const on = fleet(t, { names: NAMES });
  await on.tmux.ensureServer();
  const boots = join(on.folder, "critic-3.boots");
  writeFileSync(boots, "");
  const args = [DAEMON, on.folder, on.owner, ...NAMES, "critic-3"];
  const daemon = (started.daemon = spawn(process.execPath, args, { stdio: "ignore" }));
  for (const name of NAMES) await on.inState(name, "ready");
  const { pid: booting } = await eventually("it is booting", () =>
    on.agents.list().find(({ name, pid }) => name === "critic-3" && pid !== null),
  );
  const before = identities(on);
  const server = await on.tmux.serverPid();

  // tmux first: it has what is stopped go on.
  const everybody = [server, daemon.pid ?? 0, ...before.map(({ pid }) => pid ?? 0)];
  for (const pid of everybody) process.kill(pid, "SIGSTOP");
  const stoppedAt = Date.now();
  await eventually("the limits are over", () => Date.now() - stoppedAt > 12_500);
  for (const pid of everybody) process.kill(pid, "SIGCONT");

  // The watchdog has looked twice before that one can beat at all.
  on.agents.hold("critic-1");
  await on.inState("critic-1", "held");
  await eventually("the watchdog has seen it", () => on.agents.records()[0]?.heldTold);
  on.agents.release("critic-1");
  await on.inState("critic-1", "ready");
  rmSync(boots);
  assert.equal((await on.inState("critic-3", "ready")).pid, booting);
  await beaten(on, Date.now());
  assert.deepEqual(identities(on), before);
});
