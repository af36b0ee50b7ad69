import { z } from "zod";
import { DEFAULT_ANOMALY_LIMITS } from "../../watchdog/health/judgement.ts";
import { MEASURE_NAMES } from "../../watchdog/health/measures.ts";

/** When something is told to stand out; the reasons are in watchdog/health/. */
export const health = z
  .strictObject({
    /** Between two looks: some 8 ms of CPU for fifty agents. */
    everyMs: z.int().min(100).default(5_000),
    /** Deviation from the median, in robust standard deviations (modified z-score). */
    threshold: z.number().min(0).default(DEFAULT_ANOMALY_LIMITS.threshold),
    /** How many of the latest looks tell what is usual: ten minutes. */
    window: z.int().min(3).max(10_000).default(DEFAULT_ANOMALY_LIMITS.window),
    /** With fewer looks nobody knows what is usual. */
    fewest: z.int().min(3).max(10_000).default(DEFAULT_ANOMALY_LIMITS.fewest),
    /** So many looks in a row must agree before an alert begins, and before it ends. */
    sustained: z.int().min(1).max(1_000).default(DEFAULT_ANOMALY_LIMITS.sustained),
    /** What has stood out for so long is the new usual. */
    settleMs: z.int().min(1_000).default(DEFAULT_ANOMALY_LIMITS.settleMs),
    /** By measure: the least change that matters, and what is wrong in any case (null: nothing is). */
    measures: z
      .partialRecord(
        z.enum(MEASURE_NAMES),
        z.strictObject({
          leastChange: z.number().min(0).optional(),
          limit: z.number().min(0).nullable().optional(),
        }),
      )
      .default({}),
  })
  .refine(({ window, fewest }) => fewest <= window, {
    path: ["fewest"],
    message: "is more than window, so that nothing would ever be usual",
  });
