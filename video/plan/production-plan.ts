import { z } from "zod";

const estimate = { costUsd: z.number().nonnegative(), seconds: z.number().nonnegative() };

const choice = z.strictObject({
  tool: z.string(),
  /** 0 to 1: how well it fits under the constraints. */
  score: z.number(),
  reason: z.string(),
  ...estimate,
});

/** VideoSolver's answer (production_plan.json): which tool makes what, at what cost and time. */
export const ProductionPlan = z.strictObject({
  constraints: z.strictObject({
    max_cost_usd: z.number().nonnegative(),
    max_time_minutes: z.number().positive(),
    quality_priority: z.enum(["low", "medium", "high"]),
  }),
  items: z.array(
    z.strictObject({
      /** A shot's id, or `voice`, `music`, `render`, `mix`. */
      target: z.string(),
      need: z.enum(["visual", "voice", "music", "render", "mix"]),
      chosen: choice,
      workflow: z.array(z.string()).min(1),
      alternatives: z.array(choice),
    }),
  ),
  total: z.strictObject(estimate),
  warnings: z.array(z.string()),
});
export type ProductionPlan = z.infer<typeof ProductionPlan>;
