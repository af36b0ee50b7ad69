import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import type { SampleLanguage, SampleLength } from "../../../video/gallery/samples.ts";
import { SAMPLES, sampleName } from "../../../video/gallery/samples.ts";
import type { Aspect, Framing, ThemeName } from "../../../video/look/names.ts";
import { bearsEmblem } from "../../../video/look/emblem.ts";
import type { Pictograms } from "../../../video/pictograms/choose.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import { layoutFindings } from "../../../video/measure/layout.ts";
import type { Browser } from "../../../video/render/browser.ts";
import { startBrowser } from "../../../video/render/browser.ts";
import { filmProps } from "../../../video/render/film-props.ts";
import { probeFrames } from "../../../video/render/probe-frames.ts";
import { sharedBundle } from "../../support/bundle.ts";

const FRAMES = 100;
/** Everything stands by then, and no page is being turned. */
const HELD = 96;
const CAPTION: Readonly<Record<SampleLanguage, string>> = {
  en: "Captions stand here, in two\nlines of at most forty-two",
  ja: "字幕はここに二行まで\n表示されます",
};

/** In which every template is laid out. */
export interface Combination {
  readonly theme: ThemeName;
  readonly aspect: Aspect;
  readonly language: SampleLanguage;
  readonly length: SampleLength;
  /** Taken in turn. */
  readonly framings: readonly Framing[];
  /** Whether a caption stands over every scene; without one the contents have its room. */
  readonly isCaptioned: boolean;
  /** Whether every scene that can has a pictogram, and no other scene is looked at. */
  readonly pictograms?: boolean;
}

/** A browser with the bundled composition in it. */
export interface Studio extends AsyncDisposable {
  readonly serveUrl: string;
  readonly browser: Browser;
}

export async function openStudio(): Promise<Studio> {
  const serveUrl = await sharedBundle();
  const browser = await startBrowser();
  return {
    serveUrl,
    browser,
    [Symbol.asyncDispose]: async () => {
      await browser[Symbol.asyncDispose]();
    },
  };
}

/** Broad, tall, full of details and of few strokes. */
const DRAWN: Pictograms = ["satellite", "candle", "building-castle", "train", "moon", "trees"];

function everyone(content: SceneContent, index: number): Pictograms | null {
  if (content.template === "list") return DRAWN.slice(0, content.items.length);
  return DRAWN.slice(index % DRAWN.length).slice(0, 1);
}

/** Lays out every template and answers what is wrong, a line each. */
export async function measureLayout(combination: Combination, studio: Studio): Promise<string[]> {
  const { theme, aspect, language, length, framings, isCaptioned, pictograms } = combination;
  const contents = SAMPLES[language][length].filter(
    ({ template }) => !pictograms || template === "list" || bearsEmblem(template),
  );
  const framing = (index: number): Framing => framings[index % framings.length] ?? "left";
  const film = { contents, theme, aspect, language, frames: FRAMES, framing };
  const { graph, readAsset } = sampleFilm({
    ...film,
    ...(isCaptioned ? { caption: CAPTION[language] } : {}),
    ...(pictograms ? { pictograms: everyone } : {}),
  });
  const frames = contents.map((_, index) => index * FRAMES + HELD);
  const probed = await probeFrames({ props: filmProps(graph, readAsset), frames, ...studio });
  return contents.flatMap((content, index) => {
    const { texts = [], picture } = probed.get(index * FRAMES + HELD) ?? {};
    const name = `${theme} ${sampleName(content)} ${framing(index)}`;
    const findings = layoutFindings(texts, { aspect, content, picture });
    return findings.map((finding) => `${name}${isCaptioned ? ", captioned" : ""}: ${finding}`);
  });
}
