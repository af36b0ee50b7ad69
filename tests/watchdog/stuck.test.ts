import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentPane } from "../../agents/pane.ts";
import { watchedClock } from "../../daemon/health.ts";
import { systemClock } from "../../kernel/clock.ts";
import { fleet } from "./fleet.ts";

test("a patrol that never comes back is told from one that rests", async (t) => {
  const on = fleet(t);
  let passedMs = 0;
  const clock = watchedClock({
    ...systemClock,
    now: () => systemClock.now() + passedMs,
    uptime: () => systemClock.uptime() + passedMs,
  });
  const probe = clock.probe("watchdog", 30_000);
  const stuck = Promise.withResolvers<AgentPane[]>();
  const entered = Promise.withResolvers<void>();
  let isToStick = false;
  const observe = (): Promise<AgentPane[]> => {
    if (!isToStick) return on.panes.observe();
    entered.resolve();
    return stuck.promise;
  };
  on.patrol({ panes: { ...on.panes, observe }, clock });
  await on.inState("critic-1", "ready");
  await probe.check();
  isToStick = true;
  await entered.promise;
  await probe.check();
  passedMs = 120_000; // Beyond the longest rest that it may have planned before.
  assert.throws(() => probe.check(), /no turn for \d+ s/);
  isToStick = false;
  stuck.resolve(await on.panes.observe());
});
