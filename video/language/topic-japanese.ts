import { displayWidth, japanesePhrases } from "../japanese/phrases.ts";
import { plainEnding } from "./plain-ending.ts";
import { LONGEST, nounsOf, type Noun } from "./topic-nouns-japanese.ts";

const MOST_SHARE = 0.75;

const DENIES =
  /ない|ません|なく|なかっ|無[いくか]|(?:ぬ|ず)$|ずに|まい$|禁止|だめ|ダメ|やめ|避け|控え/u;
/** They deny nothing, or say "only" and "must". */
const NO_DENIAL =
  /やまない|なくし|しかたない|仕方ない|かもしれない|かもしれません|ちがいない|違いない|違いありません|(?:なければ|なくては|ねば)(?:なら|いけ)(?:ない|ません|ず)|しか.*(?:ない|ません)$|少な[いく]|危ない|わけではない|だけでなく|ではないでしょうか|ませんか$/gu;

/** What somebody said, and what somebody only did. */
const TOLD =
  /^[^は]+は([^は]{4,})(?:と(?:答え|云|言|いっ|いう$|叫|述べ)[^と]*|まで(?:です|だ|である)?)$/u;
/** 「終わりではなく、始まりだ」: both halves, so that the denial denies what it denied. */
const RATHER =
  /(?:^|[はが、])([^はがを、]{1,10}(?:では|じゃ)なく、?(?![なてた])[^はがを、]{1,10}?)(?:です|だ|である)?$/u;
/** 「落ちても」, and not 「いつでも」, 「お茶でも」. */
const ALL_THE_SAME = /(?:ても|(?<!な)んでも|いでも|けれども?)、?$/u;

/**
 * What a Japanese sentence is about, the best first, each as it is written: what was said, what is so all the same,
 * nouns with what describes them. A bare noun claims nothing; of a sentence that denies only those before は and が.
 */
export function topicsOfJapanese(sentence: string): string[] {
  const whole = sentence.replace(/[\s。！!？?]+$/u, "");
  const outside = whole.replaceAll(/「[^」]*」|『[^』]*』/gu, "、");
  const clauses = outside.split(/、/).filter(Boolean);
  const isForbidden = denies(clauses.at(-1) ?? "");
  const nouns = clauses.flatMap((clause, at) => {
    const isDenied = isForbidden || denies(clause);
    return nounsOf(clause, isDenied).map((noun) => ({ ...noun, worth: noun.worth + at * 0.2 }));
  });
  const best = nouns.toSorted((a, b) => b.worth - a.worth);
  const textsOf = (some: readonly Noun[]): string[] => some.map(({ text }) => text);
  const shown = best.filter(({ isPointing }) => !isPointing);
  const rather = RATHER.exec(whole)?.[1];
  const found = [
    ...(rather === undefined ? [] : [rather]),
    ...(isForbidden || /[か？?]$/u.test(sentence) ? [] : clausesOf(clauses)),
    ...textsOf(shown.filter(({ isFull }) => isFull)),
    ...(isForbidden ? [] : deedsOf(clauses)),
    ...textsOf(shown.filter(({ isFull }) => !isFull)),
    ...namesIn(whole),
    ...textsOf(best.filter(({ isPointing }) => isPointing)),
  ];
  return [...new Set(found)].filter((text) => fits(text, whole));
}

function denies(clause: string): boolean {
  return DENIES.test(clause.replaceAll(NO_DENIAL, ""));
}

/** Of what was quoted before it: 「「ジュッ」と音がする温度」. */
const OPENS_BROKEN = /^(?:と(?=[\p{sc=Han}\p{sc=Kana}])|って|という)/u;

function fits(text: string, sentence: string): boolean {
  const width = displayWidth(text);
  return (
    !OPENS_BROKEN.test(text) && width <= LONGEST && width <= displayWidth(sentence) * MOST_SHARE
  );
}

/** What was said, and what is so all the same: 「落ちても仕事は続く」; the denials of these are in them. */
function clausesOf(clauses: readonly string[]): string[] {
  const told = TOLD.exec(clauses.at(-1) ?? "")?.[1];
  const phrases = clauses.flatMap((clause) => japanesePhrases(clause));
  const at = phrases.findLastIndex((phrase) => ALL_THE_SAME.test(phrase));
  const same = at < 0 ? "" : plainEnding(phrases.slice(at + 1).join(""));
  const isWhole = /[\p{sc=Han}\p{sc=Kana}][はがをでに]/u.test(same);
  return [told ?? "", isWhole ? same : ""].filter(
    (text) => displayWidth(text) >= 5 && !denies(text),
  );
}

/** What is bidden or done, and with what: 「パスワードを確認」. */
const DEED =
  /^(?:.*[はがに、])?([^はがをに、]{1,10}を[^はがをに、]{0,4}\p{sc=Han}{2})(?:(?:いた)?します|して(?:ください|下さい)|しましょう|する)$/u;

function deedsOf(clauses: readonly string[]): string[] {
  const deed = DEED.exec(clauses.at(-1) ?? "")?.[1];
  return deed === undefined || denies(deed) ? [] : [deed];
}

/** Terms in quotation marks, and names in Latin letters. */
function namesIn(sentence: string): string[] {
  const terms = [...sentence.matchAll(/[「『]([^」』]{2,10})[」』]/gu)].map(
    ([, term = ""]) => term,
  );
  const names = sentence.match(/[A-Za-z][\w.+-]{2,}/g) ?? [];
  return denies(sentence) ? [] : [...terms.filter((term) => !denies(term)), ...names];
}
