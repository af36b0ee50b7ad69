import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import {
  DEFAULT_ANOMALY_LIMITS,
  judge,
  type Judgement,
  type Seen,
} from "../../../watchdog/health/judgement.ts";
import type { Measure } from "../../../watchdog/health/measures.ts";
import { medianOf, modifiedZ, spreadOf } from "../../../watchdog/health/statistics.ts";
import * as fc from "../../support/fast-check.ts";
import { seedOf } from "../../support/seed.ts";

const series = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 3, maxLength: 200 });

/** Everything matters, so that the statistics alone decide. */
const MEASURE: Measure = {
  words: "load",
  unit: "cores",
  worse: "more",
  leastChange: 0,
  limit: null,
};
const LIMITS = DEFAULT_ANOMALY_LIMITS;

test("the median of a series is its middle, or the mean of the two in the middle", () => {
  assert.equal(medianOf([3, 1, 2]), 2);
  assert.equal(medianOf([10, 9, 1, 2]), 5.5);
  assert.equal(medianOf([7]), 7);
});

test("the score of Iglewicz and Hoaglin's method, by hand", () => {
  // Median 5, MAD 1: 0.6745 × (12 − 5) / 1.
  const spread = spreadOf([4, 5, 6, 5, 12, 4, 6, 5, 4]);
  assert.equal(spread.median, 5);
  assert.ok(Math.abs(modifiedZ(12, spread) - 0.6745 * 7) < 1e-9);
});

test("where more than half of the values are the same, the mean deviation tells how far others lie", () => {
  const spread = spreadOf([5, 5, 5, 5, 5, 5, 9]);
  assert.ok(spread.scale > 0);
  assert.ok(modifiedZ(9, spread) > 3.5);
  assert.equal(modifiedZ(5, spread), 0);
  assert.equal(modifiedZ(6, spreadOf([5, 5, 5])), Infinity);
});

test("scores do not depend on the unit nor on where zero is", (t) => {
  const transformed = fc.property(
    series,
    fc.integer({ min: -1_000, max: 1_000 }),
    fc.constantFrom(0.25, 0.5, 2, 1024),
    fc.integer({ min: -500, max: 500 }),
    (values, value, factor, offset) => {
      const score = modifiedZ(value, spreadOf(values));
      const moved = (x: number): number => x * factor + offset;
      const scoreMoved = modifiedZ(moved(value), spreadOf(values.map(moved)));
      const isSame = Object.is(score, scoreMoved) || Math.abs(score - scoreMoved) < 1e-6;
      assert.ok(isSame, `${score} became ${scoreMoved}`);
    },
  );
  fc.assert(transformed, { seed: seedOf(t) });
});

test("up to half of the values may be anything, and the median stays among the others", (t) => {
  const polluted = fc.property(
    fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 10, maxLength: 50 }),
    fc.integer({ min: 1_000, max: 1_000_000 }),
    (values, wild) => {
      const half = Array.from({ length: values.length - 1 }, () => wild);
      const { median } = spreadOf([...values, ...half]);
      assert.ok(median >= 90 && median <= 110);
    },
  );
  fc.assert(polluted, { seed: seedOf(t) });
});

interface Course {
  readonly kinds: readonly Judgement["kind"][];
  readonly alertAt: number | null;
}

/** Feeds a series to the judge, as a watch does, up to the first alarm. */
function judged(values: readonly number[], measure: Measure = MEASURE): Course {
  const history: number[] = [];
  const kinds: Judgement["kind"][] = [];
  let streak = 0;
  for (const [at, value] of values.entries()) {
    const seen: Seen = { now: at, value, history, streak, alert: null };
    const judgement = judge(seen, measure, LIMITS);
    kinds.push(judgement.kind);
    if (judgement.kind !== "fine") return { kinds, alertAt: at };
    streak = judgement.streak;
    history.push(value);
    if (history.length > LIMITS.window) history.shift();
  }
  return { kinds, alertAt: null };
}

function assertNoAlert(t: TestContext, arbitrary: fc.Arbitrary<readonly number[]>): void {
  const silent = fc.property(arbitrary, (values) => assert.equal(judged(values).alertAt, null));
  fc.assert(silent, { seed: seedOf(t) });
}

test("a constant series never alarms", (t) => {
  const constant = fc
    .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 1, max: 300 }))
    .map(([value, length]) => Array.from({ length }, () => value));
  assertNoAlert(t, constant);
});

test("a steady drift never alarms, however steep: the newest of a ramp scores 1.35", (t) => {
  const ramp = fc
    .tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.integer({ min: 1, max: 1_000_000 }))
    .map(([start, slope]) => Array.from({ length: 300 }, (_, at) => start + slope * at));
  assertNoAlert(t, ramp);
  const window = Array.from({ length: LIMITS.window }, (_, at) => at);
  assert.ok(Math.abs(modifiedZ(LIMITS.window, spreadOf(window)) - 1.35) < 0.05);
});

test("a step that lasts alarms at its third value, one that does not last never", (t) => {
  const noisy = fc.array(fc.integer({ min: 95, max: 105 }), { minLength: 12, maxLength: 200 });
  const beyondNoise = { ...MEASURE, leastChange: 20 };
  const stepping = fc.property(noisy, fc.integer({ min: 200, max: 1_000_000 }), (before, level) => {
    const step = Array.from({ length: 10 }, () => level);
    assert.equal(judged([...before, ...step], beyondNoise).alertAt, before.length + 2);
    const spike = [level, level];
    assert.equal(judged([...before, ...spike, ...before], beyondNoise).alertAt, null);
  });
  fc.assert(stepping, { seed: seedOf(t) });
});

test("only the bad direction alarms", () => {
  const before = Array.from({ length: 20 }, () => 100);
  const low = [...before, 1, 1, 1, 1];
  const high = [...before, 900, 900, 900, 900];
  assert.equal(judged(low).alertAt, null);
  assert.equal(judged(low, { ...MEASURE, worse: "less" }).alertAt, 22);
  assert.equal(judged(high, { ...MEASURE, worse: "less" }).alertAt, null);
});

test("a change that matters to nobody does not alarm, however unusual it is", () => {
  const before = Array.from({ length: 20 }, () => 100);
  const least = { ...MEASURE, leastChange: 50 };
  assert.equal(judged([...before, 150, 150, 150, 150], least).alertAt, null);
  assert.equal(judged([...before, 151, 151, 151, 151], least).alertAt, 22);
});

test("too few values say nothing, unless the value is wrong in any case", () => {
  const early = [1, 1, 1, 1, 1, 900, 900, 900];
  assert.equal(judged(early).alertAt, null);
  assert.equal(judged(early, { ...MEASURE, limit: 500 }).alertAt, 7);
});

test("an alert ends halfway back to the usual, and not before it has lasted", () => {
  const alert = { openedAt: 0, calm: 150 };
  const seen = { now: 1_000, history: [], streak: 0, alert };
  const kind = (value: number, streak = 0): Judgement["kind"] =>
    judge({ ...seen, value, streak }, MEASURE, LIMITS).kind;
  assert.equal(kind(151), "still-bad");
  assert.equal(kind(150), "calming");
  assert.equal(kind(150, 1), "calming");
  assert.equal(kind(150, 2), "recovered");
});

test("what has been so for an hour is the new usual, but never what is wrong in any case", () => {
  const alert = { openedAt: 0, calm: 150 };
  const seen = { now: LIMITS.settleMs, value: 300, history: [], streak: 0, alert };
  assert.equal(judge({ ...seen, now: seen.now - 1 }, MEASURE, LIMITS).kind, "still-bad");
  assert.equal(judge(seen, MEASURE, LIMITS).kind, "settled");
  assert.equal(judge(seen, { ...MEASURE, limit: 200 }, LIMITS).kind, "still-bad");
});
