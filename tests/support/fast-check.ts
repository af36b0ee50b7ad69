import { configureGlobal } from "fast-check";

// Without a seed, fast-check draws one, and tells it when a property fails.
const seed = process.env["SEED"];
if (seed !== undefined) configureGlobal({ seed: Number(seed) });

/** fast-check, drawing from the same seed as all other random tests (seed.ts). */
export * from "fast-check";
