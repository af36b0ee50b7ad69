import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { afterFailure, afterLoss, DEFAULT_RETRY, retryDelayMs } from "../../queue/retry.ts";

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

test("a failure is tried again until the attempts are used up", () => {
  const failure = { error: "broken" };
  const after = (attempts: number) => afterFailure({ attempts, maxAttempts: 3 }, failure, most);
  assert.deepEqual(after(1), { kind: "again", delayMs: 1_000 });
  assert.deepEqual(after(2), { kind: "again", delayMs: 2_000 });
  assert.deepEqual(after(3), { kind: "bury", reason: "failed 3 times, last: broken" });
});

test("the worker's own pause and verdict go before the policy's", () => {
  const message = { attempts: 1, maxAttempts: 3 };
  const wait = afterFailure(message, { error: "quota", delayMs: 0 }, most);
  assert.deepEqual(wait, { kind: "again", delayMs: 0 });
  const hopeless = afterFailure(message, { error: "no such film", terminal: true }, most);
  assert.deepEqual(hopeless, { kind: "bury", reason: "no such film" });
});

test("the third loss is poison", () => {
  assert.deepEqual(afterLoss(1, "killed"), { kind: "again", delayMs: 0 });
  assert.deepEqual(afterLoss(2, "killed"), { kind: "again", delayMs: 0 });
  const reason = "poison: 3 workers were lost over it, last: killed";
  assert.deepEqual(afterLoss(3, "killed"), { kind: "bury", reason });
});
