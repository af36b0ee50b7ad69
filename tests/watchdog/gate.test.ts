import assert from "node:assert/strict";
import { test } from "node:test";
import { createEvents } from "../../kernel/events.ts";
import { openAgents, watchdogMigrations } from "../../watchdog/agents.ts";
import { openGate } from "../../watchdog/gate.ts";
import { DEFAULT_LIMITS } from "../../watchdog/limits.ts";
import { newRecord } from "../../watchdog/record.ts";
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
