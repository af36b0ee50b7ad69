import { reviewGraph } from "../../video/edit/review.ts";
import { planSegments } from "../../video/render/segments.ts";
import { patchGraph, type GraphPatch } from "../../video/scene-graph/patch.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { readInput } from "./inputs.ts";

/** Reads the scene graph, answers with a patch, and cuts the film for rendering side by side. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  task.report("Reviewing the scene graph");
  const draft = readInput(task, "draft-graph", SceneGraph);
  const review = reviewGraph(draft);
  const reason =
    review.findings.map((finding) => finding.message).join(" ") || "Nothing to change.";
  const result = patchGraph(draft, { author: "editor", reason, operations: review.operations });
  if (result.kind === "refused") return refused(result.reason);
  const patches: GraphPatch[] = review.operations.length > 0 ? [result.patch] : [];
  const segments = planSegments(result.graph, context.render.segments);
  return {
    kind: "done",
    outputs: {
      graph: task.blobs.putJson(result.graph),
      patches: task.blobs.putJson(patches),
      review: task.blobs.putJson(review.findings),
    },
    fanOut: {
      segments: segments.map(({ key, from, to }) => ({ key, params: { from, to } })),
    },
    summary: `Findings: ${review.findings.length}, operations: ${review.operations.length}`,
  };
}

function refused(reason: string): Outcome {
  const message = `The Editor's own patch does not fit the scene graph: ${reason}`;
  return {
    kind: "failed",
    failure: { code: "patch-refused", message, hint: "Rewind the job to its step direct." },
  };
}
