import { LENGTHENED, LENGTHS, SECONDS } from "./lengths.ts";
import type { Wish } from "./wish.ts";
import {
  AMOUNTS,
  CAMERAS,
  CAPTIONS,
  FRAMING_WORDS,
  GONE,
  LOUDNESS,
  SHOWN,
  SOUNDS,
  TEXTURES,
  TRANSITION_WORDS,
  type Words,
} from "./wish-words.ts";

/**
 * A wish is made of words that we know, each of them with a part in it. One more, and something else
 * is meant: the music *after the intro*, the *border of* the captions, a *slower* zoom.
 */

/** Signs, and the words that go with any wish. */
const FILLERS =
  /\uE002\d+\uE003|[\uE004\uE005]|\b(?:the|an?|of|in|on|to|for|by|with|and|or|as|it|them|this|that|these|those|ones?|all|any|some|my|our|please|thanks|kindly|maybe|perhaps|just|only|also|slightly|somewhat|much|far|way|very|really|quite|bit|little|lot|tad|touch|hair|notch|even|still|then|here|there|be|film|video|overall|everywhere|entire|whole|make|turn|set|put|give|get|use|bring|take|should|instead|rather|have)\b|もう|あと|まだ|ほんの|少し|ちょっと|もっと|さらに|やや|かなり|全体|全部|です|に|で|を|の|は|も|と|へ|め|より|一番|まで|して|すべて|それ|これ|お願い|ください|下さい|します|[くて]/;

/** What makes a sentence of a wish. */
const SENTENCE_WORDS =
  /\b(?:is|are|was|were|i (?:think|feel|find|guess)|to me|for me|feels?|gets?|sounds?|looks?|seems?|let|have|see|so|now|though|again|at all|altogether|completely|entirely|if possible|^but|^first|^second(?:ly)?|(?:one|two|three|few) (?:more |small )?things?|a version|making|turning|turned|switch(?:ed)?|try|dial|tone|crank|bump|tune|go)\b|'s\b|思います|だけ|やっぱり|やはり|よく|いい|良い|よい|もらえる|いただける|くださる|ます|だと|[がないしただ]/;

const THINGS = [CAPTIONS, SOUNDS, TEXTURES] as const;

const OWN_WORDS = {
  length: [
    LENGTHENED,
    LENGTHS,
    SECONDS,
    /\b(?:length|duration|pace|tempo|speed|last(?! ones?)|about|around|or so|give|hold|up|down|each)\b|長さ|尺|テンポ|くらい|ほど|から|見/,
  ],
  sound: [
    ...THINGS,
    LOUDNESS,
    /\b(?:volume|level|sounds?|background|by half)\b|音量|ボリューム|音(?!楽)/,
  ],
  captions: [...THINGS, SHOWN, GONE, /\b(?:screen|picture)\b|画面/],
  camera: [CAMERAS, /\b(?:camera|movement)\b|カメラ/],
  transition: [
    TRANSITION_WORDS,
    /\b(?:transition|into|from|between)\b|切り替え|変え|間|トランジション/,
  ],
  framing: [FRAMING_WORDS, /\b(?:text|picture|screen|move|at)\b|画面|寄せ|文字/],
  texture: [...THINGS, AMOUNTS, /\b(?:effect|film)\b/],
} as const satisfies Readonly<
  Record<Exclude<Wish["kind"], "text">, readonly (RegExp | Words<string>)[]>
>;
type Kind = keyof typeof OWN_WORDS;

const REFUSING =
  /\b(?:\w+n't|i|we|you|do|does|did|would|could|should|must|way|how|actually|wait|oh|no|not|sorry|second thoughts?|although|keep|leave|stay|alone|disagree|undo|revert|like)\b|[今そこ]のまま|私|反対|いや|元に戻|嫌|だめ/;

const QUOTE = /\uE000\d+\uE001/;

const OF_ALL = anyOf([...Object.values(OWN_WORDS).flat(), QUOTE, FILLERS]);
const OF_KIND = Object.fromEntries(
  Object.entries(OWN_WORDS).map(([kind, own]) => [kind, anyOf([...own, SENTENCE_WORDS, FILLERS])]),
) as Record<Kind, RegExp>;

const OF_REFUSAL = anyOf([REFUSING, SENTENCE_WORDS, FILLERS]);

/** The words that mean something come first: 音楽 is not 音. */
function anyOf(words: readonly (RegExp | Words<string>)[]): RegExp {
  const patterns = words.flatMap((each) =>
    each instanceof RegExp ? [each] : each.map(([, pattern]) => pattern),
  );
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join("|"), "gi");
}

/** Whether the clause is made of the words of wishes, and nothing in it says that it is so already. */
export function isAllKnown(plain: string): boolean {
  return isMadeOf(OF_ALL, plain) && !/が|静か$|^[^\uE004]*です$/.test(plain);
}

/** Whether every word has a part in a wish of this kind. */
export function isOnlyAbout(kind: Kind, plain: string): boolean {
  return isMadeOf(OF_KIND[kind], plain);
}

/** Whether a clause that refuses says no more than that: "I wouldn't", "leave it as it is". */
export function isOnlyRefusing(plain: string): boolean {
  return isMadeOf(OF_REFUSAL, plain);
}

function isMadeOf(words: RegExp, plain: string): boolean {
  return !/[\p{L}\p{N}]/u.test(plain.replaceAll(words, " "));
}
