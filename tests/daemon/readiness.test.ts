import assert from "node:assert/strict";
import { test } from "node:test";
import type { Health } from "../../daemon/health.ts";
import { readiness } from "../../daemon/readiness.ts";

const HOUR = 3_600_000;
const FAILING: Health = { ok: false, checks: { tmux: "no answer" }, lacksRoom: false };
const FULL: Health = { ok: false, checks: { database: "the disk is full" }, lacksRoom: true };
const FINE: Health = { ok: true, checks: { tmux: "ok" }, lacksRoom: false };

/** A start by a clock of its own: `look` is asked at each look, and may set that clock. */
function starting(look: (uptime: number, setBy: (ms: number) => void) => Health) {
  let [now, uptime] = [0, 0];
  const clock = {
    now: () => now,
    uptime: () => uptime,
    sleep: async (ms: number) => {
      now += ms;
      uptime += ms;
      if (uptime > HOUR) throw new Error("it goes on looking for ever");
    },
  };
  const told: string[] = [];
  const card: string[] = [];
  const service = readiness(
    { health: async () => look(uptime, (ms) => void (now += ms)) },
    { update: ({ state }) => void card.push(state ?? "") },
    { notify: async (...words) => void told.push(...words) },
    async () => "running",
    clock,
  );
  return { ran: service.run(new AbortController().signal), told, card, waitedMs: () => uptime };
}

/** Once, a second after the start. */
const setOnce = (ms: number) => {
  let isSet = false;
  return (uptime: number, setBy: (ms: number) => void): void => {
    if (uptime >= 1_000 && !isSet) setBy(ms);
    isSet ||= uptime >= 1_000;
  };
};

test("a daemon is ready when every probe has succeeded, and says so once", async () => {
  const start = starting((uptime) => (uptime < 2_000 ? FAILING : FINE));
  await start.ran;
  assert.deepEqual(start.card, ["running"]);
  assert.deepEqual(start.told, ["READY=1", "STATUS=running"]);
});

test("a daemon that does not become ready ends after 45 seconds", async () => {
  const start = starting(() => FAILING);
  await assert.rejects(start.ran, { code: "not-ready" });
  assert.ok(start.waitedMs() > 45_000 && start.waitedMs() < 46_000, `${start.waitedMs()} ms`);
});

test("time in which only room on the disk was missing does not count", async () => {
  const start = starting((uptime) => (uptime < 600_000 ? FULL : FINE));
  await start.ran;
  assert.deepEqual(start.card, ["running"]);
});

test("a clock that is set forward ends no start", async () => {
  const set = setOnce(HOUR);
  const start = starting((uptime, setBy) => {
    set(uptime, setBy);
    return uptime < 2_000 ? FAILING : FINE;
  });
  await start.ran;
  assert.deepEqual(start.card, ["running"]);
});

test("a clock that is set back makes no start longer", async () => {
  const set = setOnce(-HOUR);
  const start = starting((uptime, setBy) => {
    set(uptime, setBy);
    return FAILING;
  });
  await assert.rejects(start.ran, { code: "not-ready" });
  assert.ok(start.waitedMs() < 46_000, `${start.waitedMs()} ms`);
});
