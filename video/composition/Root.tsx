import type { CalculateMetadataFunction } from "remotion";
import { Composition } from "remotion";
import { Film } from "./Film.tsx";
import type { FilmProps } from "./film-props.ts";

/** Length and size come from the scene graph in the props. */
const metadata: CalculateMetadataFunction<FilmProps> = ({ props: { graph } }) => ({
  durationInFrames: graph.duration,
  fps: graph.fps,
  width: graph.size.w,
  height: graph.size.h,
});

const NOTHING = {} as FilmProps;

export function Root() {
  return (
    <Composition
      id="film"
      component={Film}
      calculateMetadata={metadata}
      defaultProps={NOTHING}
      durationInFrames={1}
      fps={30}
      width={1920}
      height={1080}
    />
  );
}
