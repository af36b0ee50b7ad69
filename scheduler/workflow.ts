import { z } from "zod";
import { FAILURE_POLICIES } from "./graph.ts";

const MS_PER_UNIT = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `30m`, as ms. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,6}(ms|s|m|h)$/, "must be a duration such as 90s or 30m")
  .transform((text) => {
    const unit = text.replace(/^\d+/, "") as keyof typeof MS_PER_UNIT;
    return Number.parseInt(text, 10) * MS_PER_UNIT[unit];
  });

const stepName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "must be a name of small letters, digits and hyphens");
const listName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, "must be a list's name");

/** What is not good after three rounds won't be after four: then a person should look. */
const MOST_ROUNDS = 3;

const TemplateStep = z.strictObject({
  name: stepName,
  role: z.string().min(1),
  needs: z.array(stepName).default([]),
  /** Made once for each item of this list, which an earlier step brings. */
  each: listName.optional(),
  /** The lists that this step's result brings. */
  fanOut: z.array(listName).default([]),
  onFailure: z.enum(FAILURE_POLICIES).default("fail"),
  /** How often the queue delivers the work before it gives up. */
  maxAttempts: z.int().min(1).max(20).default(3),
  /** From an agent's first touch to its result; longer, and the step fails. */
  timeout: duration.optional(),
  /**
   * Without a step forward for this long, the agent stops the step, and the watchdog replaces an agent that
   * can't; overrides the role's own.
   */
  stall: duration.optional(),
  params: z.record(z.string(), z.json()).default({}),
  /** Its result may send the job back to this earlier step, in so many rounds at most. */
  revises: z
    .strictObject({ step: stepName, rounds: z.int().min(1).max(MOST_ROUNDS).default(MOST_ROUNDS) })
    .optional(),
});
export type TemplateStep = z.infer<typeof TemplateStep>;

export const WorkflowTemplate = z.strictObject({
  name: stepName,
  description: z.string().default(""),
  steps: z.array(TemplateStep).min(1, "must have at least one step").max(10_000),
});
/** A workflow: which steps make a job, who does them, and what each one needs. */
export type WorkflowTemplate = z.infer<typeof WorkflowTemplate>;
