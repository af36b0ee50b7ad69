import type { Clip } from "./clips.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";

/** What the composition draws: plain JSON. */
// A type, not an interface: Remotion wants props that are assignable to a record.
export type FilmProps = {
  /** Its captions are those that are drawn. */
  readonly graph: SceneGraph;
  /** `@id` of each scene that a caption stands over. */
  readonly captioned: readonly string[];
  /** Data URI of each backdrop by its asset id. */
  readonly backdrops: Readonly<Record<string, string>>;
  /** Data URI of each picture that a scene shows by its asset id. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Footage that a scene shows by its asset id. */
  readonly footage: Readonly<Record<string, Clip>>;
  /** Strokes of each pictogram that a scene shows by its name: path data on a grid of 24 × 24. */
  readonly pictograms: Readonly<Record<string, readonly string[]>>;
  /** Hands out the measured boxes of every text as an artifact with each frame. */
  readonly probe?: boolean;
};
