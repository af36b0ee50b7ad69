import { tongueOf, type Tongue } from "../language/detect.ts";
import { contentWords, coverageOf } from "../language/overlap.ts";
import { plainEnding } from "../language/plain-ending.ts";
import { scenesOf } from "../scene-graph/layers.ts";
import type { CaptionCue, SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import { visibleText } from "../script/visible-text.ts";
import { captionLimits, isUnspaced } from "./limits.ts";

/** Share of a sentence's words from which on the picture tells it without a caption. */
const WRITTEN: Readonly<Record<Tongue, number>> = { en: 0.8, ja: 0.7, other: 0.85 };
/** The picture has at least so many of its letters: in Japanese, words in kana alone don't count as words. */
const LEAST_LETTERS = 0.6;
const ENDS = /[.!?…。！？]["'”’」』)）]*$/u;

/**
 * The captions that are drawn into the picture: all, none, or those of sentences that the scene
 * doesn't write itself, so that nobody reads the same words twice at once.
 */
export function burntCues(graph: SceneGraph): CaptionCue[] {
  const { burnIn, cues } = graph.captions;
  if (burnIn === false) return [];
  if (burnIn === true) return cues;
  const scenes = scenesOf(graph);
  const unwritten = sentencesIn(cues, scenes).filter(
    (sentence) => !isWritten(sentence, scenes, graph.language),
  );
  return endedWithTheirScenes(unwritten.flat(), scenes, graph);
}

/** `@id` of each scene over which a burnt-in caption stands: its contents keep out of the captions' band. */
export function captionedScenes(graph: SceneGraph): string[] {
  const cues = burntCues(graph);
  const scenes = scenesOf(graph);
  return scenes
    .filter(({ start }, index) => {
      const end = scenes[index + 1]?.start ?? graph.duration;
      return cues.some((cue) => cue.start < end && cue.end > start);
    })
    .map((scene) => scene["@id"]);
}

/** Pages in a row that make one sentence, or what of it is said in one scene. */
function sentencesIn(cues: readonly CaptionCue[], scenes: readonly SceneLayer[]): CaptionCue[][] {
  const sentences: CaptionCue[][] = [];
  for (const cue of cues) {
    const before = sentences.at(-1)?.at(-1);
    const goesOn =
      before !== undefined &&
      !ENDS.test(before.lines.at(-1) ?? "") &&
      sceneAt(before.start, scenes) === sceneAt(cue.start, scenes);
    if (goesOn) sentences.at(-1)?.push(cue);
    else sentences.push([cue]);
  }
  return sentences;
}

function sceneAt(frame: number, scenes: readonly SceneLayer[]): SceneLayer | undefined {
  return scenes.findLast(({ start }) => start <= frame);
}

function isWritten(
  sentence: readonly CaptionCue[],
  scenes: readonly SceneLayer[],
  language: string,
): boolean {
  const tongue = tongueOf(language);
  const first = sentence[0]?.start ?? 0;
  const last = sentence.at(-1)?.end ?? 0;
  const shown = scenes.filter(
    (scene, index) => scene.start < last && (scenes[index + 1]?.start ?? Infinity) > first,
  );
  const written = shown.flatMap(({ content }) => visibleText(content)).join("\n");
  const said = sentence
    .flatMap(({ lines }) => lines)
    .join(isUnspaced(language) ? "" : " ")
    .replace(/[\s。.]+$/u, "");
  if (lettersIn(written) < lettersIn(said) * LEAST_LETTERS) return false;
  const words = contentWords(tongue === "ja" ? plainEnding(said) : said, tongue);
  return coverageOf(words, contentWords(written, tongue)) >= WRITTEN[tongue];
}

function lettersIn(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** A caption that would hang over into a scene without any goes when that scene comes. */
function endedWithTheirScenes(
  cues: readonly CaptionCue[],
  scenes: readonly SceneLayer[],
  { fps, language }: SceneGraph,
): CaptionCue[] {
  const least = Math.ceil(captionLimits(language).minSeconds * fps);
  return cues.map((cue) => {
    const next = scenes.find(({ start }) => start > cue.start);
    if (!next || cue.end <= next.start || next.start - cue.start < least) return cue;
    const after = scenes[scenes.indexOf(next) + 1]?.start ?? Infinity;
    const goesOn = cues.some(({ start }) => start >= next.start && start < after);
    return goesOn ? cue : { ...cue, end: next.start };
  });
}
