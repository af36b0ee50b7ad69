import { isCourtesy, isHesitation, isOrder, moodOf, type Mood } from "./asking.ts";
import { isAllKnown, isOnlyRefusing } from "./known-words.ts";
import { isBareTime, isTime } from "./lengths.ts";
import { masking, unmasked } from "./masks.ts";
import { plainly } from "./plain-words.ts";
import { shotsOf } from "./shot-names.ts";

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
  /** Refuses, and names nothing: "keep it". */
  readonly isBareRefusal: boolean;
  /** The text that it is part of speaks of sounds. */
  readonly isOfSounds: boolean;
}

/** The clauses of a text, and which of them ask for something. */
export function clausesOf(text: string): Clause[] {
  const kept: string[] = [];
  const masked = masking(text, kept);
  const isOfSounds = HEARD.test(text);
  return masked.split(/(?<=[;!?。]|\.(?=\s|$)|\n(?!\s*[a-z]))/).flatMap((sentence) => {
    const parts = withTimes(partsOf(sentence));
    const asked = askedOf(parts, isQuestion(sentence));
    return parts.map(({ said, plain, mood }, at) => ({
      text: unmasked(said, kept),
      plain,
      shots: [...plain.matchAll(/\uE002(\d+)\uE003/g)].map(([, index]) =>
        shotsOf(kept[Number(index)] ?? ""),
      ),
      isAsked: asked[at] ?? false,
      isAllKnown: isAllKnown(plain),
      isBareRefusal: mood === "declined" && isOnlyRefusing(plain),
      isOfSounds,
    }));
  });
}

const HEARD =
  /\b(?:sounds?|audio|music|voice\w*|narrat\w+|speech|speakers?|effects?|hiss\w*|hum|mic|microphone|hear|listen\w*|loud\w*|quiet\w*|record\w*)\b|音|声|聞|曲|bgm|ナレーション|語り|マイク|録/i;

function isQuestion(sentence: string): boolean {
  return /\?\s*$/.test(sentence);
}

interface Part {
  readonly said: string;
  readonly plain: string;
  readonly mood: Mood;
  /** Begins anew: what was refused or told before it says nothing of what follows. */
  readonly isFresh: boolean;
  readonly isOrder: boolean;
  readonly isAfterComma: boolean;
}

const JOINTS =
  /((?<=です|ます|だ|た|い)が、|(?<=い|だ|です|ます|た|る)(?:けれども|けれど|けど)、?|(?<=ので|(?:い|だ|です|ます|た|る)から)(?=[^、す])|(?<![はをものと]|(?<!い)や)、|(?:そして|(?<!より|[のた\uE003])あと(?!\s*\d)|それから|ただし|(?<!い)ただ(?=、))、?|,?\s+(?:(?<!\b(?:all|everything|anything) )but|so(?! (?:that|i|we|it|much|many|the|loud|long))|instead|yet)\s+|,\s+(?:and|then|also|or)?\s*|\s+(?:and|then|also)\s+|\s+(?!- \d[\d.]* ?(?:s\b|sec|秒))[-–—]+\s+|\n)/i;

function partsOf(sentence: string): Part[] {
  const pieces = sentence.split(JOINTS);
  const parts: Part[] = [];
  for (const [at, piece] of pieces.entries()) {
    if (at % 2 === 1 || !/[\p{L}\p{N}]/u.test(piece)) continue;
    const joint = pieces[at - 1] ?? "";
    const said = saidIn(piece, joint === "" || joint === "\n");
    const plain = plainly(said);
    if (plain === "") continue;
    const mood = moodOf(plain, isQuestion(sentence) && at === pieces.length - 1);
    parts.push({
      said,
      plain,
      mood,
      isFresh: ANEW.test(joint) || isHesitation(parts.at(-1)?.plain ?? ""),
      isOrder: isOrder(plain) && !/and|also/i.test(joint),
      isAfterComma: /^[,、]\s*$/.test(joint),
    });
  }
  return parts;
}

const ANEW = /but|so|instead|yet|が、|けど|けれど|ただ/i;

function saidIn(piece: string, isAtStart: boolean): string {
  const said = piece.trim().replace(/[.;!?。]+$/, "");
  return isAtStart ? said.replace(BULLET, "") : said;
}

const BULLET = /^[-*•+] /;

/** What stands beside a time in the film is meant for that time alone. */
function withTimes(parts: readonly Part[]): Part[] {
  return parts.map((part, at) => {
    const [before, after] = [parts[at - 1], parts[at + 1]];
    const isOfTime =
      isTime(part.plain) ||
      (after && at + 2 === parts.length && isTime(after.plain)) ||
      isTimeOrLength(part, before, after);
    return isOfTime ? { ...part, mood: "elsewhere" } : part;
  });
}

/** "Shot 3, 5 s, music off", "for 5 s, no music"; but not in a list of lengths. */
function isTimeOrLength(part: Part, before: Part | undefined, after: Part | undefined): boolean {
  if (!after?.isAfterComma || namesShots(after) || isCourtesy(after.said)) return false;
  if (!isBareTime(part.plain)) return false;
  if (!before || ONLY_SHOTS.test(before.plain)) return true;
  return namesShots(part) && !(namesShots(before) && isBareTime(before.plain));
}

function namesShots({ plain }: Part): boolean {
  return plain.includes("\uE002");
}

/** Names shots, and says nothing of them. */
export const ONLY_SHOTS = /^(?:the )?\uE002\d+\uE003$/;

/**
 * Which parts ask for something. An open one does what was done before it ("don't turn it down or
 * hide …"), in Japanese what is done after it.
 */
function askedOf(parts: readonly Part[], isQuestion: boolean): boolean[] {
  const start = isQuestion ? "told" : "asked";
  const isJapanese = parts.some(({ said }) =>
    /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(said),
  );
  const asked = isJapanese ? askedBackwards(parts, start) : askedForwards(parts, start);
  let isElsewhere = false;
  return parts.map(({ mood, isFresh }, at) => {
    isElsewhere = mood === "elsewhere" || (isElsewhere && !isFresh);
    return asked[at] === true && !isElsewhere;
  });
}

function askedForwards(parts: readonly Part[], start: Mood): boolean[] {
  let current = start;
  return parts.map(({ mood, isFresh, isOrder }) => {
    // "Shot 3 is fine, make shot 4 shorter."
    if (isFresh || (isOrder && current === "idle")) current = start;
    const isSettled =
      mood !== "open" && mood !== "aside" && !(mood === "idle" && current !== start);
    if (isSettled) current = mood;
    return mood !== "aside" && current === "asked";
  });
}

function askedBackwards(parts: readonly Part[], start: Mood): boolean[] {
  let after = start;
  const asked = parts.toReversed().map(({ said, mood }) => {
    // 「短くして、字幕は消さないで」 asks for the first.
    if (mood === "open") return after === "asked" || (after === "declined" && said.endsWith("て"));
    if (mood !== "aside") after = mood;
    return mood === "asked";
  });
  return asked.toReversed();
}
