import { z } from "zod";
import type { RevisionRequest } from "../../queue/topics.ts";
import { Brief } from "../../video/brief/brief.ts";
import { mendable } from "../../video/edit/revision.ts";
import type { CriticReport } from "../../video/measure/critic-report.ts";
import { measureFilm } from "../../video/measure/critic.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { Narration } from "../../video/sound/narration.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { input, numberParam, readInput, readRevisions } from "./inputs.ts";

/** People read these; the report has them all. */
const MOST_REASONS = 100;

const Loudness = z.object({ voiceOverMusicLu: z.number().nullable() });

/**
 * Measures the finished file with ffprobe and ffmpeg's filters. What an edit can mend goes back to the
 * Editor, as long as the workflow has a round left for it.
 */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const graph = readInput(task, "graph", SceneGraph);
  const scale = numberParam(task, "scale", context.render.scale);
  task.report("Measuring the film", 0);
  const report = await measureFilm({
    film: task.blobs.path(input(task, "film").blob),
    graph,
    narration: readInput(task, "narration", Narration),
    expectations: {
      durationSeconds: readInput(task, "brief", Brief).durationSeconds,
      width: evenSize(graph.size.w * scale),
      height: evenSize(graph.size.h * scale),
      fps: graph.fps,
    },
    voiceOverMusicLu: readInput(task, "loudness", Loudness).voiceOverMusicLu,
    signal: task.signal,
    onProgress: (doing, progress) => task.report(doing, progress),
  });
  const passed = report.measurements.filter((row) => row.passed).length;
  const errors = report.findings.filter((finding) => finding.severity === "error");
  const asked = revisionFor(task, report);
  return {
    kind: "done",
    outputs: { "critic-report": task.blobs.putJson(report) },
    summary: `${passed} of ${report.measurements.length} measurements within limits, findings: ${report.findings.length}`,
    notes: [...errors.map((finding) => `The Critic found: ${finding.message}`), ...asked.notes],
    ...(asked.revision && { revision: asked.revision }),
    ...(!report.passed && { review: reviewReasons(errors) }),
  };
}

/** Why a person should look at a film that is not good enough, by its own measure. */
function reviewReasons(errors: CriticReport["findings"]): string[] {
  return [...new Set(errors.map(({ message }) => message))].slice(0, MOST_REASONS);
}

/** The request for another round, or a note that there is none left. */
function revisionFor(
  task: Task,
  { findings }: CriticReport,
): { readonly revision?: RevisionRequest; readonly notes: readonly string[] } {
  const { revises } = task.work;
  const left = mendable(findings, readRevisions(task));
  if (!revises || left.length === 0) return { notes: [] };
  const reasons = [...new Set(left.map(({ message }) => message))];
  if (revises.used < revises.rounds) {
    return { revision: { to: revises.step, reasons: reasons.slice(0, MOST_REASONS) }, notes: [] };
  }
  return {
    notes: reasons.map((reason) => `Left as it is, for want of another round: ${reason}`),
  };
}

/** H.264 with 4:2:0 needs even sides. */
function evenSize(pixels: number): number {
  return Math.round(pixels / 2) * 2;
}
