import type { TestContext } from "node:test";

/**
 * Seed of a random test, told in its output; `SEED=… node --test …` repeats a run. Without, each run
 * draws its own; scripts/test gives all tests the same.
 */
export function seedOf(t: Pick<TestContext, "diagnostic">): number {
  const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`seed ${seed} (SEED=${seed} repeats this run)`);
  return seed;
}
