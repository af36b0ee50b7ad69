import { capitalized } from "../language/clauses.ts";
import type { Tongue } from "../language/detect.ts";
import type { SceneContent } from "../scene-graph/content.ts";

/** Words with which the parts of a sentence begin alike. */
const REFRAIN = /\b(no|every|one|without|less|more|fewer|your|not|any|zero|from)\s/i;
const LONGEST: Readonly<Record<Tongue, number>> = { en: 26, ja: 12, other: 26 };

/** "It has no server, no configuration and no dependencies." as beats; null for a sentence without a rhythm. */
export function beatsOfSentence(text: string, tongue: Tongue): SceneContent | null {
  const bare = text.replace(/[.。!！]+$/u, "");
  // A call with its arguments is one thing.
  if (/[[\]{}=]|\w\(/.test(bare)) return null;
  if (tongue === "ja") return kinetic(shortParts(bare.split(/[、，]/), 9), tongue);
  const word = REFRAIN.exec(bare)?.[1];
  const parts = bare.split(/[,;]\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+/);
  if (word && parts.length >= 3) {
    const [first = "", ...rest] = parts;
    const at = first.toLowerCase().search(new RegExp(`\\b${word}\\s`, "i"));
    const begun = [first.slice(at), ...rest];
    const isAlike = begun.every((part) => part.toLowerCase().startsWith(`${word.toLowerCase()} `));
    if (isAlike) return kinetic(begun, tongue);
  }
  const isShort = bare.length <= 44 && parts.every((part) => part.trim().split(/\s+/).length <= 2);
  return isShort ? kinetic(parts, tongue) : null;
}

/** Sentences of a paragraph that follow each other beat by beat: from, and up to but not including. */
export interface Beats {
  readonly content: SceneContent;
  readonly from: number;
  readonly to: number;
}

/** "Write. Run. Share.": a paragraph of nothing but the shortest sentences, or of ones that are built alike. */
export function beatsOfParagraph(sentences: readonly string[], tongue: Tongue): Beats[] {
  const isShort = sentences.every((one) =>
    tongue === "ja" ? one.length <= 9 : one.trim().split(/\s+/).length <= 3,
  );
  if (isShort) {
    const content = kinetic(sentences, tongue);
    return content ? [{ content, from: 0, to: sentences.length }] : [];
  }
  const alike = tongue === "en" ? runsAlike(sentences) : [];
  return alike.flatMap(({ from, to }) => {
    const scenes = Math.ceil((to - from) / MOST_BEATS);
    const size = Math.ceil((to - from) / scenes);
    return Array.from({ length: scenes }, (_, index) => from + index * size).flatMap((start) =>
      beatsFrom(sentences.slice(start, Math.min(to, start + size)), start, tongue),
    );
  });
}

const MOST_BEATS = 4;

function beatsFrom(sentences: readonly string[], from: number, tongue: Tongue): Beats[] {
  const bare = sentences.map((one) => one.trim().replace(/[.。]$/u, ""));
  const content = kinetic(bare, tongue, LONGEST_ALIKE);
  return content ? [{ content, from, to: from + sentences.length }] : [];
}

/** "Flat is better than nested. Sparse is better than dense.": the same words in the middle. */
function runsAlike(sentences: readonly string[]): { from: number; to: number }[] {
  const middles = sentences.map((one) => /^\S+ (\S+ \S+ \S+) \S+$/.exec(one.trim())?.[1] ?? null);
  const runs: { from: number; to: number }[] = [];
  for (const [at, middle] of middles.entries()) {
    const run = runs.at(-1);
    if (middle !== null && run && run.to === at && middles[at - 1] === middle) run.to = at + 1;
    else if (middle !== null) runs.push({ from: at, to: at + 1 });
  }
  return runs.filter(({ from, to }) => to - from >= 3);
}

const LONGEST_ALIKE = 36;

function shortParts(parts: readonly string[], longest: number): readonly string[] {
  return parts.every((part) => part.length <= longest) ? parts : [];
}

function kinetic(
  parts: readonly string[],
  tongue: Tongue,
  longest = LONGEST[tongue],
): SceneContent | null {
  const beats = parts.map((part) => part.trim()).filter(Boolean);
  if (beats.length < 3 || beats.length > 5) return null;
  if (beats.some((beat) => beat.length > longest)) return null;
  return {
    template: "kinetic",
    beats: beats.map((beat) => (tongue === "ja" ? beat : capitalized(beat))),
    accent: beats.length - 1,
  };
}
