import { displayWidth } from "../japanese/phrases.ts";
import { tongueOf } from "../language/detect.ts";

/**
 * How long a sentence takes to say, estimated from its letters. Calibrated on trimmed recordings:
 * English with flite's rms voice (16 sentences, 68 s, total within 3 %), Japanese at 6.8 morae a second.
 */
export function speechSeconds(spokenText: string, language: string): number {
  if (spokenText.trim() === "") return 0;
  const tongue = tongueOf(language);
  if (tongue === "ja" || /[\p{sc=Han}\p{sc=Hangul}]/u.test(spokenText)) return japanese(spokenText);
  return latin(spokenText);
}

/** Sum over sentences, with the pause that belongs between two of them. */
export function narrationSeconds(sentences: readonly string[], language: string): number {
  const speech = sentences.reduce((sum, one) => sum + speechSeconds(one, language), 0);
  return speech + SENTENCE_PAUSE * Math.max(0, sentences.length - 1);
}

export const SENTENCE_PAUSE = 0.35;

/** Narration may fill this share of a film; less sounds empty, more sounds hurried. */
export const SPEECH_SHARE = { least: 0.75, aim: 0.81, most: 0.86 } as const;

/** What a beat needs around its voice: the scene's entrance, a breath, a moment to rest. */
export const AIR_SECONDS = 0.6;

const SECONDS_PER_LETTER = 0.0635;
const PER_SPELLED_LETTER = 0.15;
const PER_DIGIT = 0.17;
const PER_COMMA = 0.12;

function latin(text: string): number {
  const letters = (text.match(/[^\s\p{P}]|\s/gu) ?? []).length;
  const spelled = (
    text.match(/\b(?:[A-Z]{2,}[a-z]?\w*|\w*[a-z][A-Z]{2,}|[bcdfghjklmnpqrstvwxz]{2,})\b/g) ?? []
  )
    .filter((word) => !/^[A-Z][aeiou][A-Z]+$/i.test(word))
    .reduce((sum, word) => sum + Math.min(word.length, 10), 0);
  const digits = (text.match(/\d/g) ?? []).length;
  const commas = (text.match(/[,;:—]/g) ?? []).length;
  return (
    letters * SECONDS_PER_LETTER +
    spelled * PER_SPELLED_LETTER +
    digits * PER_DIGIT +
    commas * PER_COMMA
  );
}

const MORAE_PER_SECOND = 6.8;
/** Kana are said quicker than captions of them may be shown; the voice waits for the reader. */
const READ_PER_SECOND = 6.6;

function japanese(text: string): number {
  const count = (pattern: RegExp): number => (text.match(pattern) ?? []).length;
  const kanji = count(/\p{sc=Han}/gu) * 1.85;
  const kana = count(/(?![ぁぃぅぇぉゃゅょァィゥェォャュョ])[\p{sc=Hira}\p{sc=Kana}ー]/gu);
  const digits = count(/\d/g) * 2.2;
  const capitals = count(/[A-Z](?=[A-Z]|\b)/g) * 2;
  const latinLetters = count(/[a-zA-Z]/g) * 0.85;
  const hangul = count(/\p{sc=Hangul}/gu) * 1.1;
  const morae = kanji + kana + digits + capitals + latinLetters + hangul;
  const spoken = morae / MORAE_PER_SECOND + count(/[、,：]/g) * 0.22;
  return Math.max(spoken, displayWidth(text) / READ_PER_SECOND);
}
