import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import type { SampleLanguage, SampleLength } from "../../../video/gallery/samples.ts";
import { SAMPLES, sampleName } from "../../../video/gallery/samples.ts";
import type { Aspect, Framing, ThemeName } from "../../../video/look/names.ts";
import { layoutFindings } from "../../../video/measure/layout.ts";
import type { Browser } from "../../../video/render/browser.ts";
import { startBrowser } from "../../../video/render/browser.ts";
import { openBundle } from "../../../video/render/bundle.ts";
import { filmProps } from "../../../video/render/film-props.ts";
import { probeFrames } from "../../../video/render/probe-frames.ts";

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
}

/** A browser with the bundled composition in it. */
export interface Studio extends AsyncDisposable {
  readonly serveUrl: string;
  readonly browser: Browser;
}

export async function openStudio(): Promise<Studio> {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-layout-"));
  const serveUrl = await openBundle({ cacheFolder: folder });
  const browser = await startBrowser();
  return {
    serveUrl,
    browser,
    [Symbol.asyncDispose]: async () => {
      await browser[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Lays out every template and answers what is wrong, a line each. */
export async function measureLayout(combination: Combination, studio: Studio): Promise<string[]> {
  const { theme, aspect, language, length, framings, isCaptioned } = combination;
  const contents = SAMPLES[language][length];
  const framing = (index: number): Framing => framings[index % framings.length] ?? "left";
  const film = { contents, theme, aspect, language, frames: FRAMES, framing };
  const caption = isCaptioned ? { caption: CAPTION[language] } : {};
  const { graph, readAsset } = sampleFilm({ ...film, ...caption });
  const frames = contents.map((_, index) => index * FRAMES + HELD);
  const probed = await probeFrames({ props: filmProps(graph, readAsset), frames, ...studio });
  return contents.flatMap((content, index) => {
    const { texts = [], picture } = probed.get(index * FRAMES + HELD) ?? {};
    const name = `${theme} ${sampleName(content)} ${framing(index)}`;
    const findings = layoutFindings(texts, { aspect, content, picture });
    return findings.map((finding) => `${name}${isCaptioned ? ", captioned" : ""}: ${finding}`);
  });
}
