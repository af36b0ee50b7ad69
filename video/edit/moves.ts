import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";

/** A camera move takes the whole scene: spread over a longer one it is too slow to be seen. */
const LONGEST_MOVE_SECONDS = 12;

/** Whether a camera that stands still can be made to move: what it moves is behind the words. */
export function isMovable(
  { fps }: Pick<SceneGraph, "fps">,
  { camera, backdrop, duration }: SceneLayer,
): boolean {
  return camera === "still" && backdrop !== null && duration <= LONGEST_MOVE_SECONDS * fps;
}
