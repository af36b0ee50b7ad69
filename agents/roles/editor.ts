import { z } from "zod";
import { CHANGE_REQUEST, type Revision } from "../../queue/topics.ts";
import { grantWishes } from "../../video/edit/grant.ts";
import { reviewGraph, type Review } from "../../video/edit/review.ts";
import { mendable, reviseGraph, RevisionRecord } from "../../video/edit/revision.ts";
import { ChangeRequest } from "../../video/edit/wish.ts";
import { CriticReport } from "../../video/measure/critic-report.ts";
import { planSegments } from "../../video/render/segments.ts";
import { GraphPatch, patchGraph } from "../../video/scene-graph/patch.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { readInput, readOutput } from "./inputs.ts";

/**
 * Reads the scene graph, answers with a patch, and cuts the film for rendering side by side. Asked for
 * a revision, it goes on from its last graph with what the Critic found in the finished film.
 */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const { revision } = task.work;
  const start = revision ? revised(task, revision) : drafted(task);
  task.report("Reviewing the scene graph");
  const review = reviewGraph(start.graph);
  const reason =
    review.findings.map((finding) => finding.message).join(" ") || "Nothing to change.";
  const operations = review.operations.filter(({ path }) => !start.asked.has(path));
  const result = patchGraph(start.graph, { author: "editor", reason, operations });
  if (result.kind === "refused") return refused(result.reason);
  const patches = operations.length > 0 ? [...start.patches, result.patch] : start.patches;
  const segments = planSegments(result.graph, context.render.segments);
  return {
    kind: "done",
    outputs: {
      graph: task.blobs.putJson(result.graph),
      patches: task.blobs.putJson(patches),
      review: task.blobs.putJson(review.findings),
      revisions: task.blobs.putJson(start.rounds),
    },
    fanOut: {
      segments: segments.map(({ key, from, to }) => ({ key, params: { from, to } })),
    },
    summary: summaryOf(start, review),
    notes: refusals(start.rounds.at(-1)),
  };
}

/** A film on the Editor's desk: its graph, and all that was done to it so far. */
interface Desk {
  readonly graph: SceneGraph;
  readonly patches: readonly GraphPatch[];
  readonly rounds: readonly RevisionRecord[];
  /** What a person wants as it is now: the Editor's own taste leaves it alone. */
  readonly asked: ReadonlySet<string>;
}

function drafted(task: Task): Desk {
  return {
    graph: readInput(task, "draft-graph", SceneGraph),
    patches: [],
    rounds: [],
    asked: new Set(),
  };
}

function revised(task: Task, { round, last, findings }: Revision): Desk {
  task.report(`Revising, round ${round}`);
  const graph = readOutput(task, last, "graph", SceneGraph);
  const before = readOutput(task, last, "patches", z.array(GraphPatch));
  const rounds = readOutput(task, last, "revisions", z.array(RevisionRecord));
  const { patches, changes, ...after } = isFromPerson(findings)
    ? wished(task, graph, findings)
    : reviseGraph(
        graph,
        mendable(readOutput(task, findings, "critic-report", CriticReport).findings, rounds),
      );
  const all = [...before, ...patches];
  return {
    graph: after.graph,
    patches: all,
    rounds: [...rounds, { round, changes: [...changes] }],
    asked: new Set(
      all
        .filter(({ author }) => author === "person")
        .flatMap(({ operations }) => operations.map(({ path }) => path)),
    ),
  };
}

function isFromPerson(findings: Revision["findings"]): boolean {
  return findings.some(({ name }) => name === CHANGE_REQUEST);
}

function wished(task: Task, graph: SceneGraph, findings: Revision["findings"]) {
  const request = readOutput(task, findings, CHANGE_REQUEST, ChangeRequest);
  task.report(`Changing what ${request.by} asked for`);
  return grantWishes(graph, request, "en");
}

function summaryOf({ rounds }: Desk, { findings, operations }: Review): string {
  const reviewed = `Findings: ${findings.length}, operations: ${operations.length}`;
  const last = rounds.at(-1);
  if (!last) return reviewed;
  const applied = last.changes.filter(({ outcome }) => outcome === "applied").length;
  const refused = last.changes.filter(({ outcome }) => outcome === "refused").length;
  return `Round ${last.round}: patches applied: ${applied}, refused: ${refused}`;
}

function refusals(last: RevisionRecord | undefined): string[] {
  return (last?.changes ?? []).flatMap(({ finding, outcome, reason }) =>
    outcome === "refused"
      ? [`Not mended: ${finding.message} The patch was refused: ${reason}`]
      : [],
  );
}

function refused(reason: string): Outcome {
  const message = `The Editor's own patch does not fit the scene graph: ${reason}`;
  return {
    kind: "failed",
    failure: { code: "patch-refused", message, hint: "Rewind the job to its step direct." },
  };
}
