import type { Tongue } from "../language/detect.ts";
import { plainEnding } from "../language/plain-ending.ts";
import { pulledFromEnglish } from "../language/pull-english.ts";
import { pulledFromJapanese } from "../language/pull-japanese.ts";
import type { Scene } from "./ledger.ts";

/** Characters up to which a sentence is short enough to stand as it is said: a motto, a line of verse. */
const MOTTO: Readonly<Record<Tongue, number>> = { en: 34, ja: 14, other: Infinity };

/**
 * A statement that would write word by word what is said shows a phrase of it instead, large; captions tell the
 * rest. What can't be taken apart without a loss stays whole, and comes line by line with the voice.
 */
export function withPulledWords(scene: Scene, tongue: Tongue): Scene {
  const { content } = scene.moment;
  if (content.template !== "statement" || content.text.length <= MOTTO[tongue]) return scene;
  const said = scene.telling.find((line) => isSame(line, content.text, tongue));
  const text = said === undefined ? null : pulled(said, tongue);
  if (text === null) return scene;
  return { ...scene, moment: { ...scene.moment, content: { ...content, text, emphasis: [] } } };
}

function pulled(sentence: string, tongue: Tongue): string | null {
  if (tongue === "other") return null;
  return tongue === "ja" ? pulledFromJapanese(sentence) : pulledFromEnglish(sentence);
}

function isSame(said: string, written: string, tongue: Tongue): boolean {
  const letters = (text: string): string => {
    const bare = text.toLowerCase().replaceAll(/[\s\p{P}]/gu, "");
    return tongue === "ja" ? plainEnding(bare) : bare;
  };
  return letters(said) === letters(written);
}
