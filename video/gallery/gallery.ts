import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeCancelSignal, renderFrames } from "@remotion/renderer";
import { messageOf, OperationalError } from "../../kernel/errors.ts";
import type { BrandKit } from "../look/brand-kit.ts";
import type { Aspect, ThemeName } from "../look/names.ts";
import type { Browser } from "../render/browser.ts";
import { BROWSER_OPTIONS, findBrowser } from "../render/browser.ts";
import { compositionOf } from "../render/composition.ts";
import { filmProps } from "../render/film-props.ts";
import { galleryPage } from "./page.ts";
import type { Still } from "./still.ts";
import { sampleFilm } from "./sample-film.ts";
import type { SampleLanguage, SampleLength } from "./samples.ts";
import { SAMPLES, sampleName } from "./samples.ts";

/** What the gallery shows: every template named, in every theme and aspect named. */
export interface GalleryChoice {
  /** Names as `sampleName` gives them. */
  readonly templates: readonly string[];
  readonly themes: readonly ThemeName[];
  readonly aspects: readonly Aspect[];
  readonly language: SampleLanguage;
  readonly length: SampleLength;
  readonly brand?: BrandKit | undefined;
}

export interface GalleryOptions extends GalleryChoice {
  /** Gets `index.html` and a folder `stills`. */
  readonly folder: string;
  readonly serveUrl: string;
  readonly browser: Browser;
  readonly concurrency: number;
  readonly onProgress?: (done: number, total: number, still: Still) => void;
  readonly signal?: AbortSignal;
}

const FRAMES = 120;
/** Everything stands by then. */
const HELD = 104;
/** Of the full size: wide stills are 640 px across. */
const SCALE = 1 / 3;
const JPEG_QUALITY = 88;

/** Names of all templates, in the samples' order. */
export function templateNames(language: SampleLanguage, length: SampleLength): string[] {
  return SAMPLES[language][length].map(sampleName);
}

/** Renders the stills and writes the page that shows them. Throws `render-failed`, or the signal's reason. */
export async function renderGallery(options: GalleryOptions): Promise<Still[]> {
  const stills = planGallery(options);
  let done = 0;
  for (const theme of options.themes) {
    for (const aspect of options.aspects) {
      options.signal?.throwIfAborted();
      const film = stills.filter((still) => still.theme === theme && still.aspect === aspect);
      await renderStills(film, options, (still) => {
        done += 1;
        options.onProgress?.(done, stills.length, still);
      });
    }
  }
  await writeFile(join(options.folder, "index.html"), galleryPage(stills, options));
  return stills;
}

function planGallery({ templates, themes, aspects }: GalleryChoice): Still[] {
  return themes.flatMap((theme) =>
    aspects.flatMap((aspect) =>
      templates.map((template) => ({
        template,
        theme,
        aspect,
        file: `stills/${theme}/${aspect.replace(":", "x")}/${template}.jpg`,
      })),
    ),
  );
}

/** All stills of one theme and aspect are frames of one film: the browser opens a single page for them. */
async function renderStills(
  stills: readonly Still[],
  options: GalleryOptions,
  onStill: (still: Still) => void,
): Promise<void> {
  const [first] = stills;
  if (!first) return;
  const { theme, aspect } = first;
  const { language, length, brand, templates, folder, signal } = options;
  const contents = SAMPLES[language][length].filter((each) => templates.includes(sampleName(each)));
  const film = { contents, theme, aspect, language, brand, frames: FRAMES };
  const { graph, readAsset } = sampleFilm(film);
  const props = filmProps(graph, readAsset);
  const writing: Promise<void>[] = [];
  const { cancelSignal, cancel } = makeCancelSignal();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    await renderFrames({
      ...BROWSER_OPTIONS,
      browserExecutable: findBrowser(),
      puppeteerInstance: options.browser.instance,
      serveUrl: options.serveUrl,
      composition: compositionOf(props),
      inputProps: props,
      frames: stills.map((_, index) => index * FRAMES + HELD),
      imageFormat: "jpeg",
      jpegQuality: JPEG_QUALITY,
      scale: SCALE,
      muted: true,
      concurrency: options.concurrency,
      outputDir: null,
      cancelSignal,
      onStart: () => {},
      onFrameUpdate: () => {},
      onFrameBuffer: (buffer, frame) => {
        const still = stills[Math.floor(frame / FRAMES)];
        if (still) writing.push(write(join(folder, still.file), buffer).then(() => onStill(still)));
      },
    });
    await Promise.all(writing);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new OperationalError(
      "render-failed",
      `The stills of ${theme} in ${aspect} can't be rendered: ${messageOf(cause)}`,
      { hint: "Render one template alone with --template to see which one fails.", cause },
    );
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

async function write(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
