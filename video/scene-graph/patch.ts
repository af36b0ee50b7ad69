import { applyPatch, createPatch } from "rfc6902";
import { z } from "zod";
import { SceneGraph } from "./scene-graph.ts";

const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, "a JSON Pointer (RFC 6901)");

/** One operation of RFC 6902. */
export const PatchOperation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("add"), path: pointer, value: z.json() }),
  z.strictObject({ op: z.literal("remove"), path: pointer }),
  z.strictObject({ op: z.literal("replace"), path: pointer, value: z.json() }),
  z.strictObject({ op: z.literal("move"), from: pointer, path: pointer }),
  z.strictObject({ op: z.literal("copy"), from: pointer, path: pointer }),
  z.strictObject({ op: z.literal("test"), path: pointer, value: z.json() }),
]);
export type PatchOperation = z.infer<typeof PatchOperation>;

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
  const patched: unknown = structuredClone(graph);
  const errors = applyPatch(patched, structuredClone([...change.operations]));
  const at = errors.findIndex((error) => error !== null);
  if (at >= 0) return { kind: "refused", reason: refusal(change.operations[at], errors[at]) };
  const checked = SceneGraph.safeParse(patched);
  if (!checked.success) return { kind: "refused", reason: z.prettifyError(checked.error) };
  const patch = {
    author: change.author,
    reason: change.reason,
    operations: [...change.operations],
    inverse: z.array(PatchOperation).parse(createPatch(checked.data, graph)),
  };
  return { kind: "patched", graph: checked.data, patch };
}

function refusal(operation: PatchOperation | undefined, error: Error | null | undefined): string {
  return `${operation?.op} ${operation?.path}: ${error?.message ?? "can't be applied"}`;
}
