import type { SceneContent } from "../scene-graph/content.ts";
import type { Ledger, Scene } from "./ledger.ts";

type Part = "subtitle" | "kicker" | "action";

/** While scenes can't be read in their time, title and end card lose what they can spare. */
export function barer(scenes: readonly Scene[], ledger: Ledger): readonly Scene[] {
  let left = scenes;
  for (const part of ["subtitle", "kicker", "action"] as const) {
    if (ledger.fits(left)) return left;
    left = left.map((scene) => without(scene, part));
  }
  return left;
}

/** What carries a key message is not spared. */
function without(scene: Scene, part: Part): Scene {
  const { content } = scene.moment;
  if (part === "action" && scene.carries.length > 0) return scene;
  if (content.template !== "title" && content.template !== "closing") return scene;
  const kept = Object.fromEntries(Object.entries(content).filter(([name]) => name !== part));
  return { ...scene, moment: { ...scene.moment, content: kept as SceneContent } };
}
