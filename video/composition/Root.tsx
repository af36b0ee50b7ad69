import type { CalculateMetadataFunction } from "remotion";
import { Composition } from "remotion";
import { Film } from "./Film.tsx";
import type { FilmProps } from "./film-props.ts";
import { ContactSheet } from "./sheet/ContactSheet.tsx";
import type { SheetProps } from "./sheet/sheet-props.ts";
import { SHEET, sheetLayout } from "./sheet/sheet-props.ts";

/** Length and size come from the scene graph in the props. */
const metadata: CalculateMetadataFunction<FilmProps> = ({ props: { graph } }) => ({
  durationInFrames: graph.duration,
  fps: graph.fps,
  width: graph.size.w,
  height: graph.size.h,
});

const NOTHING = {} as FilmProps;
const NO_TILES = {} as SheetProps;

export function Root() {
  return (
    <>
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
      <Composition
        id="contact-sheet"
        component={ContactSheet}
        calculateMetadata={({ props }) => ({ height: sheetLayout(props).height })}
        defaultProps={NO_TILES}
        durationInFrames={1}
        fps={1}
        width={SHEET.width}
        height={SHEET.width}
      />
    </>
  );
}
