import { Brief } from "../../video/brief/brief.ts";
import { planProduction } from "../../video/plan/plan-by-rules.ts";
import { ShotPlan } from "../../video/shots/shot-plan.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { readInput } from "./inputs.ts";

/** What a film may cost by keys that the operator has given, when its brief names no budget. */
const UNNAMED_BUDGET_USD = 1;

/** Chooses the tool for each shot, for voice, music, render and mix, with cost and time. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  task.report("Choosing tools");
  const brief = readInput(task, "brief", Brief);
  const plan = planProduction(
    brief,
    readInput(task, "shot-plan", ShotPlan),
    context.openSpeech
      ? { available: ["openai-tts"], max_cost_usd: brief.budgetUsd ?? UNNAMED_BUDGET_USD }
      : {},
  );
  return {
    kind: "done",
    outputs: { plan: task.blobs.putJson(plan) },
    summary: `${plan.items.length} items, about ${Math.round(plan.total.seconds)} s, $${plan.total.costUsd.toFixed(2)}`,
    notes: plan.warnings,
    estimateUsd: plan.total.costUsd,
  };
}
