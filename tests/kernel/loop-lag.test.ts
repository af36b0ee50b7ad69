import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { watchLoop } from "../../kernel/loop-lag.ts";

const blockForMs = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until;);
};

test(
  "a blocked event loop is seen, and what was told before is forgotten",
  { timeout: 60_000 },
  async () => {
    using loop = watchLoop();
    blockForMs(1_200); // Two looks a second: one of them falls into its first half.
    while (loop.seen.count === 0) await delay(1);
    assert.ok(loop.seen.max >= 600e6, `${loop.seen.max} ns`);
    loop.seen.reset();
    assert.equal(loop.seen.count, 0);
    // Whoever counted the rest between two looks, too, would never see so little.
    while (loop.seen.count === 0 || loop.seen.min > 100e6) await delay(1);
  },
);
