import type { VideoConfig } from "remotion";
import type { FilmProps } from "../composition/film-props.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";

/**
 * What Remotion would find out about the composition by opening a browser page: the graph says it
 * all, which saves a second per render.
 */
export function compositionOf(props: FilmProps): VideoConfig {
  return describedAs("film", props.graph, props);
}

/** The same for a composition of any name. */
export function describedAs(
  id: "film" | "contact-sheet",
  { size, fps, duration }: Pick<SceneGraph, "size" | "fps" | "duration">,
  props: Record<string, unknown>,
): VideoConfig {
  return {
    id,
    width: size.w,
    height: size.h,
    fps,
    durationInFrames: duration,
    props: { ...props },
    defaultProps: {},
    defaultCodec: null,
    defaultOutName: null,
    defaultVideoImageFormat: null,
    defaultPixelFormat: null,
    defaultProResProfile: null,
    defaultSampleRate: null,
  };
}
