import { z } from "zod";

/** One thing that the Critic found wrong or worth saying. */
export const Finding = z.strictObject({
  check: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  message: z.string(),
  /** Seconds into the film, null when it concerns the whole. */
  at: z.number().nullable(),
  /** JSON Pointer into the scene graph, null when none fits. */
  pointer: z.string().nullable(),
  /** A ready RFC 6902 patch, null when there is none. */
  patch: z.array(z.json()).nullable(),
});
export type Finding = z.infer<typeof Finding>;

/** One row of the table of measurements: what was measured, its limit, and whether it holds. */
export const Measurement = z.strictObject({
  check: z.string(),
  measured: z.string(),
  limit: z.string(),
  passed: z.boolean(),
});
export type Measurement = z.infer<typeof Measurement>;

export const CriticReport = z.strictObject({
  passed: z.boolean(),
  measurements: z.array(Measurement),
  findings: z.array(Finding),
  /** Checks that this machine can't do, with the reason. */
  skipped: z.array(z.strictObject({ check: z.string(), reason: z.string() })),
});
export type CriticReport = z.infer<typeof CriticReport>;
