import { isAllKnown, isOnlyRefusing } from "./known-words.ts";
import { DISLIKED, WISHED } from "./signs.ts";

/**
 * What a clause in plain words does. `open` ones ("the voice louder", 字幕を消して) do what the clauses
 * beside them do; an `aside` says why. From where it goes `elsewhere`, somebody else is asking or only
 * a part of the film is meant. An `idle` one finds that something is good as it is.
 */
export type Mood = "asked" | "declined" | "told" | "elsewhere" | "idle" | "open" | "aside";

/** What refuses or tells decides before what asks: "could you tell me why the music is louder?" */
export function moodOf(plain: string, isQuestion: boolean): Mood {
  if (isHesitation(plain)) return "aside";
  if (ASIDE.test(plain) && !isRefusalAfterAll(plain)) return "aside";
  if (DECLINED.test(plain)) return "declined";
  if (REPORTED.test(plain)) return "elsewhere";
  if (TOLD.test(plain) || ELSE_ASKED.test(plain)) return "told";
  const isDeed = isOrder(plain) || DOING.test(plain) || isAllKnown(plain);
  // "Could the music be too loud?", "shot 3 should be shorter?"
  if (isQuestion && (plain.includes(DISLIKED) || SHOULD.test(plain))) return "told";
  if (plain.includes(DISLIKED) || plain.includes(WISHED)) return "asked";
  if (isDeed) return POLITE.test(plain) ? "asked" : "open";
  if (CHAINED.test(plain)) return "open";
  if (ONLY_THERE.test(plain)) return "elsewhere";
  return IDLE.test(plain) && !ANY_VERB.test(plain) ? "idle" : "told";
}

/** "…, though keep them" */
function isRefusalAfterAll(plain: string): boolean {
  return /^(?:al)?though\b/.test(plain) && DECLINED.test(plain) && isOnlyRefusing(plain);
}

/** "No, wait": what stands before it doesn't count. */
export function isNo(plain: string): boolean {
  return NO.test(plain);
}

/** After it somebody begins anew. */
export function isHesitation(plain: string): boolean {
  return NO.test(plain) || /^(?:wait|actually|or rather|待って)$/.test(plain);
}

const NO =
  /^(?:(?:oh|wait|sorry) )*(?:no|nope)(?: (?:no|wait|sorry))*$|^(?:いや|いえ)、?(?:待って)?$/;

/** What is only said to be polite. */
export function isCourtesy(text: string): boolean {
  return COURTESY.test(text);
}

/** Nothing in it may match the same words in two ways: whoever writes a comment decides how long it takes. */
const COURTESY =
  /^(?:(?:hi|hello|hey|thanks?|thank you|thx|please|great|nice|good|ok|okay|cool|yes|no|yeah|well|sorry|looks good|love it|perfect|could you|great work|good job|well done|nice work|(?:that|it)(?:'d| would) be (?:great|nice|lovely|good|perfect)|(?:is|are|does)n['’]t (?:it|they|that)|お願いします|いいですね|すみません|はい|いいえ)[\s,:]*)*(?:(?:ありがとう|よろしく)[^]*)?$/i;

const SHOULD = new RegExp(`${WISHED} should\\b`);

/** Whether it begins with what is to be done, as only an order does in English. */
export function isOrder(plain: string): boolean {
  return DEED.test(plain.replace(LABEL, ""));
}

/** What others say, think and want. */
const REPORTED =
  /\b(?:says|said|thinks|thought|wants|wanted|suggest(?:s|ed)|claims|claimed|comment(?:s|ed)|prefers|insists|feels like|recommends?)\b|\baccording to\b|\b(?:people|they|some|many|others|viewers|everybody|everyone) (?:\w+ ){0,3}(?:say|think|want|would like|prefer|\uE004)/;

/** In a part of the film, or in another one: "after the intro", 冒頭だけ. */
const ONLY_THERE =
  /^(?:and |but |so )?(?:in|at|on|for|during|after|before|from|until|till|when(?:ever)?|while|once|within|throughout|next|by)\b|(?:だけ|から|(?<!ま)まで|(?<!ま)で|間|時|際|[後前])$/;

const IDLE =
  /\b(?:is|are|looks?|sounds?|works?|i (?:like|love|enjoy))\b|'s\b|^(?:great|nice|good|lovely|beautiful|cool)\b/;

const ASIDE =
  /^(?:if|unless|although|though|because|since|as|even|with(?=.* (?:on|off)$))\b|(?:ので|から|ため|たら|なら|れば|けど)$/;

/** What is left of a "no" when `plain-words.ts` has taken out those that ask. */
const DECLINED =
  /\b(?:not|never|no longer|disagree|no (?:need|reason|point|more|less|louder|quieter|shorter|longer|changes?)|nobody|no one|nothing|none|neither|nor|cannot|hardly|refrain|avoid|stop|keep|leave|undo|revert|reverse|restore|against|hate|refuse|remain|stay(?! (?:\w+ )?(?:longer|for|on screen)))\b|n't\b|ない|ません|[さたかなまらげけめせ]ず(?:に|$)|(?:[すくるむ])な(?:よ|$)|困|反対|嫌|だめ|ダメ|やめ|そのまま|このまま|元に戻/;

/** Asked about, reported, or past. */
const TOLD = new RegExp(
  [
    String.raw`^(?:and |or |so |but |also )?(?:did|does|do (?:you|we|they|i|the)|is|are|am|was|were|has|had|have (?:you|we|they|i|the)|should|shall|must|might|would|will|why|who|where|which|what|how)\b`,
    `^(?:do|does|did) ${WISHED}`,
    String.raw`\b(?:why|whether|how|who|what|tell|explain|ask(?:ed|ing)?|know|confirm|check|complain(?:ed|ing)?|doubt|wonder(?:ed|ing)?|thank(?:s|ed)? (?:you )?for)\b`,
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
const ANY_VERB = new RegExp(`\\b(?:${VERBS.join("|")})\\b`);
const LABEL = /^[^:]{1,30}:\s*/;
const POLITE = /\bplease\b/;
/** What is done in Japanese: 検討して and 見て are not. */
const DEEDS =
  "(?:(?:[くにへ]|オン|オフ|イン|アウト|パン|アップ|ダウン|ミュート|カット|フェード|スライド|ワイプ|表示|固定|分割|なし|短縮|延長|変更|修正|削除|追加)し|消し|下げ|上げ|減らし|増やし|伸ばし|延ばし|縮め|外し|隠し|出し|残し|入れ|つけ|付け|弱め|強め|変え|直し|寄せ|寄っ|引い|振っ|止め|抑え|足し|加え|削っ)";
const CHAINED = new RegExp(`${DEEDS}て$`);
const ELSE_ASKED = new RegExp(`(?<!(?:${DEEDS}|なっ))[てで]${WISHED}`);
