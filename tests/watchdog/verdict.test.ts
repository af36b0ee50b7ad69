import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentPane } from "../../agents/pane.ts";
import type { Heartbeat } from "../../queue/heartbeat.ts";
import type { Cause } from "../../watchdog/cause.ts";
import { DEFAULT_LIMITS as LIMITS } from "../../watchdog/limits.ts";
import { newRecord, type AgentRecord } from "../../watchdog/record.ts";
import { reckoned } from "../../watchdog/reckoning.ts";
import { verdict, type Observation, type Verdict } from "../../watchdog/verdict.ts";
import * as fc from "../support/fast-check.ts";

const NOW = 1_900_000_000_000;

const record = (changes: Partial<AgentRecord> = {}): AgentRecord => ({
  ...newRecord("critic-1", ["critic"]),
  state: "ready",
  generation: 3,
  pane: "%1",
  pid: 100,
  startedAt: NOW - 600_000,
  ...changes,
});

const pane = (changes: Partial<AgentPane> = {}): AgentPane => ({
  pane: "%1",
  pid: 100,
  agent: "critic-1",
  generation: 3,
  process: "running",
  ending: null,
  ...changes,
});

const beat = (changes: Partial<Heartbeat> = {}): Heartbeat => ({
  agent: "critic-1",
  generation: 3,
  pid: 100,
  state: "ready",
  job: null,
  step: null,
  doing: "",
  progress: null,
  progressAt: NOW - 1_000,
  stallMs: null,
  beatAt: NOW - 500,
  ...changes,
});

const seen = (changes: Partial<Observation> = {}): Observation => ({
  now: NOW,
  record: record(),
  restart: "permanent",
  order: null,
  pane: pane(),
  beat: beat(),
  stallMs: 60_000,
  silentPatrols: 0,
  isHostStarved: false,
  delayedMs: 0,
  canBeat: true,
  oomKilled: false,
  jitter: 0.5,
  ...changes,
});

const killed = pane({ process: "gone", ending: { exitCode: null, signal: "SIGKILL" } });
const left = pane({ process: "gone", ending: { exitCode: 0, signal: null } });
const silent = beat({ beatAt: NOW - 6_000 });
const longSilent = beat({ beatAt: NOW - 30_000 });
const busy = beat({ state: "busy", progressAt: NOW - 61_000 });
const losses = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ at: NOW - 1_000 * (index + 1), cause: "exit 1" }));
const restart = (cause: Cause, delayMs = 0): Verdict => ({ kind: "restart", cause, delayMs });
const signal: Cause = { kind: "signal", signal: "SIGKILL" };
const fellowLost: Cause = { kind: "fellow-lost" };
const abandon = (cause: Cause): Verdict => ({ kind: "abandon", cause });
const DISMISS: Verdict = { kind: "dismiss" };
const misled = pane({ process: "gone", ending: { exitCode: 78, signal: null } });
const atWork = { beat: beat({ state: "busy", job: "job-1" }) } as const;
const dropped = record({ droppedJob: "job-1" });
const retired = record({ retiredAt: NOW - 1_000 });
const retiredLongAgo = record({ state: "draining", retiredAt: NOW - 61_000 });
const retire = (cause: Cause | null): Verdict => ({ kind: "retire", cause });
const abandoned = record({ state: "stopped", pid: null, reason: "signal SIGKILL" });

const table: readonly (readonly [situation: string, Partial<Observation>, Verdict])[] = [
  ["ready and beating", {}, { kind: "wait", state: "ready" }],
  [
    "never started, and needed",
    { record: record({ pid: null, generation: 0 }), pane: null, order: "start" },
    { kind: "start" },
  ],
  [
    "never started, and not needed",
    { record: record({ pid: null, generation: 0 }), pane: null },
    { kind: "dismiss" },
  ],
  [
    "never started, but a person asks for it",
    { record: record({ pid: null, generation: 0, restartAskedAt: NOW }), pane: null },
    { kind: "start" },
  ],
  [
    "stopped with its dead pane left, and needed",
    { record: record({ pid: null }), pane: killed, order: "start" },
    { kind: "start" },
  ],
  ["idle for too long", { order: "drain" }, { kind: "drain" }],
  [
    "asked to go, not gone yet",
    { record: record({ state: "draining" }) },
    { kind: "wait", state: "draining" },
  ],
  [
    "gone as it was asked",
    { record: record({ state: "draining" }), pane: left },
    { kind: "dismiss" },
  ],
  [
    "gone as it was asked, and needed again",
    { record: record({ state: "draining" }), pane: left, order: "start" },
    { kind: "start" },
  ],
  [
    "gone after a signal that it understood",
    { pane: left, beat: beat({ state: "draining" }) },
    { kind: "dismiss" },
  ],
  [
    "gone after a person asked for a restart",
    { record: record({ state: "draining", restartAskedAt: NOW }), pane: left },
    restart({ kind: "asked" }),
  ],
  [
    "killed while it was about to go",
    { record: record({ state: "draining" }), pane: killed },
    restart(signal),
  ],
  [
    "about to go, with work that does not move forward",
    {
      record: record({ state: "draining" }),
      beat: beat({ state: "draining", job: "job-1", progressAt: NOW - 61_000 }),
    },
    restart({ kind: "no-progress" }),
  ],
  ["killed", { pane: killed }, restart(signal)],
  [
    "killed while the kernel was out of memory",
    { pane: killed, oomKilled: true },
    restart({ kind: "out-of-memory" }),
  ],
  [
    "ended with a code",
    { pane: pane({ process: "gone", ending: { exitCode: 0, signal: null } }) },
    restart({ kind: "exit", code: 0 }),
  ],
  [
    "a zombie of which nobody knows more",
    { pane: pane({ process: "zombie", ending: { exitCode: null, signal: null } }) },
    restart({ kind: "vanished" }),
  ],
  ["pane closed, beat still fresh", { pane: null }, restart({ kind: "pane-lost" })],
  [
    "an older process in the pane",
    { pane: pane({ generation: 2 }) },
    restart({ kind: "interrupted-start" }),
  ],
  [
    "starting",
    { record: record({ startedAt: NOW - 1_000 }), beat: null },
    { kind: "wait", state: "starting" },
  ],
  [
    "starting, with only its predecessor's stale beat",
    {
      record: record({ startedAt: NOW - 1_000 }),
      beat: beat({ generation: 2, beatAt: NOW - 99_000 }),
    },
    { kind: "wait", state: "starting" },
  ],
  [
    "never ready",
    { record: record({ startedAt: NOW - 31_000 }), beat: null },
    restart({ kind: "never-ready" }),
  ],
  [
    "not ready in its time, of which the host stood still for a part",
    { record: record({ startedAt: NOW - 31_000 }), beat: null, delayedMs: 1_000 },
    { kind: "wait", state: "starting" },
  ],
  [
    "not ready in its time, though the host stood still for a part of it",
    { record: record({ startedAt: NOW - 31_000 }), beat: null, delayedMs: 999 },
    restart({ kind: "never-ready" }),
  ],
  [
    "late to be ready on a starved host",
    { record: record({ startedAt: NOW - 31_000 }), beat: null, isHostStarved: true },
    { kind: "wait", state: "starting" },
  ],
  [
    "silent and stopped",
    { beat: silent, silentPatrols: 1, pane: pane({ process: "stopped" }) },
    restart({ kind: "hang" }),
  ],
  [
    "stopped, but not silent yet",
    { pane: pane({ process: "stopped" }) },
    { kind: "nudge", state: "ready" },
  ],
  [
    "stopped in a person's hands",
    { record: record({ held: true }), pane: pane({ process: "stopped" }) },
    { kind: "wait", state: "ready" },
  ],
  [
    "silent, but its process lives",
    { beat: silent, silentPatrols: 1 },
    { kind: "alert", state: "ready", reason: "silent for 6 s, but its process lives" },
  ],
  ["silent for long", { beat: longSilent, silentPatrols: 8 }, restart({ kind: "hang" })],
  [
    "silent for long, but noticed just now",
    { beat: longSilent, silentPatrols: 1 },
    { kind: "alert", state: "ready", reason: "silent for 30 s, but its process lives" },
  ],
  [
    "silent for long on a starved host",
    { beat: longSilent, silentPatrols: 8, isHostStarved: true },
    { kind: "wait", state: "ready" },
  ],
  [
    "silent for long while nobody can beat",
    { beat: longSilent, silentPatrols: 8, canBeat: false },
    { kind: "wait", state: "ready" },
  ],
  [
    "silent and stopped while nobody can beat",
    { beat: silent, pane: pane({ process: "stopped" }), canBeat: false },
    restart({ kind: "hang" }),
  ],
  [
    "late to be ready while nobody can beat",
    { record: record({ startedAt: NOW - 31_000 }), beat: null, canBeat: false },
    { kind: "wait", state: "starting" },
  ],
  [
    "stopped before it was ready, while nobody can beat",
    {
      record: record({ startedAt: NOW - 31_000 }),
      beat: null,
      pane: pane({ process: "stopped" }),
      canBeat: false,
    },
    restart({ kind: "never-ready" }),
  ],
  ["busy without progress", { beat: busy }, restart({ kind: "no-progress" })],
  [
    "busy without progress, within its role's limit",
    { beat: busy, stallMs: 70_000 },
    { kind: "wait", state: "busy" },
  ],
  [
    "held while dead",
    { record: record({ held: true }), pane: killed },
    { kind: "wait", state: "ready" },
  ],
  [
    "asked to restart, idle",
    { record: record({ restartAskedAt: NOW }) },
    restart({ kind: "asked" }),
  ],
  [
    "asked to restart, busy",
    { record: record({ restartAskedAt: NOW }), beat: busy },
    { kind: "drain" },
  ],
  [
    "asked to restart, busy for too long",
    { record: record({ restartAskedAt: NOW - 61_000 }), beat: busy },
    restart({ kind: "asked" }),
  ],
  [
    "asked to restart, has ended by itself",
    { record: record({ restartAskedAt: NOW }), pane: killed },
    restart({ kind: "asked" }),
  ],
  [
    "second loss in a short time",
    { record: record({ history: losses(1) }), pane: killed },
    restart(signal, 250),
  ],
  [
    "fourth loss in a short time",
    { record: record({ history: losses(3) }), pane: killed },
    restart(signal, 1_000),
  ],
  [
    "fifth loss in a short time",
    { record: record({ history: losses(4) }), pane: killed },
    { kind: "quarantine", cause: signal, forMs: 60_000 },
  ],
  [
    "five losses long ago",
    {
      record: record({ history: losses(5).map((loss) => ({ ...loss, at: loss.at - 200_000 })) }),
      pane: killed,
    },
    restart(signal),
  ],
  [
    "a loss soon after the probe",
    { record: record({ quarantines: 2, startedAt: NOW - 5_000 }), pane: killed },
    { kind: "quarantine", cause: signal, forMs: 240_000 },
  ],
  [
    "waiting in quarantine",
    { record: record({ pid: null, state: "quarantined", resumeAt: NOW + 1 }), pane: killed },
    { kind: "wait", state: "quarantined" },
  ],
  [
    "time to probe",
    {
      record: record({ pid: null, state: "quarantined", resumeAt: NOW }),
      pane: killed,
      order: "start",
    },
    { kind: "start" },
  ],
  [
    "out of quarantine, but not needed",
    { record: record({ pid: null, state: "quarantined", resumeAt: NOW }), pane: killed },
    { kind: "dismiss" },
  ],
  [
    "in backoff, but a person is impatient",
    {
      record: record({ pid: null, state: "backoff", resumeAt: NOW + 9_999, restartAskedAt: NOW }),
      pane: killed,
    },
    { kind: "start" },
  ],
  [
    "its configuration can't be read",
    { pane: misled },
    { kind: "quarantine", cause: { kind: "bad-config" }, forMs: 60_000 },
  ],
  ["at work on a job that killed a fellow", { ...atWork, record: dropped }, restart(fellowLost)],
  [
    "at work on another job by now",
    { beat: beat({ state: "busy", job: "job-2" }), record: dropped },
    { kind: "wait", state: "busy" },
  ],
  [
    "not at work any more when a fellow was lost",
    { record: dropped },
    { kind: "wait", state: "ready" },
  ],
  ["killed while a fellow was lost", { ...atWork, record: dropped, pane: killed }, restart(signal)],
  ["transient, and lost", { restart: "transient", pane: killed }, restart(signal)],
  ["transient, and ended well by itself", { restart: "transient", pane: left }, DISMISS],
  [
    "transient, ended well, and needed again",
    { restart: "transient", pane: left, order: "start" },
    { kind: "start" },
  ],
  [
    "transient, ended with 0 but with work in hand",
    { ...atWork, restart: "transient", pane: left },
    restart({ kind: "exit", code: 0 }),
  ],
  [
    "transient, ended with 0 before it was ready",
    { restart: "transient", pane: left, beat: null },
    restart({ kind: "exit", code: 0 }),
  ],
  ["permanent, and ended well by itself", { pane: left }, restart({ kind: "exit", code: 0 })],
  ["temporary, and lost", { restart: "temporary", pane: killed }, abandon(signal)],
  ["temporary, and ended well", { restart: "temporary", pane: left }, DISMISS],
  [
    "temporary, and its pane is gone",
    { restart: "temporary", pane: null },
    abandon({ kind: "pane-lost" }),
  ],
  [
    "temporary, and it hangs",
    { restart: "temporary", beat: longSilent, silentPatrols: 8 },
    abandon({ kind: "hang" }),
  ],
  [
    "temporary, and a person asks for a restart",
    { restart: "temporary", record: record({ restartAskedAt: NOW }) },
    restart({ kind: "asked" }),
  ],
  [
    "temporary, and its start was interrupted",
    { restart: "temporary", pane: pane({ generation: 2 }) },
    restart({ kind: "interrupted-start" }),
  ],
  [
    "lost for good, though there is work",
    { restart: "temporary", record: abandoned, pane: killed, order: "start" },
    { kind: "wait", state: "stopped" },
  ],
  [
    "lost for good, and its pane was closed",
    { restart: "temporary", record: abandoned, pane: null },
    { kind: "wait", state: "stopped" },
  ],
  [
    "lost for good, but a person asks for it",
    { restart: "temporary", record: { ...abandoned, restartAskedAt: NOW }, pane: killed },
    { kind: "start" },
  ],
  [
    "lost for good, and dismissed",
    { restart: "temporary", record: { ...abandoned, reason: null }, pane: killed },
    DISMISS,
  ],
  ["of no crew any more, and at work", { ...atWork, record: retired }, { kind: "drain" }],
  ["of no crew any more, and idle", { record: retired }, { kind: "drain" }],
  [
    "of no crew any more, and not ready yet",
    { record: { ...retired, startedAt: NOW - 1_000 }, beat: null },
    { kind: "wait", state: "starting" },
  ],
  [
    "of no crew any more, and at work for too long",
    { ...atWork, record: retiredLongAgo },
    retire({ kind: "asked" }),
  ],
  [
    "of no crew any more for long, and in a person's hands",
    { ...atWork, record: { ...retiredLongAgo, held: true } },
    { kind: "wait", state: "draining" },
  ],
  [
    "of no crew any more, and silent for long",
    { beat: longSilent, silentPatrols: 8, record: retired },
    retire({ kind: "hang" }),
  ],
  [
    "of no crew any more, and at work that does not move forward",
    { beat: busy, record: retired },
    retire({ kind: "no-progress" }),
  ],
  ["of no crew any more, and killed", { pane: killed, record: retired }, retire(signal)],
  [
    "of no crew any more, and gone as it was asked",
    { pane: left, record: { ...retired, state: "draining" } },
    retire(null),
  ],
  [
    "of no crew any more, and its pane is gone",
    { pane: null, record: retired },
    retire({ kind: "pane-lost" }),
  ],
  [
    "of no crew any more, out of work in quarantine",
    {
      pane: killed,
      record: { ...retired, pid: null, state: "quarantined", resumeAt: NOW + 60_000 },
    },
    retire(null),
  ],
  [
    "of no crew any more, and lost for good before",
    { pane: killed, record: { ...abandoned, retiredAt: NOW } },
    retire(null),
  ],
  [
    "of no crew any more, and never started",
    { pane: null, record: record({ pid: null, generation: 0, retiredAt: NOW }) },
    retire(null),
  ],
];

for (const [situation, changes, expected] of table) {
  test(`verdict: ${situation}`, () => assert.deepEqual(verdict(seen(changes), LIMITS), expected));
}

const anything: fc.Arbitrary<Observation> = fc.record({
  now: fc.constant(NOW),
  record: fc
    .record({
      generation: fc.integer({ min: 0, max: 4 }),
      pid: fc.option(fc.constant(100)),
      held: fc.boolean(),
      startedAt: fc.option(fc.integer({ min: NOW - 300_000, max: NOW })),
      restartAskedAt: fc.option(fc.integer({ min: NOW - 120_000, max: NOW })),
      retiredAt: fc.option(fc.integer({ min: NOW - 120_000, max: NOW })),
      resumeAt: fc.option(fc.integer({ min: NOW - 1_000, max: NOW + 1_000 })),
      quarantines: fc.integer({ min: 0, max: 40 }),
      history: fc.array(
        fc.record({
          at: fc.integer({ min: NOW - 300_000, max: NOW }),
          cause: fc.constant("exit 1"),
        }),
      ),
    })
    .map((changes) =>
      record({ ...changes, state: changes.resumeAt === null ? "ready" : "backoff" }),
    ),
  pane: fc.option(
    fc
      .record({
        generation: fc.integer({ min: 0, max: 4 }),
        process: fc.constantFrom("running", "stopped", "zombie", "gone"),
        exitCode: fc.option(fc.integer({ min: 0, max: 255 })),
      })
      .map(({ generation, process, exitCode }) => {
        const hasEnded = process === "zombie" || process === "gone";
        return pane({ generation, process, ending: hasEnded ? { exitCode, signal: null } : null });
      }),
  ),
  beat: fc.option(
    fc
      .record({
        generation: fc.integer({ min: 0, max: 4 }),
        state: fc.constantFrom("starting", "ready", "busy", "draining"),
        beatAt: fc.integer({ min: NOW - 60_000, max: NOW }),
        progressAt: fc.integer({ min: NOW - 120_000, max: NOW }),
      })
      .map(beat),
  ),
  restart: fc.constantFrom("permanent", "transient", "temporary"),
  order: fc.constantFrom("start", "drain", null),
  stallMs: fc.constant(60_000),
  silentPatrols: fc.integer({ min: 0, max: 20 }),
  isHostStarved: fc.boolean(),
  delayedMs: fc.integer({ min: 0, max: 60_000 }),
  canBeat: fc.boolean(),
  oomKilled: fc.boolean(),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});

const kills = (judged: Verdict): boolean => "cause" in judged && judged.cause !== null;

const freshBeat = fc.record({
  beatAt: fc.integer({ min: NOW - LIMITS.beatMs, max: NOW }),
  progressAt: fc.integer({ min: NOW - 60_000, max: NOW }),
});

test("nobody kills a living process that beats and moves forward, unless a person asked or its time is over", () => {
  fc.assert(
    fc.property(anything, freshBeat, (some, times) => {
      const { generation, retiredAt } = some.record;
      fc.pre(retiredAt === null || NOW - retiredAt <= LIMITS.drainMs);
      const record = { ...some.record, restartAskedAt: null, droppedJob: null };
      const alive = pane({
        generation,
        process: some.pane?.process === "stopped" ? "stopped" : "running",
      });
      const well = {
        ...some,
        record,
        pane: alive,
        beat: { ...beat(some.beat ?? {}), ...times, generation },
      };
      return !kills(verdict(well, LIMITS));
    }),
  );
});

test("a clock that is set changes no verdict", () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: -NOW, max: NOW }), (some, byMs) => {
      const now = NOW + byMs;
      // As the store tells it: see queue/heartbeats.ts.
      const beat = some.beat && {
        ...some.beat,
        beatAt: some.beat.beatAt + byMs,
        progressAt: some.beat.progressAt + byMs,
      };
      const record = reckoned(some.record, { byMs, now }, LIMITS);
      assert.deepEqual(verdict({ ...some, now, record, beat }, LIMITS), verdict(some, LIMITS));
    }),
  );
});

test("whenever a clock was set, and although nobody saw it, no pause is longer than the longest", () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 0, max: NOW }), (some, now) => {
      const { startedAt, resumeAt, history } = reckoned(some.record, { byMs: 0, now }, LIMITS);
      assert.ok((resumeAt ?? 0) <= now + LIMITS.crashLoop.longestProbeMs);
      assert.ok((startedAt ?? 0) <= now && history.every(({ at }) => at <= now));
    }),
  );
});

test("who must be replaced is, whatever the load asks for", () => {
  fc.assert(
    fc.property(anything, (observation) => {
      const judged = verdict({ ...observation, order: null }, LIMITS);
      if (!kills(judged)) return;
      for (const order of ["start", "drain"] as const)
        assert.deepEqual(verdict({ ...observation, order }, LIMITS), judged);
    }),
  );
});

test("on a starved host nobody is killed for silence or slowness", () => {
  fc.assert(
    fc.property(anything, (observation) => {
      const judged = verdict({ ...observation, isHostStarved: true }, LIMITS);
      if (!("cause" in judged)) return true;
      return !["hang", "no-progress", "never-ready"].includes(judged.cause?.kind ?? "");
    }),
  );
});

test("while nobody can beat, only who is stopped is killed for silence or slowness", () => {
  fc.assert(
    fc.property(anything, (observation) => {
      const judged = verdict({ ...observation, canBeat: false }, LIMITS);
      if (!("cause" in judged) || observation.pane?.process === "stopped") return true;
      return !["hang", "no-progress", "never-ready"].includes(judged.cause?.kind ?? "");
    }),
  );
});

test("a held agent is never touched, a beat of another generation never counts", () => {
  fc.assert(
    fc.property(anything, (observation) => {
      const judged = verdict(observation, LIMITS);
      const { held, state } = observation.record;
      if (held) {
        assert.deepEqual(judged, { kind: "wait", state });
        return true;
      }
      if (observation.beat?.generation === observation.record.generation) return true;
      assert.deepEqual(judged, verdict({ ...observation, beat: null }, LIMITS));
      return true;
    }),
  );
});

test("who is of no crew any more is never started, put off or left dead, and is gone in time", () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 0, max: 120_000 }), (some, sinceMs) => {
      const record = { ...some.record, held: false, retiredAt: NOW - sinceMs };
      const { kind } = verdict({ ...some, record }, LIMITS);
      const isRunning = some.pane !== null && some.pane.ending === null;
      const mayStay = isRunning && sinceMs <= LIMITS.drainMs;
      const staying = ["wait", "alert", "nudge", "drain"];
      assert.ok(kind === "retire" || (mayStay && staying.includes(kind)), kind);
    }),
  );
});

test("nobody temporary comes back by itself, nor transient after a good end", () => {
  fc.assert(
    fc.property(anything, (observation) => {
      const record = { ...observation.record, restartAskedAt: null };
      const some = { ...observation, record, order: null };
      const judged = verdict({ ...some, restart: "temporary" }, LIMITS);
      if (judged.kind === "restart") assert.equal(judged.cause.kind, "interrupted-start");
      assert.ok(judged.kind !== "quarantine" && judged.kind !== "start");
      const ended = verdict({ ...some, restart: "transient", pane: left, beat: beat() }, LIMITS);
      fc.pre(record.generation === left.generation);
      assert.ok(!kills(ended));
    }),
  );
});

test("whoever has ended and is needed is started, restarted or waits with a time to resume", () => {
  fc.assert(
    fc.property(anything, (observation) => {
      const { record, pane } = observation;
      fc.pre(!record.held && record.retiredAt === null && (pane === null || pane.ending !== null));
      const judged = verdict({ ...observation, order: "start" }, LIMITS);
      return judged.kind === "start" || kills(judged) || record.resumeAt !== null;
    }),
  );
});
