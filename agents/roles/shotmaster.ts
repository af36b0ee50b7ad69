import { z } from "zod";
import { Brief } from "../../video/brief/brief.ts";
import { Concept, type MadeBy } from "../../video/concept/concept.ts";
import { Script } from "../../video/script/script.ts";
import { Shot, type ShotPlan } from "../../video/shots/shot-plan.ts";
import { chooseShots } from "../../video/shots/shots-by-rules.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { readInput } from "./inputs.ts";
import { modelOrRules } from "./model-or-rules.ts";

/** What a model decides of a shot; times and contents stay the script's, pictograms the rules'. */
const ShotDraft = Shot.omit({
  id: true,
  start: true,
  len: true,
  content: true,
  pictograms: true,
  sources: true,
});
const ShotsDraft = z.strictObject({ shots: z.array(ShotDraft).min(2).max(80) });
type ShotsDraft = z.infer<typeof ShotsDraft>;

/** Chooses the shots; later steps fan out over them. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const brief = readInput(task, "brief", Brief);
  const concept = readInput(task, "concept", Concept);
  const script = readInput(task, "script", Script);
  const rules = chooseShots(brief, concept, script);
  const { paper, costUsd, tokens, notes } = await modelOrRules(task, context, {
    role: "shotmaster",
    name: "shots",
    schema: checkedAgainst(rules),
    material: {
      brief: { audience: brief.audience, style: brief.style, aspect: brief.aspect },
      concept,
      script,
    },
    fromDraft: (draft, madeBy) => shotPlanOf(draft, rules, madeBy),
    byRules: (madeBy): ShotPlan => ({ ...rules, madeBy }),
  });
  return {
    kind: "done",
    outputs: { "shot-plan": task.blobs.putJson(paper) },
    fanOut: { shots: paper.shots.map((shot) => ({ key: shot.id, params: { shot: shot.id } })) },
    summary: `${paper.shots.length} shots: ${paper.shots.map((shot) => shot.content.template).join(", ")}`,
    notes,
    costUsd,
    tokens,
  };
}

/** One shot for each of the rules' shots, in their order, and no framing twice running. */
function checkedAgainst(rules: ShotPlan): z.ZodType<ShotsDraft> {
  const beats = rules.shots.map((shot) => shot.beat);
  return ShotsDraft.superRefine(({ shots }, context) => {
    if (shots.map((shot) => shot.beat).join() !== beats.join()) {
      context.addIssue({
        code: "custom",
        message: `Give exactly one shot per beat, in this order: ${beats.join(", ")}`,
      });
    }
    shots.forEach((shot, i) => {
      if (i === 0 || shot.framing !== shots[i - 1]?.framing) return;
      context.addIssue({
        code: "custom",
        path: ["shots", i, "framing"],
        message: `${shot.framing} is the framing of the shot before`,
      });
    });
  });
}

function shotPlanOf(draft: ShotsDraft, rules: ShotPlan, madeBy: MadeBy): ShotPlan {
  const shots = rules.shots.map((shot, i) => ({ ...shot, ...draft.shots[i], beat: shot.beat }));
  return { ...rules, shots, madeBy };
}
