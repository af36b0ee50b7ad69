import { capitalized } from "../language/clauses.ts";
import type { Tongue } from "../language/detect.ts";
import type { SceneContent } from "../scene-graph/content.ts";

/** Words with which the parts of a sentence begin alike. */
const REFRAIN = /\b(no|every|one|without|less|more|fewer|your|not|any|zero|from)\s/i;
const LONGEST: Readonly<Record<Tongue, number>> = { en: 26, ja: 12, other: 26 };

/** "It has no server, no configuration and no dependencies." as beats; null for a sentence without a rhythm. */
export function beatsOfSentence(text: string, tongue: Tongue): SceneContent | null {
  const bare = text.replace(/[.。!！]+$/u, "");
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

/** "Write. Run. Share.": a paragraph of nothing but the shortest sentences. */
export function beatsOfParagraph(
  sentences: readonly string[],
  tongue: Tongue,
): SceneContent | null {
  const isShort = sentences.every((one) =>
    tongue === "ja" ? one.length <= 9 : one.trim().split(/\s+/).length <= 3,
  );
  return isShort ? kinetic(sentences, tongue) : null;
}

function shortParts(parts: readonly string[], longest: number): readonly string[] {
  return parts.every((part) => part.length <= longest) ? parts : [];
}

function kinetic(parts: readonly string[], tongue: Tongue): SceneContent | null {
  const beats = parts.map((part) => part.trim()).filter(Boolean);
  if (beats.length < 3 || beats.length > 5) return null;
  if (beats.some((beat) => beat.length > LONGEST[tongue])) return null;
  return {
    template: "kinetic",
    beats: beats.map((beat) => (tongue === "ja" ? beat : capitalized(beat))),
    accent: beats.length - 1,
  };
}
