import assert from "node:assert/strict";
import { test } from "node:test";
import { createEvents, type EventMap } from "../../kernel/events.ts";
import { clearUp, clearUpInTime, type Rubble } from "../../watchdog/aftermath.ts";
import type { AgentRecord } from "../../watchdog/record.ts";
import { newRecord } from "../../watchdog/record.ts";
import { fakeClock } from "../support/clock.ts";

const full = (): Error => Object.assign(new Error("no space left on device"), { code: "ENOSPC" });

/** What three lost processes left; a report fails as long as its agent is in `failing`. */
function rubble(names: readonly string[] = ["critic-1", "critic-2", "critic-3"]) {
  const clock = fakeClock();
  const failing = new Map<string, () => Error>();
  const [written, reaped, told]: [string[], string[], EventMap["service.failed"][]] = [[], [], []];
  const events = createEvents();
  events.on("service.failed", (payload) => told.push(payload));
  const left = names.map((agent) => ({
    agent,
    generation: 2,
    since: clock.uptime(),
    failures: 0,
    report: async () => {
      const failure = failing.get(agent);
      if (failure) throw failure();
      written.push(agent);
    },
  }));
  const panes = { reap: (living: ReadonlyMap<string, number>) => reaped.push(...living.keys()) };
  const records: AgentRecord[] = [];
  const hands: Rubble = { left, panes, clock, events, agents: { records: () => records } };
  return { hands, clock, failing, written, reaped, told, records };
}

test("a report that can't be written keeps no other from being written, and is tried again", async () => {
  const { hands, clock, failing, written, reaped, told } = rubble();
  failing.set("critic-1", full);
  await clearUpInTime(hands);
  assert.deepEqual(written, ["critic-2", "critic-3"]);
  assert.deepEqual(reaped, ["critic-1", "critic-2", "critic-3"]);
  assert.deepEqual(
    told.map(({ code, failures }) => ({ code, failures })),
    [{ code: "disk-full", failures: 1 }],
  );
  await clearUpInTime(hands);
  assert.equal(told.length, 1, "not at once");
  await clock.advance(10_000);
  await clearUpInTime(hands);
  assert.equal(told.at(-1)?.failures, 2);
  failing.clear();
  await clock.advance(10_000);
  await clearUpInTime(hands);
  assert.deepEqual(written, ["critic-2", "critic-3", "critic-1"]);
  assert.equal(hands.left.length, 0);
});

test("on a disk that stays full the latest reports wait, as many as would be kept", async () => {
  const names = Array.from({ length: 300 }, (_, index) => `critic-${index + 1}`);
  const { hands, failing } = rubble(names);
  for (const name of names) failing.set(name, full);
  await clearUpInTime(hands);
  assert.equal(hands.left.length, 200);
  assert.equal(hands.left.at(-1)?.agent, "critic-300");
});

test("a programmer's error in one report is thrown when the others are written", async () => {
  const { hands, failing, written, reaped } = rubble();
  failing.set("critic-1", () => new TypeError("no report"));
  await assert.rejects(clearUp(hands), /no report/);
  assert.deepEqual(written, ["critic-2", "critic-3"]);
  assert.equal(reaped.length, 3);
  assert.equal(hands.left.length, 0);
});

test("reports wait for those who start, a second at most", async () => {
  const { hands, clock, written, records } = rubble();
  records.push({ ...newRecord("critic-1", ["critic"]), state: "starting" });
  await clearUpInTime(hands);
  assert.deepEqual(written, []);
  await clock.advance(1_000);
  await clearUpInTime(hands);
  assert.equal(written.length, 3);
});
