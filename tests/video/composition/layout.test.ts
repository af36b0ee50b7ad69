import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderFrames } from "@remotion/renderer";
import type { ProbedText } from "../../../video/composition/probed-text.ts";
import type { Aspect, Framing, ThemeName } from "../../../video/look/names.ts";
import { ASPECTS, FRAMINGS } from "../../../video/look/names.ts";
import type { Box } from "../../../video/look/stage.ts";
import { stageOf } from "../../../video/look/stage.ts";
import type { Browser } from "../../../video/render/browser.ts";
import { BROWSER_OPTIONS, findBrowser, startBrowser } from "../../../video/render/browser.ts";
import { openBundle } from "../../../video/render/bundle.ts";
import { compositionOf } from "../../../video/render/composition.ts";
import { filmProps } from "../../../video/render/film-props.ts";
import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import { SAMPLES } from "../../../video/gallery/samples.ts";

const FRAMES = 100;
/** Everything stands by then, and no page is being turned. */
const HELD = 96;
const CAPTION = {
  en: "Captions stand here, in two\nlines of at most forty-two",
  ja: "字幕はここに二行まで\n表示されます",
};
/** The least sizes at which each kind of text is read on a phone, in px at 1080. */
const MINIMA: Readonly<Record<string, number>> = {
  headline: 40,
  body: 28,
  detail: 28,
  label: 28,
  figure: 44,
  code: 22,
  caption: 30,
};
/** Ascenders and sidebearings may peep out of a line's box. */
const TOLERANCE = 6;

let folder: string;
let serveUrl: string;
let browser: Browser;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "kantoku-layout-"));
  serveUrl = await openBundle({ cacheFolder: folder });
  browser = await startBrowser();
});
after(async () => {
  await browser[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const turns: readonly (readonly Framing[])[] = [
  ["left", "center", "split", "lower", "right", "full"],
  ["split", "lower", "right", "full", "left", "center"],
];

for (const aspect of ASPECTS) {
  for (const language of ["en", "ja"] as const) {
    for (const size of ["short", "long"] as const) {
      test(`every template stands whole and apart in ${aspect}, ${language}, ${size}`, async () => {
        const contents = SAMPLES[language][size];
        for (const [turn, framings] of turns.entries()) {
          const { graph, readAsset } = sampleFilm({
            contents,
            theme: themesOf(language, size)[turn] ?? "daybreak",
            aspect,
            language,
            frames: FRAMES,
            caption: CAPTION[language],
            framing: (index) => framings[index % FRAMINGS.length] ?? "left",
          });
          const frames = contents.map((_, index) => index * FRAMES + HELD);
          const found = await probe(filmProps(graph, readAsset), frames);
          assert.equal(found.size, contents.length);
          const findings = contents.flatMap((content, index) =>
            findingsIn(found.get(index * FRAMES + HELD) ?? [], aspect).map(
              (finding) => `${content.template} ${framings[index % FRAMINGS.length]}: ${finding}`,
            ),
          );
          assert.deepEqual(findings, []);
        }
      });
    }
  }
}

/** Every theme has its turn with short and with long texts. */
function themesOf(language: "en" | "ja", size: "short" | "long"): readonly ThemeName[] {
  const isOdd = (language === "ja") === (size === "short");
  return isOdd ? ["washi", "midnight"] : ["signal", "daybreak"];
}

/** Lays frames out without taking pictures of them. */
async function probe(
  props: ReturnType<typeof filmProps>,
  frames: number[],
): Promise<Map<number, ProbedText[]>> {
  const found = new Map<number, ProbedText[]>();
  const input = { ...props, backdrops: {}, probe: true };
  await renderFrames({
    ...BROWSER_OPTIONS,
    browserExecutable: findBrowser(),
    puppeteerInstance: browser.instance,
    serveUrl,
    composition: compositionOf(input),
    inputProps: input,
    frames,
    imageFormat: "none",
    muted: true,
    concurrency: 1,
    outputDir: null,
    onStart: () => {},
    onFrameUpdate: () => {},
    onArtifact: ({ frame, content }) =>
      void found.set(frame, JSON.parse(content.toString()) as ProbedText[]),
  });
  return found;
}

function findingsIn(texts: readonly ProbedText[], aspect: Aspect): string[] {
  const { safe, captions } = stageOf(aspect, true);
  const visible = texts.filter((text) => text.opacity > 0.05 && text.lines.length > 0);
  if (visible.length < 2) return ["no text but the caption"];
  return [
    ...visible.flatMap((text) => {
      const zone = text.role === "caption" ? captions : safe;
      const allowed = text.role === "code" ? { ...zone, x: 44, w: 2 * zone.x + zone.w - 88 } : zone;
      return text.lines
        .filter((line) => !isInside(line, allowed))
        .map((line) => `${name(text)} leaves its zone: ${JSON.stringify(line)}`);
    }),
    ...visible.filter((text) => text.isClipped).map((text) => `${name(text)} is clipped`),
    ...visible
      .filter((text) => text.size < (MINIMA[text.role] ?? 28) - 0.5)
      .map((text) => `${name(text)} is set in ${text.size} px`),
    ...visible.filter((text) => text.text.includes("…")).map((text) => `${name(text)} is cut`),
    ...overlaps(visible),
  ];
}

function overlaps(texts: readonly ProbedText[]): string[] {
  return texts.flatMap((text, index) =>
    texts
      .slice(index + 1)
      .filter((other) => text.lines.some((a) => other.lines.some((b) => isOverlap(a, b))))
      .map((other) => `${name(text)} lies over ${name(other)}`),
  );
}

function isInside(line: Box, zone: Box): boolean {
  return (
    line.x >= zone.x - TOLERANCE &&
    line.y >= zone.y - TOLERANCE &&
    line.x + line.w <= zone.x + zone.w + TOLERANCE &&
    line.y + line.h <= zone.y + zone.h + TOLERANCE
  );
}

/** Line boxes hold some air above and below the letters. */
function isOverlap(a: Box, b: Box): boolean {
  const air = 0.18;
  const [aTop, aBottom] = [a.y + a.h * air, a.y + a.h * (1 - air)];
  const [bTop, bBottom] = [b.y + b.h * air, b.y + b.h * (1 - air)];
  return a.x < b.x + b.w - 2 && b.x < a.x + a.w - 2 && aTop < bBottom && bTop < aBottom;
}

function name({ role, text }: ProbedText): string {
  return `${role} “${text.slice(0, 28)}”`;
}
