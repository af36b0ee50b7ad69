import type { Asset } from "../../video/assets/manifest.ts";
import { drawBackdrop } from "../../video/assets/backdrop.ts";
import { Brief } from "../../video/brief/brief.ts";
import { Concept } from "../../video/concept/concept.ts";
import { joinBrands } from "../../video/look/brand-kit.ts";
import { SIZES } from "../../video/look/names.ts";
import { originOf, pictogramSvg } from "../../video/pictograms/shapes.ts";
import { type Shot, ShotPlan } from "../../video/shots/shot-plan.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { readInput } from "./inputs.ts";
import { takeOwn } from "./own-files.ts";

/** Makes the picture material of one shot, or takes the author's own: the step says which. */
export function perform(task: Task, context: RoleContext): Promise<Outcome> {
  return task.work.params["task"] === "own" ? takeOwn(task, context) : drawShot(task, context);
}

/** The shot's procedural backdrop. */
async function drawShot(task: Task, context: RoleContext): Promise<Outcome> {
  const brief = readInput(task, "brief", Brief);
  const plan = readInput(task, "shot-plan", ShotPlan);
  const wanted = JSON.stringify(task.work.params["shot"]);
  const shot = plan.shots.find((each) => JSON.stringify(each.id) === wanted);
  if (!shot) return missingShot(wanted);
  task.report(`Drawing ${shot.id}: ${shot.desc}`);
  const { svg, generator } = drawBackdrop({
    theme: plan.theme,
    brand: joinBrands(brief.brand, context.brand),
    seed: readInput(task, "concept", Concept).seed + plan.shots.indexOf(shot),
    size: SIZES[brief.aspect],
    content: shot.content,
    framing: shot.framing,
    hasPictogram: shot.pictograms?.length === 1,
  });
  const blob = task.blobs.putBytes(svg, ".svg");
  const asset: Asset = {
    id: `backdrop-${shot.id}`,
    type: "image",
    uri: `blob:${blob.sha256}`,
    generator,
    blob,
    shot: shot.id,
    seconds: null,
    licence: "MIT",
    provenance: "Drawn by Kantoku from the concept's seed.",
    fallback: null,
  };
  return {
    kind: "done",
    outputs: { assets: task.blobs.putJson([asset, ...pictogramAssets(shot, task)]) },
    summary: `Backdrop by ${generator}`,
  };
}

/** What the shot's pictograms are, whose, and under which licence; the renderer takes their strokes by name. */
function pictogramAssets({ id, pictograms = [] }: Shot, task: Task): Asset[] {
  return pictograms.map((name) => {
    const blob = task.blobs.putBytes(pictogramSvg(name), ".svg");
    return {
      id: `pictogram-${name}-${id}`,
      type: "data",
      uri: `blob:${blob.sha256}`,
      ...originOf(name),
      blob,
      shot: id,
      seconds: null,
      fallback: null,
    };
  });
}

function missingShot(id: string): Outcome {
  const message = `The shot plan has no shot ${id}.`;
  return {
    kind: "failed",
    failure: { code: "shot-missing", message, hint: "Rewind the job to its step shots." },
  };
}
