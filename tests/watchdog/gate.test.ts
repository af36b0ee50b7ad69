import assert from "node:assert/strict";
import { test } from "node:test";
import { createEvents } from "../../kernel/events.ts";
import { openAgents, watchdogMigrations } from "../../watchdog/agents.ts";
import { openGate } from "../../watchdog/gate.ts";
import { DEFAULT_LIMITS } from "../../watchdog/limits.ts";
import { newRecord, type AgentRecord } from "../../watchdog/record.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryDatabase } from "../support/database.ts";

test("a trial that was interrupted before it had a process keeps nobody from the next one", (t) => {
  const clock = fakeClock();
  const agents = openAgents(temporaryDatabase(t, [watchdogMigrations]));
  const now = clock.now();
  agents.setBreaker({ openedAt: now, reason: "many died", failures: 0, trialAt: now });
  const gate = openGate({ agents, events: createEvents(), limits: DEFAULT_LIMITS, clock });
  const tried = {
    ...newRecord("critic-1", ["critic"]),
    state: "starting",
    startedAt: now,
  } as const;
  const other = { ...newRecord("critic-2", ["critic"]), state: "backoff", resumeAt: now } as const;
  agents.write(other);
  agents.write({ ...tried, pid: 4711 });
  gate.look();
  assert.notEqual(gate.knock(other), null, "one at a time");
  agents.write(tried);
  gate.look();
  assert.equal(gate.knock(tried), null, "neither itself nor others");
  assert.notEqual(gate.knock(other), null, "one at a time, still");
});

test("who dies again and again waits behind those that died before it", (t) => {
  const clock = fakeClock();
  const agents = openAgents(temporaryDatabase(t, [watchdogMigrations]));
  const now = clock.now();
  agents.setBreaker({ openedAt: now - 9_000, reason: "many died", failures: 3, trialAt: now });
  const gate = openGate({ agents, events: createEvents(), limits: DEFAULT_LIMITS, clock });
  const waiting = (name: string, diedMsAgo: number, dueInMs: number): AgentRecord => {
    const history = [{ at: now - diedMsAgo, cause: "exit 1" }];
    const rest = { state: "backoff", resumeAt: now + dueInMs, history } as const;
    const record = { ...newRecord(name, ["critic"]), ...rest };
    agents.write(record);
    return record;
  };
  const looping = waiting("critic-1", 1, 0);
  const well = waiting("critic-2", 9_000, 0);
  waiting("critic-3", 10_000, 500);
  gate.look();
  assert.notEqual(gate.knock(looping), null, "critic-2 is due, and died before it");
  assert.equal(gate.knock(well), null, "critic-3 died before it, but is not due");
  agents.write({ ...well, state: "ready", resumeAt: null, pid: 4711 });
  gate.look();
  assert.equal(gate.knock(looping), null, "nobody else is due");
});

test("who alone dies again and again keeps the restarts of others no longer", (t) => {
  const clock = fakeClock();
  const agents = openAgents(temporaryDatabase(t, [watchdogMigrations]));
  const now = clock.now();
  agents.setBreaker({ openedAt: now - 9_000, reason: "many died", failures: 3, trialAt: now });
  const gate = openGate({ agents, events: createEvents(), limits: DEFAULT_LIMITS, clock });
  for (const n of [1, 2, 3]) {
    agents.write({ ...newRecord(`critic-${n}`, ["critic"]), state: "ready", pid: 4710 + n });
  }
  const history = [{ at: now - 1, cause: "exit 1" }];
  const looping = { ...newRecord("critic-4", ["critic"]), state: "backoff", history } as const;
  agents.write({ ...looping, resumeAt: now });
  gate.look();
  assert.equal(agents.breaker(), null);
});

test("who is held keeps no breaker open, and nobody waiting", (t) => {
  const clock = fakeClock();
  const agents = openAgents(temporaryDatabase(t, [watchdogMigrations]));
  const now = clock.now();
  agents.setBreaker({ openedAt: now - 9_000, reason: "many died", failures: 3, trialAt: now });
  const gate = openGate({ agents, events: createEvents(), limits: DEFAULT_LIMITS, clock });
  const paused = { ...newRecord("critic-1", ["critic"]), state: "backoff", resumeAt: now } as const;
  agents.write({ ...paused, history: [{ at: now - 10_000, cause: "exit 1" }] });
  const other = { ...paused, name: "critic-2", history: [{ at: now - 9_500, cause: "exit 1" }] };
  agents.write(other);
  agents.hold("critic-1");
  gate.look();
  assert.equal(gate.knock(other), null, "it need not wait for the one that is held");
  agents.write({ ...other, state: "ready", resumeAt: null, pid: 4711 });
  gate.look();
  assert.equal(agents.breaker(), null, "everybody else was tried");
});

for (const [way, byMs] of [
  ["forward", 3_600_000],
  ["back", -3_600_000],
] as const) {
  test(`a pause between trials stays as long as it is when the clock is set ${way}`, async (t) => {
    const clock = fakeClock();
    const agents = openAgents(temporaryDatabase(t, [watchdogMigrations]));
    const now = clock.now();
    agents.setBreaker({
      openedAt: now - 9_000,
      reason: "many died",
      failures: 3,
      trialAt: now + 1_000,
    });
    const gate = openGate({ agents, events: createEvents(), limits: DEFAULT_LIMITS, clock });
    const history = [{ at: now - 8_000, cause: "exit 1" }];
    const rest = { state: "backoff", resumeAt: now + 1_000, history } as const;
    agents.write({ ...newRecord("critic-1", ["critic"]), ...rest });
    clock.jumpTo(now + byMs);
    const setting = { byMs, now: clock.now() };
    agents.reckon(setting, DEFAULT_LIMITS);
    gate.reckon(setting);
    const knock = (): number | null => {
      const [waiting] = agents.records();
      gate.look();
      return gate.knock(waiting as AgentRecord);
    };
    assert.equal(knock(), clock.now() + 1_000);
    assert.equal(agents.breaker()?.trialAt, clock.now() + 1_000, "the next daemon knows it, too");
    await clock.advance(1_000);
    assert.equal(knock(), null);
  });
}
