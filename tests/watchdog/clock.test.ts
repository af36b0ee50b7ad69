import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { systemClock } from "../../kernel/clock.ts";
import { DEFAULT_LIMITS } from "../../watchdog/limits.ts";
import { newRecord } from "../../watchdog/record.ts";
import { fleet, type Fleet } from "./fleet.ts";

const HOUR = 3_600_000;
const WAYS = [
  ["forward", HOUR],
  ["back", -HOUR],
] as const;

/** The host's clock, as the daemon reads it: a test sets it by so many ms. */
function settable() {
  let setMs = 0;
  return {
    clock: { ...systemClock, now: () => Date.now() + setMs },
    setBy: (ms: number): void => void (setMs += ms),
  };
}

const identities = ({ agents }: Fleet) =>
  agents.list().map(({ pid, generation, restarts }) => ({ pid, generation, restarts }));

for (const [way, ms] of WAYS) {
  test(`a clock that is set ${way} costs nobody its process, at work or idle`, async (t) => {
    const on = fleet(t, { names: ["critic-1", "critic-2"] });
    const { clock, setBy } = settable();
    on.patrol({ clock });
    for (const name of ["critic-1", "critic-2"]) await on.inState(name, "ready");
    const cue = join(on.folder, "cue");
    await on.send("wait", cue);
    await Promise.race(["critic-1", "critic-2"].map((name) => on.inState(name, "busy")));
    const before = identities(on);
    setBy(ms);
    await on.patrolled(4);
    assert.deepEqual(identities(on), before);
    writeFileSync(cue, "");
    assert.equal((await on.result()).outcome.kind, "done");
    assert.deepEqual(
      on.told.filter(({ name }) => name === "clock.set").map(({ payload }) => payload),
      [{ seconds: ms / 1_000 }],
    );
  });

  test(`a clock that is set ${way} costs no start its time`, async (t) => {
    const on = fleet(t, { command: ["sleep", "1000"] });
    const { clock, setBy } = settable();
    on.patrol({ clock, limits: { startMs: 600_000 } });
    await on.inState("critic-1", "starting");
    await on.patrolled(1);
    const before = identities(on);
    setBy(ms);
    await on.patrolled(4);
    assert.deepEqual(identities(on), before);
  });

  test(`after a clock was set ${way}, who hangs is found`, async (t) => {
    const on = fleet(t);
    const { clock, setBy } = settable();
    on.patrol({ clock, limits: { beatMs: 500, blockedMs: 1_200, silentPatrols: 3 } });
    await on.inState("critic-1", "ready");
    await on.send("block");
    await on.inState("critic-1", "busy");
    setBy(ms);
    assert.equal((await on.crash()).cause, "hang");
  });
}

test("a quarantine does not last longer because the clock is set back", async (t) => {
  const on = fleet(t, { command: ["false"] });
  const { clock, setBy } = settable();
  on.patrol({ clock, crashLoop: { losses: 2, firstDelayMs: 20, probeMs: 500 } });
  const { generation } = await on.inState("critic-1", "quarantined");
  setBy(-HOUR);
  await on.inState("critic-1", "quarantined", generation + 1);
});

test("nor does it when that happened while no daemon ran", async (t) => {
  const on = fleet(t);
  const resumeAt = Date.now() + HOUR;
  const quarantined = { state: "quarantined", generation: 3, resumeAt } as const;
  on.agents.write({ ...newRecord("critic-1", ["critic"]), ...quarantined });
  on.patrol({
    limits: { breaker: { ...DEFAULT_LIMITS.breaker, longestPauseMs: 100 } },
    crashLoop: { longestDelayMs: 100, probeMs: 100, longestProbeMs: 100 },
  });
  await on.inState("critic-1", "ready", 4);
});
