import { isHalfJapanese } from "./halves.ts";
import { displayWidth, japanesePhrases } from "../japanese/phrases.ts";

/** Full-width characters of a topic that reads at a glance. */
export const LONGEST = 15;

/** A noun with its particle, and a short adverb or verb that no break parts from them: 「声で|もう」. */
const NOUN =
  /^(.*?(?:[\p{sc=Han}\p{sc=Kana}々ーA-Za-z0-9]|\p{sc=Han}[いりきしみえけさせ](?=[がを]|に?は|では))|.{2,}(?=を)|.{3,}(?=[にが]$))\s?(には|では|とは|は(?=$|[もまなあ])|が(?=$|した|する|あ|い|な)|を|も|に|へ|で|から|まで)(\p{sc=Hira}{0,3})$/u;
/** What goes with the noun behind it. */
const GOES_WITH = /(?:[なのや]|[^きくたてでにさな]い|という)$/u;
/** A verb before a noun tells of it, with all that stands before it in its clause. */
const TELLS_OF = /(?:[^もまかでじ]た|[んい]だ|[るうくすむぶつ]|ない)$/u;
/** Words of the whole sentence, which may be taken for the beginning of a noun. */
const BEFORE = /^(?:なぜ|どうして|もし|もう|まだ|また|ただ)(?=[\p{sc=Han}\p{sc=Kana}])/u;
const POINTING = /^(?:そう|こう|ああ|どう)?(?:いう|いった)$|^[そこあど](?:の|んな|れらの)$/u;
const PRONOUN =
  /^(?:自分|わたし|わたくし|私|僕|ぼく|俺|おれ|吾輩|われ|我|あなた|きみ|君|彼|彼女|誰|だれ|何|なに|みんな|[こそあど]れら?|[こそあど]こ)(?:たち|達|ら|方)?(?:自身)?$/u;
/** Nouns that say nothing alone. */
const EMPTY =
  /(?:^|[\p{sc=Han}なのるたういく])(?:こと|もの|ため|とき|ところ|ほう|よう|はず|わけ|うち|なか)$|(?:必要|可能性)$|^(?:時|事|物|者|所|方|中|上|下|前|後|場合|以前|以上|以下|全て|すべて|一つ|最初|最後|第一|今|人|例|次|他|日|それぞれ)$/u;
/** One character is no picture, nor is what only points: 「火」「同課」「当社」. */
const NO_PICTURE =
  /^\p{sc=Han}$|^(?:同[社課県市町村氏校館店誌書国局省庁会部年月日紙]|[当本][社店館課校局方件書品稿紙]|[前後]者|弊社|貴社)$/u;
/** Behind all others: 「この橋」「他の機能」. */
const POINTS = /^(?:この|その|あの|どの|他の|ほかの|別の|同じ|こうした|そうした|こんな|そんな)/u;
/** When something holds is not what holds. */
const CONDITION = /の(?:場合|とき|時|際)$/u;
/** Cut off, or no noun at all. */
const NO_NOUN = /^(?:\p{sc=Hira}{1,4}|常|又|特|主|実|既|別|急|本当|一緒)$|[つらげわねか的]$/u;
const HOUR = /\d時(?!間)/u;
const CUT = /[るたうくすつ]の$|\p{sc=Han}[はがをでに]\p{sc=Hira}*\p{sc=Han}$/u;

/** A noun with what describes it, and how well it stands alone. */
export interface Noun {
  readonly text: string;
  readonly worth: number;
  /** The subject, with what describes it, or long enough: not only what something is done to. */
  readonly isFull: boolean;
  /** It only points at something. */
  readonly isPointing: boolean;
}

/** The nouns of a clause that a particle ties to its verb; of one that denies only those before は and が. */
export function nounsOf(clause: string, isDenied: boolean): Noun[] {
  const phrases = joined(japanesePhrases(clause.replace(BEFORE, "")));
  return phrases.flatMap((phrase, end) => {
    const [, noun = "", particle = "", rest = ""] = NOUN.exec(phrase) ?? [];
    if (noun === "" || PRONOUN.test(noun) || isPredicate(particle, rest)) return [];
    const isAsked = isDenied && /(?:ください|[いう]な|ましょう|こと)$/u.test(clause);
    if (isAsked && /[にで]は/u.test(particle)) return [];
    if (isDenied && !isSubject(particle, rest + (phrases[end + 1] ?? ""))) return [];
    const start = startOf(phrases, end, noun);
    if (isHalfJapanese(phrases[start - 1] ?? "", phrases[end + 1] ?? "")) return [];
    const text = phrases.slice(start, end).join("") + noun;
    const isDescribed = start < end;
    const isNothing = EMPTY.test(noun) || NO_NOUN.test(noun) || NO_PICTURE.test(noun);
    const isBare = !isDescribed && isNothing;
    if (isBare || HOUR.test(text) || CONDITION.test(text) || CUT.test(text) || PRONOUN.test(text))
      return [];
    const isCut = EMPTY.test(text) || TELLS_OF.test(phrases[start - 1] ?? "");
    const worth = worthOf(text, particle, isDescribed) - (isCut ? 2 : 0);
    const isPointing = POINTS.test(text);
    const isFull = isDescribed || text.length >= 3 || /[はが]$/u.test(particle);
    return [{ text, worth, isFull, isPointing }];
  });
}

/** 「中止です」 tells something of what stands before it. */
function isPredicate(particle: string, rest: string): boolean {
  return particle === "で" && /^(?:す|し(?:た|ょ)|あ[るり])/u.test(rest);
}

/** 「理由がない」 denies the reason itself. */
function isSubject(particle: string, next: string): boolean {
  return (
    /^(?:は|が|では|とは)$/u.test(particle) &&
    !/^(?:な[いくか]|ありません|いない|いません)/u.test(next)
  );
}

/** Words of Chinese characters are not parted: 「真|珠貝で」. */
function joined(phrases: readonly string[]): string[] {
  const whole: string[] = [];
  for (const phrase of phrases) {
    const before = whole.at(-1);
    const isOne =
      before !== undefined && /^\p{sc=Han}$/u.test(before) && /^\p{sc=Han}/u.test(phrase);
    if (isOne) whole[whole.length - 1] = before + phrase;
    else whole.push(phrase);
  }
  return whole;
}

function startOf(phrases: readonly string[], end: number, noun: string): number {
  let start = end;
  let width = displayWidth(noun);
  while (start > 0) {
    const before = phrases[start - 1] ?? "";
    width += displayWidth(before);
    if (POINTING.test(before)) {
      return start === end && noun.length <= 2 && before.endsWith("の") ? start - 1 : start;
    }
    if (width > LONGEST) break;
    if (TELLS_OF.test(before)) return wholeClause(phrases, start, width);
    if (!GOES_WITH.test(before)) break;
    start -= 1;
  }
  return start;
}

/** All before a verb that tells of a noun, where it is short enough and no other noun is its subject. */
function wholeClause(phrases: readonly string[], start: number, width: number): number {
  const before = phrases.slice(0, start - 1);
  const isShort = width + displayWidth(before.join("")) <= LONGEST;
  return isShort && !before.some((phrase) => /(?:は|[てで])$/u.test(phrase)) ? 0 : start;
}

/** Chinese characters and katakana carry a sentence; subjects and objects are what it is about. */
function worthOf(text: string, particle: string, isDescribed: boolean): number {
  const letters = Math.min(6, text.match(/[\p{sc=Han}\p{sc=Kana}]/gu)?.length ?? 0);
  const role = particle.endsWith("は") ? 1.7 : particle === "が" || particle === "を" ? 0.8 : 0;
  return letters * 0.4 + role + (isDescribed ? 1 : 0) - Math.abs(displayWidth(text) - 7) * 0.12;
}
