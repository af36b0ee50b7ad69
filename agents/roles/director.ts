import { Brief } from "../../video/brief/brief.ts";
import { Concept } from "../../video/concept/concept.ts";
import { directFilm } from "../../video/direct/direct.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import { ShotPlan } from "../../video/shots/shot-plan.ts";
import { Narration } from "../../video/sound/narration.ts";
import type { Outcome, Task } from "../agent.ts";
import { readAssets, readInput } from "./inputs.ts";

/** Joins shots, voice, music and pictures into the scene graph. */
export async function perform(task: Task): Promise<Outcome> {
  task.report("Placing shots around the voice");
  const manifest = readAssets(task);
  const graph = directFilm({
    brief: readInput(task, "brief", Brief),
    concept: readInput(task, "concept", Concept),
    shotPlan: readInput(task, "shot-plan", ShotPlan),
    narration: readInput(task, "narration", Narration),
    manifest,
  });
  return {
    kind: "done",
    outputs: { "draft-graph": task.blobs.putJson(graph), manifest: task.blobs.putJson(manifest) },
    summary: `${scenesOf(graph).length} scenes in ${graph.duration} frames, ${graph.captions.cues.length} captions`,
  };
}
