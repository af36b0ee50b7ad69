import type { Tongue } from "../language/detect.ts";
import { japanesePhrases } from "../japanese/phrases.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { Scene } from "./ledger.ts";

/**
 * Of several sentences in a row every second one is set in beats, clause by clause, where it is long and has clauses:
 * a story or a speech would else be the same picture again and again.
 */
export function varied(scenes: readonly Scene[], tongue: Tongue): Scene[] {
  const kept: Scene[] = [];
  for (const scene of scenes) {
    const before = kept.at(-1)?.moment.content.template;
    const { content } = scene.moment;
    const isRepeated = content.template === "statement" && before === "statement";
    const beats = isRepeated ? clausesOf(content.text, tongue) : null;
    kept.push(beats ? { ...scene, moment: { ...scene.moment, content: beats } } : scene);
  }
  return kept;
}

/** Shorter sentences stand better as they are. */
const LEAST: Readonly<Record<Tongue, number>> = { en: 60, ja: 24, other: 60 };
const LONGEST: Readonly<Record<Tongue, number>> = { en: 40, ja: 16, other: 40 };
const MOST_BEATS = 5;

function clausesOf(text: string, tongue: Tongue): SceneContent | null {
  if (text.length < LEAST[tongue]) return null;
  const beats = tongue === "ja" ? inPhrases(text) : inClauses(text);
  const fits = beats.every((beat) => beat.length <= LONGEST[tongue]);
  if (!fits || beats.length < 3 || beats.length > MOST_BEATS) return null;
  return { template: "kinetic", beats, accent: beats.length - 1 };
}

/** Phrase by phrase, a new beat behind every comma and where a beat is full. */
function inPhrases(text: string): string[] {
  const beats: string[] = [];
  for (const phrase of japanesePhrases(text)) {
    const beat = beats.at(-1);
    const isFull = beat === undefined || beat.length + phrase.length > LONGEST.ja;
    if (isFull || (beat.endsWith("、") && beat.length > 4)) beats.push(phrase);
    else beats[beats.length - 1] = beat + phrase;
  }
  return beats;
}

/** At commas, dashes and the joints of a sentence; what is too short for a beat joins the one before. */
function inClauses(text: string): string[] {
  const beats: string[] = [];
  for (const clause of text.split(CLAUSE)) {
    const beat = beats.at(-1);
    const isShort =
      beat !== undefined &&
      !/^(?:and|but),$/.test(clause) &&
      beat.length + clause.length < LONGEST.en - 6;
    const opens = beat !== undefined && /^(?:and|but|so),$/i.test(beat);
    if (opens || isShort) beats[beats.length - 1] = `${beat} ${clause}`;
    else beats.push(clause);
  }
  return beats;
}

const CLAUSE =
  /(?<=[,;])\s+(?!and,|but,)|(?<=—)|\s(?=(?:and|but|which|that|who|upon|under|with|on) )/;
