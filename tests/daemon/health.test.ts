import assert from "node:assert/strict";
import { test } from "node:test";
import { allOf, healthOf, watchedClock, watchedTurns } from "../../daemon/health.ts";
import { OperationalError } from "../../kernel/errors.ts";
import { loop } from "../../kernel/service.ts";
import type { SteadyClock } from "../../kernel/clock.ts";

test("all probes are asked, and one that fails makes the whole unwell", async () => {
  const health = healthOf([
    { name: "one", check: async () => {} },
    { name: "other", check: () => Promise.reject(new Error("disk full")) },
  ]);
  assert.deepEqual(await health(), {
    ok: false,
    checks: { one: "ok", other: "disk full" },
    lacksRoom: false,
  });
});

test("a daemon lacks nothing but room when every probe that fails says so", async () => {
  const failing = (name: string, error: Error) => ({ name, check: () => Promise.reject(error) });
  const full = failing("database", new OperationalError("disk-full", "The disk is full."));
  const silent = failing("tmux", new OperationalError("tmux-not-running", "It is silent."));
  const well = { name: "scheduler", check: () => {} };
  assert.equal((await healthOf([full, well])()).lacksRoom, true);
  assert.equal((await healthOf([full, silent])()).lacksRoom, false);
  assert.equal((await healthOf([well])()).lacksRoom, false);
});

test("a probe that hangs counts as failed, and does not hang the answer", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const health = healthOf([{ name: "tmux", check: () => new Promise(() => {}) }]);
  const answer = health();
  t.mock.timers.tick(5_000);
  const { ok, checks } = await answer;
  assert.deepEqual({ ok, checks }, { ok: false, checks: { tmux: "no answer within 5000 ms" } });
});

test("whoever asks again at once gets the same answer, since probes write to the disk", async () => {
  let now = 0;
  let asked = 0;
  const health = healthOf(
    [{ name: "database", check: () => void (asked += 1) }],
    clockAt(() => now),
  );
  await Promise.all([health(), health(), health()]);
  assert.equal(asked, 1);
  now = 1_000;
  await health();
  assert.equal(asked, 2);
});

test("a loop that turns is alive, and one that has not come back from its rest is not", async () => {
  let now = 0;
  const stop = new AbortController();
  const clock = watchedClock(
    clockAt(
      () => now,
      () => stop.abort(),
    ),
  );
  const probe = clock.probe("scheduler", 10_000);
  await loop("turning", () => 2_000, { clock }).run(stop.signal);
  now = 12_000;
  await probe.check();
  now = 12_001;
  assert.throws(() => probe.check(), /no turn for 10 s/);
});

test("of loops that wait for messages, the one that does not come back from its wait is named", async () => {
  let now = 0;
  const turns = watchedTurns(
    ["dispatcher", "settler"],
    clockAt(() => now),
  );
  const probe = turns.probe("intakes", 5_000);
  turns.turning("dispatcher", 10_000);
  turns.turning("settler", 10_000);
  now = 15_000;
  await probe.check();
  turns.turning("dispatcher", 10_000);
  now = 15_001;
  assert.throws(() => probe.check(), /^Error: no turn of the settler for 5 s$/);
  turns.turning("settler", 10_000);
  await probe.check();
});

test("a loop that never came to its first turn is missed as well", () => {
  let now = 0;
  const turns = watchedTurns(
    ["settler"],
    clockAt(() => now),
  );
  now = 15_001;
  assert.throws(() => turns.probe("intakes").check(), /settler/);
});

test("a probe of several says which of them fails, and why", async () => {
  const well = { name: "limits", check: () => {} };
  const unwell = { name: "intakes", check: () => Promise.reject(new Error("no turn")) };
  const health = healthOf([allOf("scheduler", [well, unwell]), allOf("watchdog", [well])]);
  assert.deepEqual((await health()).checks, { scheduler: "intakes: no turn", watchdog: "ok" });
});

/** What it is set to plays no part. */
function clockAt(uptime: () => number, onSleep = (): void => {}): SteadyClock {
  return { now: () => 0, uptime, sleep: async () => onSleep() };
}
