import { contentWords, coverageOf } from "../../language/overlap.ts";
import { tongueOf } from "../../language/detect.ts";
import { picturesOf, type SceneContent } from "../../scene-graph/content.ts";
import { lookOf } from "../../script/look-and-sound.ts";
import type { Beat, Script } from "../../script/script.ts";
import { visibleText } from "../../script/visible-text.ts";
import type { OwnAsset } from "./take.ts";

/** A script with the author's pictures in it, and what found no place. */
export interface Illustrated {
  readonly script: Script;
  /** A sentence for each file without a place in the film. */
  readonly unplaced: readonly string[];
}

/** A picture belongs to text of the brief that is no farther away, in characters. */
const NEAR = 400;
/** Share of a picture's words that a beat must say for the picture to show what is said. */
const SAME_SUBJECT = 0.6;
const LONGEST_CAPTION = 120;
const LONGEST_LINE = 90;
const LONGEST_NAME = 40;

/**
 * Puts each picture where the film says what it shows: where it stood in the text, or where its own
 * words are spoken. Statements give way to pictures and become their captions; nothing else does.
 * Pictures that belong to the same words stand together.
 */
export function illustrate(script: Script, own: readonly OwnAsset[]): Illustrated {
  const beats = [...script.beats];
  const unplaced: string[] = [];
  for (const picture of own) {
    const { use, path } = picture.file;
    if (use === "music") continue;
    const found =
      use === "logo"
        ? logoScene(beats, picture, script.title)
        : (pictureScene(beats, picture, script.language) ??
          gridScene(beats, picture, own, script.language));
    if (!found) {
      unplaced.push(
        `${path} has no place in the film: ${use === "logo" ? "its end has too much to say" : "no scene says what it shows"}.`,
      );
      continue;
    }
    const beat = beats[found.index];
    if (beat) beats[found.index] = withContent(beat, found.content, script.language);
  }
  return { script: { ...script, beats, leftOut: [...script.leftOut, ...unplaced] }, unplaced };
}

function withContent(beat: Beat, text: SceneContent, language: string): Beat {
  return { ...beat, text, look: lookOf(text, language) };
}

interface Found {
  readonly index: number;
  readonly content: SceneContent;
}

function pictureScene(beats: readonly Beat[], picture: OwnAsset, language: string): Found | null {
  const free = beats.flatMap((beat, index) => {
    const caption = beat.text.template === "statement" ? beat.text.text : null;
    return caption === null || caption.length > LONGEST_CAPTION ? [] : [{ beat, index, caption }];
  });
  const ranked = free
    .map((each) => ({ ...each, distance: distanceOf(each.beat, picture, language) }))
    .filter(({ distance }) => distance <= 1)
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (!best) return null;
  const { index, caption } = best;
  return { index, content: { template: "image", asset: picture.asset.id, caption } };
}

const MOST_TOGETHER = 6;
const LONGEST_LABEL = 40;

/** Beside a picture that already stands where this one would: both under the words that they share. */
function gridScene(
  beats: readonly Beat[],
  picture: OwnAsset,
  own: readonly OwnAsset[],
  language: string,
): Found | null {
  const [nearest] = beats
    .flatMap((beat, index) => {
      const { text } = beat;
      const isShown = text.template === "image" || text.template === "imageGrid";
      const distance = isShown ? distanceOf(beat, picture, language) : Infinity;
      return distance <= 1 && picturesOf(text).length < MOST_TOGETHER
        ? [{ index, text, distance }]
        : [];
    })
    .toSorted((a, b) => a.distance - b.distance);
  if (!nearest) return null;
  const { index, text } = nearest;
  const words = text.template === "image" ? text.caption : undefined;
  const headline = text.template === "imageGrid" ? text.headline : words;
  const images = [...picturesOf(text), picture.asset.id].map((asset) => {
    const shown = own.find((each) => each.asset.id === asset)?.file.text ?? "";
    const isLabel = shown !== "" && shown.length <= LONGEST_LABEL;
    return { asset, ...(isLabel ? { caption: shown } : {}) };
  });
  const isHeadline = headline !== undefined && headline.length <= LONGEST_LINE;
  return {
    index,
    content: { template: "imageGrid", ...(isHeadline ? { headline } : {}), images },
  };
}

/** From 0 for what belongs together to 1 for what just does; more for what doesn't. */
function distanceOf(beat: Beat, { file }: OwnAsset, language: string): number {
  const { span } = file;
  if (span && beat.sources.length > 0) {
    const gaps = beat.sources.map(({ start, end }) =>
      Math.max(0, start - span.end, span.start - end),
    );
    return Math.min(...gaps) / NEAR;
  }
  const tongue = tongueOf(language);
  const words = contentWords(file.text, tongue);
  if (words.size === 0) return Infinity;
  const said = [...beat.audio.narration, ...visibleText(beat.text)].join(" ");
  const share = coverageOf(words, contentWords(said, tongue));
  return share < SAME_SUBJECT ? Infinity : 1 - share;
}

/** The closing words under the mark, where all of them fit. */
function logoScene(beats: readonly Beat[], { asset }: OwnAsset, title: string): Found | null {
  const index = beats.length - 1;
  const content = beats[index]?.text;
  if (content?.template !== "closing" || title.length > LONGEST_NAME) return null;
  const said = [content.headline, content.action, content.link].filter(
    (text) => text && text !== title,
  );
  const line = said.join(" · ");
  if (line.length > LONGEST_LINE) return null;
  const logo = { template: "logo" as const, asset: asset.id, name: title };
  return { index, content: line === "" ? logo : { ...logo, line } };
}
