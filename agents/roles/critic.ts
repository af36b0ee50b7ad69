import { z } from "zod";
import { Brief } from "../../video/brief/brief.ts";
import { measureFilm } from "../../video/measure/critic.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { Narration } from "../../video/sound/narration.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { input, numberParam, readInput } from "./inputs.ts";

const Loudness = z.object({ voiceOverMusicLu: z.number().nullable() });

/** Measures the finished file with ffprobe and ffmpeg's filters. */
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
  return {
    kind: "done",
    outputs: { "critic-report": task.blobs.putJson(report) },
    summary: `${passed} of ${report.measurements.length} measurements within limits, findings: ${report.findings.length}`,
    notes: errors.map((finding) => `The Critic found: ${finding.message}`),
  };
}

/** H.264 with 4:2:0 needs even sides. */
function evenSize(pixels: number): number {
  return Math.round(pixels / 2) * 2;
}
