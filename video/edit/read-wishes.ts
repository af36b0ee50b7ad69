import { tongueOfWords, type Tongue } from "../../kernel/tongue.ts";
import type { Wish } from "./wish.ts";
import {
  AMOUNTS,
  CAMERAS,
  CAPTIONS,
  firstNamed,
  FRAMING_WORDS,
  HIDDEN,
  LENGTHS,
  LOUDNESS,
  REPLACEMENT,
  SECONDS,
  shotIn,
  SOUNDS,
  TEXTURES,
  TRANSITION_WORDS,
  withoutShot,
} from "./wish-words.ts";

/** What was understood of a person's words, and the parts that were not. */
export interface WishReading {
  readonly wishes: readonly Wish[];
  readonly unclear: readonly string[];
  readonly tongue: Tongue;
}

const LONGEST_TEXT = 2_000;

/**
 * Reads wishes such as "make shot 3 shorter and turn the music down" or 「BGMを静かに」 by rules. A
 * clause that names no shot is about the shot of the clause before.
 */
export function readWishes(text: string): WishReading {
  const wishes: Wish[] = [];
  const unclear: string[] = [];
  let shot: number | null = null;
  for (const clause of clausesOf(text.slice(0, LONGEST_TEXT))) {
    shot = shotIn(clause) ?? shot;
    const wish = wishIn(clause, shot);
    if (wish) wishes.push(wish);
    else if (!isCourtesy(clause)) unclear.push(clause);
  }
  return { wishes, unclear, tongue: tongueOfWords(text) };
}

/** Whether the words speak of a film at all: then it is worth saying that they were not understood. */
export function speaksOfFilm(text: string): boolean {
  return (
    shotIn(text) !== null ||
    CAPTIONS.test(text) ||
    [SOUNDS, TEXTURES, CAMERAS, TRANSITION_WORDS].some((words) => firstNamed(words, text) !== null)
  );
}

/** Quoted words stay whole, whatever punctuation is in them. */
function clausesOf(text: string): string[] {
  const kept: string[] = [];
  const masked = text
    .normalize("NFKC")
    .replaceAll(/["“「『][^"”」』]*["”」』]/g, (quoted) => `\uE000${kept.push(quoted) - 1}\uE001`);
  return masked
    .split(/[\n;!?。！？、]+|\.(?=\s|$)|,\s+|\s+(?:and|but|then|also)\s+|(?:そして|あと|それから)/i)
    .map((part) => part.replaceAll(/\uE000(\d+)\uE001/g, (_, at) => kept[Number(at)] ?? "").trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
}

const COURTESY =
  /^(?:(?:hi|hello|hey|thanks?|thank you|please|great|nice|good|ok|okay|cool|looks good|love it|perfect|could you|お願いします|ありがとう.*|よろしく.*|いいですね|すみません)[\s,:]*)+$/i;

function isCourtesy(clause: string): boolean {
  return COURTESY.test(clause);
}

/** The most particular words decide first. */
function wishIn(clause: string, shot: number | null): Wish | null {
  const rest = withoutShot(clause);
  return (
    textWish(clause, shot) ??
    captionsWish(rest) ??
    soundWish(rest) ??
    textureWish(rest) ??
    (shot === null ? null : shotWish(rest, shot))
  );
}

function textWish(clause: string, shot: number | null): Wish | null {
  const [, from, to] = REPLACEMENT.exec(clause) ?? [];
  if (!from || !to) return null;
  return { kind: "text", shot: shotIn(clause) === null ? null : shot, from, to };
}

function captionsWish(clause: string): Wish | null {
  return CAPTIONS.test(clause) ? { kind: "captions", shown: !HIDDEN.test(clause) } : null;
}

function soundWish(clause: string): Wish | null {
  const role = firstNamed(SOUNDS, clause);
  const change = firstNamed(LOUDNESS, clause);
  return role && change && { kind: "sound", role, change };
}

function textureWish(clause: string): Wish | null {
  const type = firstNamed(TEXTURES, clause);
  const change = firstNamed(AMOUNTS, clause);
  return type && change && { kind: "texture", type, change };
}

function shotWish(clause: string, shot: number): Wish | null {
  const camera = firstNamed(CAMERAS, clause);
  if (camera) return { kind: "camera", shot, to: camera };
  const change = firstNamed(LENGTHS, clause);
  const seconds = Number(SECONDS.exec(clause)?.[1] ?? 0) || null;
  if (change) return { kind: "length", shot, change, seconds };
  if (seconds !== null) return { kind: "length", shot, change: "exact", seconds };
  // "cut instead of fading": what stands after it is what is not wanted.
  const wanted = clause.replace(
    /\b(?:instead of|not|rather than)\b.*$|.*(?:ではなく|じゃなくて)/i,
    "",
  );
  const transition = firstNamed(TRANSITION_WORDS, wanted);
  if (transition) return { kind: "transition", shot, to: transition };
  const framing = firstNamed(FRAMING_WORDS, clause);
  return framing && { kind: "framing", shot, to: framing };
}
