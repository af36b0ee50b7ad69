import { joinBrands } from "../../video/look/brand-kit.ts";
import { repairsOf } from "../../video/look/brand.ts";
import { THEMES } from "../../video/look/themes.ts";
import { Brief } from "../../video/brief/brief.ts";
import { Concept } from "../../video/concept/concept.ts";
import { directFilm } from "../../video/direct/direct.ts";
import { checkGlyphs } from "../../video/fonts/coverage.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import { ShotPlan } from "../../video/shots/shot-plan.ts";
import { Narration } from "../../video/sound/narration.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { readAssets, readInput } from "./inputs.ts";

/** Joins shots, voice, music and pictures into the scene graph. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  task.report("Placing shots around the voice");
  const manifest = readAssets(task);
  const brief = readInput(task, "brief", Brief);
  const brand = joinBrands(brief.brand, context.brand);
  const graph = directFilm({
    brief,
    brand,
    concept: readInput(task, "concept", Concept),
    shotPlan: readInput(task, "shot-plan", ShotPlan),
    narration: readInput(task, "narration", Narration),
    manifest,
  });
  await checkGlyphs(graph, task.signal);
  return {
    kind: "done",
    outputs: { "draft-graph": task.blobs.putJson(graph), manifest: task.blobs.putJson(manifest) },
    notes: repairsOf(THEMES[graph.theme], brand).map(
      ({ part, asked, used }) =>
        `The brand's ${part} ${asked} can't be read where it must stand; ${used} is used instead.`,
    ),
    summary: `${scenesOf(graph).length} scenes in ${graph.duration} frames, ${graph.captions.cues.length} captions`,
  };
}
