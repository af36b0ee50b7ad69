import { DISLIKED, WISHED } from "./signs.ts";
import {
  AMOUNTS,
  CAMERAS,
  CAPTIONS,
  FRAMING_WORDS,
  HIDDEN,
  LENGTHS,
  LOUDNESS,
  SECONDS,
  SHOWN,
  SOUNDS,
  TEXTURES,
  TRANSITION_WORDS,
} from "./wish-words.ts";

/**
 * What a clause in plain words does. `open` ones ("the voice louder", 「字幕を消して、」) do what the
 * clauses beside them do; an `aside` says when or why.
 */
export type Mood = "asked" | "declined" | "told" | "open" | "aside";

/** What refuses or tells decides before what asks: "could you tell me why the music is louder?" */
export function moodOf(plain: string, isQuestion: boolean): Mood {
  if (ASIDE.test(plain)) return "aside";
  if (DECLINED.test(plain)) return "declined";
  if (TOLD.test(plain) || ELSE_ASKED.test(plain)) return "told";
  const isDeed = DEED.test(plain.replace(LABEL, "")) || DOING.test(plain) || isAllKnown(plain);
  if (plain.includes(WISHED) || (isDeed && POLITE.test(plain))) return "asked";
  if (plain.includes(DISLIKED)) return isQuestion || !isOnlyDisliked(plain) ? "told" : "asked";
  return isDeed || CHAINED.test(plain) ? "open" : "told";
}

/** "You turned it down too much" and "the fade is too slow" complain of something else. */
function isOnlyDisliked(plain: string): boolean {
  const rest = plain.replaceAll(COMPLAINT, " ");
  return ![LOUDNESS, LENGTHS, AMOUNTS, CAMERAS, TRANSITION_WORDS].some((words) =>
    words.some(([, pattern]) => pattern.test(rest)),
  );
}

const COMPLAINT = new RegExp(`${DISLIKED} \\w+`, "g");

const ASIDE =
  /^(?:if|unless|although|though|because|since|while|after|before|once|as|when(?:ever)?|until|even)\b|(?:ので|から|ため|たら|なら|れば|けど)$/;

/** What is left of a "no" when `plain-words.ts` has taken out those that ask. */
const DECLINED =
  /\b(?:not|never|no longer|no (?:need|reason|point|more|less|louder|quieter|shorter|longer|changes?)|nobody|no one|nothing|none|neither|nor|cannot|hardly|refrain|avoid|stop|keep|leave|undo|revert|reverse|restore|against|hate|refuse|remain|stay(?! (?:\w+ )?(?:longer|for|on screen)))\b|n't\b|ない|ません|[さたかなまらげけめせ]ず(?:に|$)|(?:[すくるむ])な(?:よ|$)|困|反対|嫌|だめ|ダメ|やめ|そのまま|このまま|元に戻/;

/** Asked about, reported, or past. */
const TOLD = new RegExp(
  [
    String.raw`^(?:and |or |so |but |also )?(?:did|does|do (?:you|we|they|i|the)|is|are|am|was|were|has|had|have (?:you|we|they|i|the)|should|shall|must|might|would|will|why|who|where|which|what|how)\b`,
    `^(?:do|does|did) ${WISHED}`,
    String.raw`\b(?:why|whether|how|who|what|tell|explain|ask(?:ed|ing)?|know|confirm|check|complain(?:ed|ing)?|disagree|doubt|wonder(?:ed|ing)?|thank(?:s|ed)? (?:you )?for)\b`,
    String.raw`\b(?:you|he|she|they|i|we|who) (?:\w+ )?(?:said|told|wrote|thought|mentioned|claimed|wanted|hoped|expected)\b`,
    `\\b(?:was|were|been|used to be|seemed|felt) (?:\\w+ ){0,2}${DISLIKED}`,
    String.raw`(?:ました|でした|かった|した|った|いた|えた|けた|れた|せた)(?:の|ん)?(?:です|だ|ね|よ|な|が)*$`,
    String.raw`か(?:な|ね)?$|かどうか|なぜ|どうして|ありがと|迷って|すると|と(?:言|聞い|思っ|頼ん)`,
  ].join("|"),
);

const OPENERS = String.raw`(?:(?:please|also|and|but|then|so|maybe|perhaps|just|now|next|finally|instead|rather|only|kindly|first|second(?:ly)?|do|ok|well|for|in|on|at|\uE002\d+\uE003|[${WISHED}${DISLIKED}]|[\s,:>\-–—*•]|\d+[.)]))*`;
const VERBS =
  "make turn set put move shorten lengthen extend trim tighten speed slow hide unhide show display enable disable remove drop delete mute silence kill cut take get give bring add use lower raise reduce increase decrease boost soften weaken strengthen tone dial push pull zoom pan tilt fade crossfade dissolve wipe slide change replace rename swap fix correct write call center centre split try consider have let switch go bump crank tune stay hold".split(
    " ",
  );
/** "Fade looks great" is none. */
const DEED = new RegExp(
  `^${OPENERS}(?:${VERBS.join("|")})\\b(?! (?:(?:in|out|left|right|up|down) )?(?:is|are|was|were|looks?|works?|feels?)\\b)`,
);
/** "Would you mind turning it down?" */
const DOING = new RegExp(
  `please (?:${VERBS.map((verb) => verb.replace(/e$/, "")).join("|")})[tpn]?ing\\b`,
);
const LABEL = /^[^:]{1,30}:\s*/;
const POLITE = /\bplease\b/;
/** What is done in Japanese: 検討して and 見て are not. */
const DEEDS =
  "(?:(?:[くにへ]|オン|オフ|イン|アウト|パン|アップ|ダウン|ミュート|カット|フェード|スライド|ワイプ|表示|固定|分割|なし|短縮|延長|変更|修正|削除|追加)し|消し|下げ|上げ|減らし|増やし|伸ばし|延ばし|縮め|外し|隠し|出し|残し|入れ|つけ|付け|弱め|強め|変え|直し|寄せ|寄っ|引い|振っ|止め|抑え|足し|加え)";
const CHAINED = new RegExp(`${DEEDS}て$`);
const ELSE_ASKED = new RegExp(`(?<!(?:${DEEDS}|なっ))[てで]${WISHED}`);

const FILLERS =
  /\b(?:the|an?|of|in|on|to|at|for|by|with|and|or|as|it|them|this|that|these|those|ones?|all|any|some|my|our|please|thanks|kindly|maybe|perhaps|just|only|also|slightly|somewhat|much|far|way|very|really|quite|bit|little|lot|tad|touch|even|still|then|here|there|be|text|picture|camera|transition|movement|volume|level|sounds?|screen|film|video|overall|everywhere|entire|whole|make|turn|set|put|give|get|use|bring|take|instead|rather|have)\b|もう|まだ|少し|ちょっと|もっと|さらに|やや|かなり|全体|全部|画面|カメラ|音量|ボリューム|音|です|に|で|を|の|は|も|と|へ|め|より|一番|まで|して|すべて|それ|これ|お願い|ください|下さい|します|[くて]/;
const WORDS = [
  /\uE002\d+\uE003|\uE000\d+\uE001|[\uE004\uE005]/,
  FILLERS,
  SECONDS,
  CAPTIONS,
  SHOWN,
  HIDDEN,
  ...[
    SOUNDS,
    LOUDNESS,
    TEXTURES,
    AMOUNTS,
    CAMERAS,
    TRANSITION_WORDS,
    FRAMING_WORDS,
    LENGTHS,
  ].flatMap((words) => words.map(([, pattern]) => pattern)),
];
const KNOWN = new RegExp(WORDS.map(({ source }) => `(?:${source})`).join("|"), "gi");

/** Whether the clause is made of nothing but the words of wishes: then it has no verb that reports. */
export function isAllKnown(plain: string): boolean {
  return !/[\p{L}\p{N}]/u.test(plain.replaceAll(KNOWN, " ")) && !/が|静か$/.test(plain);
}
