import { z } from "zod";
import { Finding } from "../measure/critic-report.ts";
import { type GraphPatch, patchGraph, PatchOperation } from "../scene-graph/patch.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";

/** What became of one patch that the Critic had ready. */
export const Change = z.strictObject({
  finding: Finding,
  /** `covered`: another finding's patch, already applied, is the same. */
  outcome: z.enum(["applied", "covered", "refused"]),
  /** Why it was refused. */
  reason: z.string().nullable(),
});
export type Change = z.infer<typeof Change>;

/** One round of revision, as the Editor kept it. */
export const RevisionRecord = z.strictObject({
  round: z.int().positive(),
  changes: z.array(Change),
});
export type RevisionRecord = z.infer<typeof RevisionRecord>;

/**
 * The findings that are worth another round: bad enough, with a patch, and with one that was not
 * tried in an earlier round. What has been tried and is found again is not mended by trying again.
 */
export function mendable(
  findings: readonly Finding[],
  earlier: readonly RevisionRecord[],
): Finding[] {
  const tried = new Set(
    earlier.flatMap(({ changes }) => changes.map(({ finding }) => keyOf(finding))),
  );
  return findings.filter(
    (finding) =>
      finding.severity !== "info" && finding.patch !== null && !tried.has(keyOf(finding)),
  );
}

function keyOf({ patch }: Finding): string {
  return JSON.stringify(patch);
}

export interface Revised {
  readonly graph: SceneGraph;
  readonly patches: readonly GraphPatch[];
  readonly changes: readonly Change[];
}

/**
 * Applies the Critic's patches, each checked by itself and wholly or not at all: it must fit the graph
 * as the ones before have left it, and leave a valid graph behind.
 */
export function reviseGraph(graph: SceneGraph, findings: readonly Finding[]): Revised {
  const patches: GraphPatch[] = [];
  const changes: Change[] = [];
  const applied = new Set<string>();
  let revised = graph;
  for (const finding of findings) {
    if (applied.has(keyOf(finding))) {
      changes.push({ finding, outcome: "covered", reason: null });
      continue;
    }
    const result = patchWith(revised, finding);
    if (result.kind === "refused") {
      changes.push({ finding, outcome: "refused", reason: result.reason });
      continue;
    }
    revised = result.graph;
    patches.push(result.patch);
    applied.add(keyOf(finding));
    changes.push({ finding, outcome: "applied", reason: null });
  }
  return { graph: revised, patches, changes };
}

function patchWith(graph: SceneGraph, { message, patch }: Finding): ReturnType<typeof patchGraph> {
  const operations = z.array(PatchOperation).safeParse(patch);
  if (!operations.success) return { kind: "refused", reason: z.prettifyError(operations.error) };
  return patchGraph(graph, { author: "critic", reason: message, operations: operations.data });
}
