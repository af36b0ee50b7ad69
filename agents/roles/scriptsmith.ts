import { z } from "zod";
import { illustrate } from "../../video/assets/own/illustrate.ts";
import { Brief } from "../../video/brief/brief.ts";
import { Concept, type MadeBy } from "../../video/concept/concept.ts";
import { scriptMarkdown } from "../../video/script/markdown.ts";
import { Beat, type Script } from "../../video/script/script.ts";
import { writeScript } from "../../video/script/script-by-rules.ts";
import { withSources } from "../../video/script/sources.ts";
import { validateScript } from "../../video/script/validate.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { readInput } from "./inputs.ts";
import { readOwn } from "./own-files.ts";
import { modelOrRules } from "./model-or-rules.ts";

const ScriptDraft = z.strictObject({
  beats: z
    .array(Beat.omit({ id: true, sources: true }))
    .min(2)
    .max(80),
  leftOut: z.array(z.string()),
  assumptions: z.array(z.string()),
});
type ScriptDraft = z.infer<typeof ScriptDraft>;

/** Writes the screenplay in ALT beats; a model's draft is checked as strictly as our own. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const brief = readInput(task, "brief", Brief);
  const concept = readInput(task, "concept", Concept);
  const { paper, costUsd, tokens, notes } = await modelOrRules(task, context, {
    role: "scriptsmith",
    name: "script",
    schema: checkedAgainst(brief, concept),
    material: { brief, concept },
    fromDraft: (draft, madeBy) => scriptOf(draft, brief, concept, madeBy),
    byRules: (madeBy): Script => ({ ...writeScript(brief, concept), madeBy }),
  });
  const { script, unplaced } = illustrate(withSources(paper, brief), readOwn(task).assets);
  const remarks = validateScript(script, brief).filter((finding) => finding.severity !== "info");
  return {
    kind: "done",
    outputs: {
      script: task.blobs.putJson(script),
      "script-text": task.blobs.putBytes(scriptMarkdown(script, brief), ".md"),
    },
    summary: `${script.beats.length} beats, ${script.durationSeconds} s`,
    notes: [...notes, ...unplaced, ...remarks.map((finding) => `Script: ${finding.message}`)],
    costUsd,
    tokens,
  };
}

/** The schema with the script's own validation, so that the model is told what to mend. */
function checkedAgainst(brief: Brief, concept: Concept): z.ZodType<ScriptDraft> {
  const unsigned: MadeBy = { engine: "model", model: null, fallback: null };
  return ScriptDraft.superRefine((draft, context) => {
    const findings = validateScript(scriptOf(draft, brief, concept, unsigned), brief);
    for (const { severity, message } of findings) {
      if (severity === "error") context.addIssue({ code: "custom", message });
    }
  });
}

function scriptOf(draft: ScriptDraft, brief: Brief, concept: Concept, madeBy: MadeBy): Script {
  return {
    title: concept.title,
    language: brief.language,
    durationSeconds: brief.durationSeconds,
    beats: draft.beats.map((beat, i) => ({
      ...beat,
      id: `b${String(i + 1).padStart(2, "0")}`,
      sources: [],
    })),
    leftOut: draft.leftOut,
    assumptions: [...brief.assumptions, ...draft.assumptions],
    madeBy,
  };
}
