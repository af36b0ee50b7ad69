import assert from "node:assert/strict";
import { test } from "node:test";
import type { Heartbeat } from "../../queue/heartbeat.ts";
import { DEFAULT_LIMITS } from "../../watchdog/limits.ts";
import { look, watchOomKills } from "../../watchdog/look.ts";
import { newRecord } from "../../watchdog/record.ts";
import { openTraces } from "../../watchdog/traces.ts";

test("a kill for want of memory is remembered until its process has ended, and no longer", () => {
  let kills = 3;
  const wasOomKill = watchOomKills(() => kills);
  assert.equal(wasOomKill(1_000), false, "what was before is of no interest");
  kills = 4;
  assert.equal(wasOomKill(2_000), true);
  assert.equal(wasOomKill(4_000), true, "the process may have ended only now");
  assert.equal(wasOomKill(6_000), false);
});

test("how long work may stand still is the step's own limit twice, and time enough to heed it", () => {
  assert.equal(patienceFor({ stallMs: 600_000 }), 1_200_000, "longer than the role's own");
  assert.equal(patienceFor({ stallMs: 20_000 }), 40_000, "shorter than the role's own");
  assert.equal(patienceFor({ stallMs: 50 }), 50 + DEFAULT_LIMITS.stopMs);
});

test("where the beat names no limit, or another process named it, the roles' own holds", () => {
  assert.equal(patienceFor({ stallMs: null }), ROLES_OWN);
  assert.equal(patienceFor({ stallMs: 20_000, generation: 2 }), ROLES_OWN);
});

const ROLES_OWN = 240_000;

function patienceFor(changes: Partial<Heartbeat>): number {
  const beat: Heartbeat = {
    agent: "director",
    generation: 3,
    pid: 100,
    state: "busy",
    job: "job-1",
    step: "direct",
    doing: "",
    progress: null,
    progressAt: 1_000,
    stallMs: null,
    beatAt: 1_000,
    ...changes,
  };
  const panes = { account: () => null };
  const eyes = { panes, traces: openTraces(), limits: DEFAULT_LIMITS, stallMs: () => ROLES_OWN };
  const record = { ...newRecord("director", ["director"]), generation: 3 };
  const agent = { name: "director", roles: ["director"], window: "director" } as const;
  const sight = {
    now: 2_000,
    isHostStarved: false,
    canBeat: true,
    oomKilled: false,
    delayedSince: () => 0,
  };
  return look(eyes, { agent, record, pane: null, beat }, sight).stallMs;
}
