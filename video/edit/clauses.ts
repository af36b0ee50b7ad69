import { isAllKnown, moodOf, type Mood } from "./asking.ts";
import { plainly } from "./plain-words.ts";
import { SHOTS, shotsOf } from "./shot-names.ts";
import { THING } from "./signs.ts";

/** A part of what somebody said that can be a wish of its own. */
export interface Clause {
  /** As it was written. */
  readonly text: string;
  /** In plain words; quotes and namings of shots are single characters. */
  readonly plain: string;
  /** The shots of each naming. */
  readonly shots: readonly (readonly number[])[];
  readonly isAsked: boolean;
  /** Names nothing that we don't know. */
  readonly isAllKnown: boolean;
}

/** The clauses of a text, and which of them ask for something. */
export function clausesOf(text: string): Clause[] {
  const kept: string[] = [];
  const masked = masking(text, kept);
  return masked.split(/(?<=[;!?。]|\.(?=\s|$)|\n(?!\s*[a-z]))/).flatMap((sentence) => {
    const parts = partsOf(sentence);
    const plain = parts.map(({ said }) => plainly(said));
    const isQuestion = /\?\s*$/.test(sentence);
    const moods = plain.map((words, at) => moodOf(words, isQuestion && at === plain.length - 1));
    return parts.map(({ said }, at) => ({
      text: unmasked(said, kept),
      plain: plain[at] ?? "",
      shots: [...(plain[at] ?? "").matchAll(/\uE002(\d+)\uE003/g)].map(([, index]) =>
        shotsOf(kept[Number(index)] ?? ""),
      ),
      isAsked: isAsked(at, moods, parts, isQuestion),
      isAllKnown: isAllKnown(plain[at] ?? ""),
    }));
  });
}

/** Quoted words stay whole, whatever punctuation is in them; so do namings of several shots. */
function masking(text: string, kept: string[]): string {
  const keep = (brackets: string) => (words: string) =>
    `${brackets[0]}${kept.push(words) - 1}${brackets[1]}`;
  return text
    .replaceAll(/[\uE000-\uE007]/g, "")
    .normalize("NFKC")
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(HARD_BREAK, " ")
    .replaceAll(/["“「『][^"”」』]*["”」』]/g, keep("\uE000\uE001"))
    .replaceAll(SHOTS, keep("\uE002\uE003"))
    .replaceAll(/((?:^|[.;!?\n]\s*)(?:in|for|on|at|during) (?:the )?\uE002\d+\uE003),/gi, "$1 ")
    .replaceAll(BETWEEN_THINGS, "$1 & ")
    .replaceAll(CONTRAST, keep("\uE006\uE007"));
}

const BETWEEN_THINGS = new RegExp(
  String.raw`(${THING})\s*(?:,?\s+and\s+(?:the\s+|any\s+)?|と(?=${THING}))(?=${THING})`,
  "gi",
);
/** "cut instead of fading": what stands after it is what is not wanted. */
const CONTRAST =
  /,?\s*\b(?:instead of|rather than|as opposed to)\b[^,;.!?\n]*|(?:,|\b(?:but|and))\s*not\b(?! enough)[^,;.!?\n]*|[^、。\n]*のではなく、?|[^\s\uE000-\uE007はをが、]{1,10}(?:ではなく|じゃなくて|でなく)、?/gi;

/** In a letter whose lines are as wide as its sheet. */
const HARD_BREAK = /(?<=[^\n]{50})\n(?=[a-z])/g;

interface Part {
  readonly said: string;
  /** "but" begins anew: what was refused before it says nothing of what follows. */
  readonly isFresh: boolean;
}

const JOINTS =
  /((?<=です|ます|だ|た|い)が、|(?<=い|だ|です|ます|た|る)(?:けれども|けれど|けど)、?|(?<=ので|(?:い|だ|です|ます|た|る)から)(?=[^、])|(?<![はをものとや])、|(?:そして|あと|それから|ただし|(?<!い)ただ(?=、))、?|,?\s+(?:but|so(?! (?:that|i|we|it|much|many|the|loud|long))|instead|yet)\s+|,\s+(?:and|then|also|or)?\s*|\s+(?:and|then|also)\s+|\s+[-–—]+\s+|\n)/i;

function partsOf(sentence: string): Part[] {
  const pieces = sentence.split(JOINTS);
  return pieces.flatMap((said, at) => {
    if (at % 2 === 1 || !/[\p{L}\p{N}]/u.test(said)) return [];
    return [{ said: said.trim().replace(/[.;!?。]+$/, ""), isFresh: isFreshAfter(pieces[at - 1]) }];
  });
}

function isFreshAfter(joint = ""): boolean {
  return /but|so|instead|yet|が、|けど|けれど|ただ/i.test(joint);
}

/** English refuses or reports forwards ("don't turn it down or hide …"), Japanese backwards. */
function isAsked(
  at: number,
  moods: readonly Mood[],
  parts: readonly Part[],
  isQuestion: boolean,
): boolean {
  if (moods[at] !== "open") return moods[at] === "asked";
  const step = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(parts[at]?.said ?? "") ? 1 : -1;
  let beside = at;
  do {
    if (step < 0 && parts[beside]?.isFresh) return !isQuestion;
    beside += step;
  } while (moods[beside] === "aside" || moods[beside] === "open");
  const mood = moods[beside] ?? (isQuestion ? "told" : "asked");
  // 「短くして、字幕は消さないで」 asks for the first.
  return mood === "asked" || (step > 0 && mood === "declined" && parts[at]!.said.endsWith("て"));
}

function unmasked(said: string, kept: readonly string[]): string {
  const open = (masked: string) =>
    masked.replaceAll(
      /[\uE000\uE002\uE006](\d+)[\uE001\uE003\uE007]/g,
      (_, at) => kept[Number(at)] ?? "",
    );
  // What is not wanted may name shots.
  return open(open(said)).trim();
}
