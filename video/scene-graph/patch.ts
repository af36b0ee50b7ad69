import { z } from "zod";
import { applyOperations, PatchOperation, type Json } from "./json-patch.ts";
import { SceneGraph } from "./scene-graph.ts";

export { PatchOperation };

/** A change of a film with its author, its reason and the way back. */
export const GraphPatch = z.strictObject({
  author: z.string(),
  reason: z.string(),
  operations: z.array(PatchOperation),
  inverse: z.array(PatchOperation),
});
export type GraphPatch = z.infer<typeof GraphPatch>;

export type PatchResult =
  | { readonly kind: "patched"; readonly graph: SceneGraph; readonly patch: GraphPatch }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Applies a patch to a scene graph, wholly or not at all: a failed `test`, a missing path, or a
 * result that is no valid scene graph refuses all of it. The given graph is never changed.
 */
export function patchGraph(
  graph: SceneGraph,
  change: {
    readonly author: string;
    readonly reason: string;
    readonly operations: readonly PatchOperation[];
  },
): PatchResult {
  const applied = applyOperations(asJson(graph), change.operations);
  if (applied.kind === "refused") {
    const { op, path } = applied.operation;
    return { kind: "refused", reason: `${op} ${path}: ${applied.reason}` };
  }
  const checked = SceneGraph.safeParse(applied.document);
  if (!checked.success) return { kind: "refused", reason: z.prettifyError(checked.error) };
  const patch = {
    author: change.author,
    reason: change.reason,
    operations: [...change.operations],
    inverse: [...applied.inverse],
  };
  return { kind: "patched", graph: checked.data, patch };
}

/** Absent members that were set to `undefined` are no JSON. */
function asJson(graph: SceneGraph): Json {
  return z.json().parse(JSON.parse(JSON.stringify(graph)));
}
