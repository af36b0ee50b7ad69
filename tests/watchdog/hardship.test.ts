import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentPane } from "../../agents/pane.ts";
import {
  delayedMs,
  excuses,
  newHardship,
  noteDelay,
  noteMuteness,
  noteStandstills,
} from "../../watchdog/hardship.ts";
import type { Patient } from "../../watchdog/hands.ts";
import { DEFAULT_LIMITS as LIMITS } from "../../watchdog/limits.ts";
import { newRecord, type AgentRecord } from "../../watchdog/record.ts";
import { fakeClock } from "../support/clock.ts";

const NOW = 1_900_000_000_000;

/** One that has beaten an hour ago for the last time. */
function silent(changes: Partial<AgentRecord> = {}, process: AgentPane["process"] = "running") {
  const ids = { agent: "critic-1", generation: 3, pid: 100 };
  const record = { ...newRecord("critic-1", ["critic"]), ...ids, pane: "%1", ...changes };
  const state = record.state === "starting" ? "starting" : "ready";
  const work = { job: null, step: null, doing: "", progress: null, stallMs: null };
  const times = { progressAt: NOW - 3_600_000, beatAt: NOW - 3_600_000 };
  return {
    agent: { name: "critic-1", roles: ["critic"], window: "crew" },
    record,
    pane: { ...ids, pane: "%1", process, ending: null },
    beat: { ...ids, state, ...work, ...times },
  } satisfies Patient;
}

/** How often a beat is tried for this one, on a full disk. */
function triesFor(patient: Patient): number {
  let tries = 0;
  const canBeat = (): boolean => {
    tries += 1;
    return false;
  };
  const senses = { clock: fakeClock(NOW), heartbeats: { canBeat }, limits: LIMITS };
  noteMuteness(newHardship(), senses, [patient], NOW);
  return tries;
}

test("a beat is tried for who is silent, or late to be ready, and may have tried", () => {
  assert.equal(triesFor(silent()), 1);
  const late = silent({ state: "starting", startedAt: NOW - LIMITS.startMs - 1 });
  assert.equal(triesFor({ ...late, beat: null }), 1);
  assert.equal(triesFor({ ...late, beat: { ...late.beat, generation: 2 } }), 1);
});

test("no beat is tried for the dead, the paused, the held, the stopped, or who is heard", () => {
  assert.equal(triesFor(silent({ pid: null, state: "stopped", reason: "exit 1" }, "gone")), 0);
  assert.equal(triesFor({ ...silent({ pid: null, state: "backoff" }), pane: null }), 0);
  assert.equal(triesFor(silent({ held: true })), 0);
  assert.equal(triesFor(silent({}, "stopped")), 0);
  const heard = silent();
  assert.equal(triesFor({ ...heard, beat: { ...heard.beat, beatAt: NOW } }), 0);
});

test("who could not beat is excused as long afterwards as who had no time", () => {
  const hardship = newHardship();
  assert.deepEqual(excuses(hardship, LIMITS, 0), { isHostStarved: false, canBeat: true });
  noteDelay(hardship, LIMITS, { beganAt: 100 + LIMITS.lateMs, dueAt: 100 });
  assert.deepEqual(excuses(hardship, LIMITS, 100), { isHostStarved: false, canBeat: true });
  noteDelay(hardship, LIMITS, { beganAt: 101 + LIMITS.lateMs, dueAt: 100 });
  const clock = { ...fakeClock(NOW), uptime: () => 102 + LIMITS.lateMs };
  const senses = { clock, heartbeats: { canBeat: () => false }, limits: LIMITS };
  noteMuteness(hardship, senses, [silent()], NOW);
  const both = { isHostStarved: true, canBeat: false };
  assert.deepEqual(excuses(hardship, LIMITS, 100 + LIMITS.lateMs), both, "noted meanwhile");
  assert.deepEqual(excuses(hardship, LIMITS, 100 + 2 * LIMITS.lateMs), both);
  const one = { isHostStarved: false, canBeat: false };
  assert.deepEqual(excuses(hardship, LIMITS, 101 + 2 * LIMITS.lateMs), one);
  const none = { isHostStarved: false, canBeat: true };
  assert.deepEqual(excuses(hardship, LIMITS, 102 + 2 * LIMITS.lateMs), none);
});

test("how late rounds came counts from when one asks about, and not what came in time", () => {
  const hardship = newHardship();
  noteDelay(hardship, LIMITS, { beganAt: 10_000, dueAt: 4_000 });
  noteDelay(hardship, LIMITS, { beganAt: 20_000, dueAt: 20_000 - LIMITS.lateMs });
  noteDelay(hardship, LIMITS, { beganAt: 30_000, dueAt: 27_000 });
  assert.equal(delayedMs(hardship, 0), 9_000);
  assert.equal(delayedMs(hardship, 10_000), 3_000);
  assert.equal(delayedMs(hardship, 30_000), 0);
});

test("a delay over several rounds that all fail counts once", () => {
  const hardship = newHardship();
  for (const beganAt of [5_000, 7_000, 7_400, 8_200, 17_000]) {
    noteDelay(hardship, LIMITS, { beganAt, dueAt: 1_000 });
  }
  assert.equal(delayedMs(hardship, 0), 16_000);
  noteDelay(hardship, LIMITS, { beganAt: 17_600, dueAt: 17_500 });
  assert.equal(delayedMs(hardship, 0), 16_000);
});

test("a standstill is noted whatever the watchdog was about to do, and once", async () => {
  const hardship = newHardship();
  const clock = fakeClock(NOW);
  const end = new AbortController();
  const noting = noteStandstills(hardship, { clock, limits: LIMITS }, end.signal);
  const start = clock.uptime();
  for (let seconds = 0; seconds < 3; seconds += 1) {
    await clock.sleeping();
    await clock.advance(1_000);
  }
  await clock.sleeping();
  assert.equal(delayedMs(hardship, start), 0);
  await clock.advance(1_000 + 12_000);
  await clock.sleeping();
  assert.equal(delayedMs(hardship, start), 12_000);
  assert.equal(
    excuses(hardship, LIMITS, start).isHostStarved,
    true,
    "a round that had begun before",
  );
  assert.equal(excuses(hardship, LIMITS, clock.uptime()).isHostStarved, true);
  // The next round is late for the same reason.
  noteDelay(hardship, LIMITS, { beganAt: clock.uptime() + 20, dueAt: start + 3_100 });
  assert.equal(delayedMs(hardship, start), 12_000);
  end.abort();
  await noting;
});

test("on a host that is always late the latest delays are kept", () => {
  const hardship = newHardship();
  for (let at = 0; at < 1_000_000; at += 2_000) {
    noteDelay(hardship, LIMITS, { beganAt: at, dueAt: at - 2_000 });
  }
  assert.equal(delayedMs(hardship, 998_000 - LIMITS.startMs), LIMITS.startMs);
  assert.ok(hardship.delays.length <= 100);
});
