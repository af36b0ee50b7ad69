import { patchGraph, type GraphPatch } from "./patch.ts";
import type { SceneGraph } from "./scene-graph.ts";

/** A film from its first graph on; version 0 is the draft, version n follows the n-th patch. */
export interface History {
  readonly draft: SceneGraph;
  readonly patches: readonly GraphPatch[];
}

export type Replay =
  | { readonly kind: "replayed"; readonly graph: SceneGraph }
  /** The patch of version `version` does not fit what is before it: the history was tampered with. */
  | { readonly kind: "broken"; readonly version: number; readonly reason: string };

/** The film as it was at a version; default the last one. */
export function replay({ draft, patches }: History, version = patches.length): Replay {
  let graph = draft;
  for (const [index, patch] of patches.slice(0, version).entries()) {
    const result = patchGraph(graph, patch);
    if (result.kind === "refused")
      return { kind: "broken", version: index + 1, reason: result.reason };
    graph = result.graph;
  }
  return { kind: "replayed", graph };
}

/** The patch that takes back everything after a version; its own inverse brings it again. */
export function rewindTo(
  { patches }: History,
  version: number,
  author: string,
): Pick<GraphPatch, "author" | "reason" | "operations"> {
  const undone = patches.slice(version).toReversed();
  return {
    author,
    reason: `Back to version ${version}.`,
    operations: undone.flatMap(({ inverse }) => inverse),
  };
}
