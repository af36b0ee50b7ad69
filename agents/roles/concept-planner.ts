import { Brief } from "../../video/brief/brief.ts";
import { planConcept } from "../../video/concept/concept-by-rules.ts";
import { Concept } from "../../video/concept/concept.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { readInput } from "./inputs.ts";
import { modelOrRules } from "./model-or-rules.ts";

const ConceptDraft = Concept.omit({ seed: true, madeBy: true });

/** Finds the idea of the film: what it says in one line, and how it looks and sounds. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const brief = readInput(task, "brief", Brief);
  const rules = planConcept(brief);
  const { paper, costUsd, tokens, notes } = await modelOrRules(task, context, {
    role: "concept-planner",
    name: "concept",
    schema: ConceptDraft,
    material: brief,
    fromDraft: (draft, madeBy): Concept => ({ ...draft, seed: rules.seed, madeBy }),
    byRules: (madeBy): Concept => ({ ...rules, madeBy }),
  });
  return {
    kind: "done",
    outputs: { concept: task.blobs.putJson(paper) },
    summary: `${paper.theme}, ${paper.mood}, ${paper.bpm} bpm: ${paper.logline}`,
    notes,
    costUsd,
    tokens,
  };
}
