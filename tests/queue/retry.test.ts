import assert from "node:assert/strict";
import { test } from "node:test";
import { afterFailure, afterLoss, DEFAULT_RETRY, retryDelayMs } from "../../queue/retry.ts";
import * as fc from "../support/fast-check.ts";

const most = (): number => 1;
const least = (): number => 0;

test("the pause doubles with each attempt, up to the longest", () => {
  const delays = [1, 2, 3, 4, 9, 10, 1_000].map((n) => retryDelayMs(n, most, DEFAULT_RETRY));
  assert.deepEqual(delays, [1_000, 2_000, 4_000, 8_000, 256_000, 300_000, 300_000]);
});

test("the lot decides over half of the pause and no more", () => {
  const pause = fc.tuple(
    fc.integer({ min: 1, max: 60 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(pause, ([attempt, lot]) => {
      const whole = retryDelayMs(attempt, most, DEFAULT_RETRY);
      const delay = retryDelayMs(attempt, () => lot, DEFAULT_RETRY);
      assert.ok(delay >= whole / 2 && delay <= whole);
    }),
  );
  assert.equal(retryDelayMs(1, least, DEFAULT_RETRY), 500);
});

const NOW = 1_000_000;
const message = { attempts: 1, maxAttempts: 3, losses: 0, notBefore: 500, deadlineAt: null };

test("a failure is tried again until the attempts are used up", () => {
  const failure = { error: "broken" };
  const after = (attempts: number) => afterFailure({ ...message, attempts }, failure, NOW, most);
  assert.deepEqual(after(1), { kind: "again", at: NOW + 1_000 });
  assert.deepEqual(after(2), { kind: "again", at: NOW + 2_000 });
  assert.deepEqual(after(3), { kind: "bury", reason: "failed 3 times, last: broken" });
});

test("the worker's own pause, moment and verdict go before the policy's", () => {
  const wait = afterFailure(message, { error: "quota", delayMs: 0 }, NOW, most);
  assert.deepEqual(wait, { kind: "again", at: NOW });
  const reset = { error: "quota", retryAt: NOW + 3_600_000 };
  assert.deepEqual(afterFailure(message, reset, NOW, most), { kind: "again", at: reset.retryAt });
  const hopeless = afterFailure(message, { error: "no such film", terminal: true }, NOW, most);
  assert.deepEqual(hopeless, { kind: "bury", reason: "no such film" });
});

test("a topic's own policy decides how long the pause is", () => {
  const policy = { firstDelayMs: 10, longestDelayMs: 15 };
  const after = (attempts: number) =>
    afterFailure({ ...message, attempts, maxAttempts: 9 }, { error: "broken" }, NOW, most, policy);
  assert.deepEqual(after(1), { kind: "again", at: NOW + 10 });
  assert.deepEqual(after(5), { kind: "again", at: NOW + 15 });
});

test("what could only be tried after its deadline is not tried again", () => {
  const urgent = { ...message, deadlineAt: NOW + 1_000 };
  const soon = afterFailure(urgent, { error: "broken", delayMs: 999 }, NOW, most);
  assert.deepEqual(soon, { kind: "again", at: NOW + 999 });
  const late = { kind: "bury", reason: "not done by its deadline, last: broken" };
  assert.deepEqual(afterFailure(urgent, { error: "broken" }, NOW, most), late);
  assert.deepEqual(afterLoss(urgent, "broken", NOW + 1_000), late);
});

test("lost work keeps its place, and the third loss is poison", () => {
  const after = (losses: number) => afterLoss({ ...message, losses }, "killed", NOW);
  assert.deepEqual(after(1), { kind: "again", at: 500 });
  assert.deepEqual(after(2), { kind: "again", at: 500 });
  const reason = "poison: 3 workers were lost over it, last: killed";
  assert.deepEqual(after(3), { kind: "bury", reason });
});
