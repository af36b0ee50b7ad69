import type { VideoConfig } from "remotion";
import type { FilmProps } from "../composition/film-props.ts";

/**
 * What Remotion would find out about the composition by opening a browser page: the graph says it
 * all, which saves a second per render.
 */
export function compositionOf(props: FilmProps): VideoConfig {
  const { graph } = props;
  return {
    id: "film",
    width: graph.size.w,
    height: graph.size.h,
    fps: graph.fps,
    durationInFrames: graph.duration,
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
