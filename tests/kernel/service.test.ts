import assert from "node:assert/strict";
import { test } from "node:test";
import { endingWith } from "../../kernel/abort.ts";
import { inStep, systemClock } from "../../kernel/clock.ts";
import { OperationalError } from "../../kernel/errors.ts";
import { backoff, loop, runServices, type Service } from "../../kernel/service.ts";
import { fakeClock } from "../support/clock.ts";

const soon = { timeout: 60_000 };

test("a loop rests as long as each turn says, and ends when told to", soon, async () => {
  const clock = fakeClock();
  const stop = new AbortController();
  let turns = 0;
  const running = loop("l", () => (turns += 1) && 500, { clock }).run(stop.signal);
  await clock.sleeping();
  await clock.advance(499);
  assert.equal(turns, 1);
  await clock.advance(1);
  await clock.sleeping();
  assert.equal(turns, 2);
  stop.abort();
  await running;
  assert.equal(turns, 2);
});

test("who rests in step wakes up together, and never later than it may", () => {
  const start = Date.UTC(2030, 0, 1);
  const ends = (at: number, ms: number): number => at + inStep(ms, start + at);
  assert.equal(ends(0, 1_000), 1_000);
  for (const at of [1, 130, 490]) assert.equal(ends(at, 1_000), 1_000, `from ${at}`);
  assert.equal(ends(510, 2_000), 2_500);
  assert.equal(ends(999, 1_000), 1_999, "a timer that was early does not halve the next rest");
  assert.equal(ends(130, 700), 500, "any rest ends with a step");
  assert.equal(ends(130, 499), 629, "unless it is shorter than one");
});

test("what waits beside others is over when its scope is, or with the signal from outside", () => {
  const outside = new AbortController();
  const reasons: unknown[] = [];
  const watched = (signal: AbortSignal): void =>
    signal.addEventListener("abort", () => reasons.push(signal.reason));
  {
    using over = endingWith(outside.signal);
    watched(over.signal);
  }
  assert.equal(reasons.length, 1);
  using still = endingWith(outside.signal);
  watched(still.signal);
  outside.abort("SIGTERM");
  assert.deepEqual(reasons.slice(1), ["SIGTERM"]);
  assert.ok(endingWith(outside.signal).signal.aborted);
});

test("a loop that is told to stop before it starts does nothing", soon, async () => {
  await loop("l", () => assert.fail("no turn is due")).run(AbortSignal.abort());
});

test("a loop that always has work still lets others run", soon, async () => {
  const stop = new AbortController();
  let turns = 0;
  const other = (): void => (turns < 3 ? void setImmediate(other) : stop.abort());
  other();
  await loop("l", () => (turns += 1) && 0).run(stop.signal);
  assert.ok(turns >= 3);
});

test(
  "a loop waits out operational failures, longer each time, and forgets them after a success",
  soon,
  async () => {
    const clock = fakeClock();
    const stop = new AbortController();
    const failures: number[] = [];
    const outcomes = ["fail", "fail", "fine", "fail", "stop"];
    const turn = (): number => {
      const outcome = outcomes.shift();
      if (outcome === "fail") throw new OperationalError("down", "It is down.");
      if (outcome === "stop") stop.abort();
      return 1;
    };
    const onFailure = (_error: OperationalError, count: number): void => void failures.push(count);
    const running = loop("l", turn, { clock, onFailure }).run(stop.signal);
    for (const restMs of [200, 400, 1, 200]) {
      await clock.sleeping();
      await clock.advance(restMs - 1);
      const before = outcomes.length;
      await clock.advance(1);
      assert.equal(outcomes.length, before - 1, `the rest should be ${restMs} ms`);
    }
    await running;
    assert.deepEqual(failures, [1, 2, 1]);
  },
);

test("a loop waits out a full disk, of whatever kind its turn is", soon, async () => {
  const clock = fakeClock();
  const stop = new AbortController();
  const told: string[] = [];
  const turn = (): never => {
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  };
  const onFailure = ({ code }: OperationalError): void => void told.push(code);
  const running = loop("l", turn, { clock, onFailure }).run(stop.signal);
  await clock.sleeping();
  stop.abort();
  await running;
  assert.deepEqual(told, ["disk-full"]);
});

test("the backoff doubles from 0.2 s and stays at 10 s", () => {
  assert.deepEqual([1, 2, 3, 6, 7, 50].map(backoff), [200, 400, 800, 6_400, 10_000, 10_000]);
});

test("a programmer's error ends the loop", soon, async () => {
  const service = loop("l", () => {
    throw new TypeError("bug");
  });
  await assert.rejects(service.run(new AbortController().signal), TypeError);
});

test("a failure while stopping is not told", soon, async () => {
  const stop = new AbortController();
  const service = loop("l", () => {
    stop.abort();
    throw new Error("torn down");
  });
  await service.run(stop.signal);
});

test("what wakes a loop ends its rest early", soon, async () => {
  const clock = fakeClock();
  const stop = new AbortController();
  let wakeUp = (): void => {};
  let turns = 0;
  let abandoned = 0;
  const wake = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      wakeUp = resolve;
      signal.addEventListener("abort", () => (abandoned += 1));
    });
  const turn = (): number => {
    turns += 1;
    if (turns === 3) stop.abort();
    return 60_000;
  };
  const running = loop("l", turn, { clock, wake }).run(stop.signal);
  await clock.sleeping();
  wakeUp();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(turns, 2);
  await clock.sleeping();
  await clock.advance(60_000); // Time wakes it just as well.
  await running;
  assert.equal(turns, 3);
  assert.equal(abandoned, 2, "each wait for a wake is given up when its rest is over");
});

test("services run side by side until they are told to stop", soon, async () => {
  const stop = new AbortController();
  const ended: string[] = [];
  const service = (name: string): Service => ({
    name,
    run: async (signal) => {
      await systemClock.sleep(60_000, signal);
      ended.push(name);
    },
  });
  const running = runServices([service("a"), service("b")], stop.signal);
  stop.abort();
  await running;
  assert.deepEqual(ended, ["a", "b"]);
});

test("the first service that fails stops the others and is named", soon, async () => {
  let hasCleanedUp = false;
  const good: Service = {
    name: "good",
    run: async (signal) => {
      await systemClock.sleep(60_000, signal);
      hasCleanedUp = true;
    },
  };
  const bad: Service = { name: "bad", run: () => Promise.reject(new TypeError("bug")) };
  await assert.rejects(runServices([good, bad], new AbortController().signal), (error: Error) => {
    assert.equal(error.message, "Service bad failed");
    assert.ok(error.cause instanceof TypeError);
    return true;
  });
  assert.ok(hasCleanedUp);
});

test("the system's clock sleeps, and wakes early for a stop", soon, async () => {
  const before = systemClock.now();
  await systemClock.sleep(2);
  assert.ok(systemClock.now() >= before + 1);
  const stop = new AbortController();
  const sleeping = systemClock.sleep(60_000, stop.signal);
  stop.abort();
  await sleeping;
  await systemClock.sleep(60_000, AbortSignal.abort());
});
