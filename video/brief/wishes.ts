import type { Aspect } from "../look/names.ts";
import { headline, polish } from "../language/headline.ts";
import { tongueOf } from "../language/detect.ts";
import { parseDuration, whyUnfilmable } from "./duration.ts";

const FILM = "(?:video|film|clip|movie|teaser|trailer|short|reel|spot|explainer|animation)";
const FILM_JA = "(?:動画|ビデオ|映像|ムービー|フィルム|ショート|リール)";

const REQUEST = new RegExp(
  String.raw`^(?:please\s+)?(?:can you |could you )?(?:(?:make|create|produce|generate|build|shoot)(?:\s+(?:me|us))?|(?:i|we)(?:\s+would\s+like|['’]d\s+like|\s+want|\s+need)(?:\s+to\s+(?:make|create))?)\s+(?:an?|the|one|our|some)?\s*(?:[\w:,-]+\s+){0,7}?${FILM}\b(.*)$`,
  "is",
);
const REQUEST_JA = new RegExp(
  String.raw`^(.*?)(?:について(?:の)?|に関する|を紹介する|を説明する|を告知する|の)?、?(?:\d+\s*(?:秒|分)(?:間)?(?:の)?)?(?:縦型の?|縦長の?|横長の?|正方形の?|短い|かんたんな|簡単な|紹介|説明|告知|宣伝|PR)*${FILM_JA}を?(?:作って|作成して|つくって|作りたい|制作して|お願い|ください|生成して|欲しい|ほしい).*$`,
  "s",
);

const TERMS_EN =
  /^(?:please\s+)?(?:keep it|make it|it should (?:be|take|last)|length|duration|format)\b.{0,40}\b(?:\d+\s?(?:s|sec|seconds?|min|minutes?)|vertical|portrait|square|landscape|16:9|9:16|1:1)\b.{0,30}$/i;
const TERMS_JA =
  /^(?=.{0,40}(?:\d+\s*(?:秒|分)|縦型|縦長|横長|正方形|16:9|9:16|1:1)).{0,40}(?:お願い|ください|希望|にして)/;

/** "Keep it under 30 seconds", 「30秒でお願いします」: terms for the film, not a part of it. */
export function isTerms(sentence: string): boolean {
  return TERMS_EN.test(sentence) || TERMS_JA.test(sentence);
}

/** "Make a 30 second video about X" asks for a film; X is what it is about. Null when the sentence asks for nothing. */
export function topicOfRequest(sentence: string, language: string): string | null {
  const tongue = tongueOf(language);
  if (tongue === "ja") {
    const topic = REQUEST_JA.exec(sentence)?.[1];
    return topic === undefined
      ? null
      : polish(topic.replace(/^.{0,12}(?:向けに|のために)、?/, ""), tongue);
  }
  const rest = REQUEST.exec(sentence)?.[1];
  if (rest === undefined) return null;
  const topic =
    /\b(?:about|on|showing|that (?:shows|explains|announces|introduces|tells)|announcing|explaining|introducing|promoting|presenting)\s+(.+)$/is.exec(
      rest,
    )?.[1] ??
    /\bfor\s+(.+)$/is.exec(rest)?.[1] ??
    "";
  const audience = wishedAudience(sentence, language);
  const bare = audience
    ? topic.replace(new RegExp(String.raw`\s+for\s+${audience}[.!?]*$`, "i"), "")
    : topic;
  return polish(bare.replace(/[.!?]+$/, ""), tongue);
}

const DURATION_WISHES: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(\d+(?:\.\d+)?)[-\s]?(s|secs?|seconds?|mins?|minutes?)(?:[-\s]long)?\s+(?:[\w:-]+\s+){0,3}${FILM}\b`,
    "i",
  ),
  new RegExp(
    String.raw`\b${FILM}\s+of\s+(?:about\s+)?(\d+(?:\.\d+)?)\s*(s|secs?|seconds?|mins?|minutes?)\b`,
    "i",
  ),
  /(?:keep it|make it|take|last|length|duration|under|within)\D{0,16}(\d+(?:\.\d+)?)\s*(s|secs?|seconds?|mins?|minutes?)\b/i,
  /(\d+)\s*(秒|分)(?:間|以内|ほど|くらい|程度)?(?:で|に|を)?(?:お願い|希望|してください|まとめ)/,
  new RegExp(
    String.raw`(\d+(?:\.\d+)?)\s*(秒|分)(?:間)?(?:ほど|くらい|程度)?の?(?:縦型の?|縦長の?|正方形の?|短い|紹介|説明|告知)*${FILM_JA}`,
  ),
];

/** Seconds that the text itself asks for: "a 30 second video", 「30秒の動画」. */
export function wishedDuration(text: string): number | null {
  for (const pattern of DURATION_WISHES) {
    const match = pattern.exec(text);
    if (!match) continue;
    const seconds = parseDuration(`${match[1]} ${match[2]}`);
    if (seconds !== null && whyUnfilmable(seconds) === null) return seconds;
  }
  return null;
}

const ASPECT_WISHES: readonly (readonly [RegExp, Aspect])[] = [
  [
    new RegExp(
      String.raw`\b(?:vertical|portrait)\s+(?:[\w-]+\s+){0,3}${FILM}\b|\b9:16\b|\b(?:for|on)\s+(?:tiktok|instagram reels|reels|(?:youtube )?shorts)\b|縦型|縦長|縦動画`,
      "i",
    ),
    "9:16",
  ],
  [new RegExp(String.raw`\bsquare\s+(?:[\w-]+\s+){0,3}${FILM}\b|\b1:1\b|正方形の`, "i"), "1:1"],
  [/\b16:9\b|\bwidescreen\b|横長の/i, "16:9"],
];

export function wishedAspect(text: string): Aspect | null {
  return ASPECT_WISHES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** "for developers" of a request, 「開発者向け」. */
export function wishedAudience(text: string, language: string): string | null {
  const match =
    tongueOf(language) === "ja"
      ? /([\p{sc=Han}\p{sc=Kana}ー]{2,16})(?:向け|のための)/u.exec(text)
      : new RegExp(
          String.raw`\b${FILM}\s+(?:about\s+[^.]{1,80}?\s+)?for\s+(?!tiktok|reels|shorts|youtube|instagram)([\w][\w\s-]{2,40}?)(?=[.,;:!?]|\s+(?:about|on|that|who|showing|with|in)\b|$)`,
          "i",
        ).exec(text);
  return match?.[1]?.trim() ?? null;
}

/** A title out of a first sentence: its subject when it defines something, else its headline. */
export function titleFromSentence(sentence: string, language: string): string {
  const tongue = tongueOf(language);
  const defined =
    tongue === "ja"
      ? /^([^、。はがを]{2,20})(?:は|とは)、?/.exec(sentence)?.[1]
      : /^((?:[A-Z][\w.+-]*|[a-z]+[A-Z]\w*)(?:\s[A-Z0-9][\w.+-]*){0,3})\s(?:is|are|makes|lets|helps)\s/.exec(
          sentence,
        )?.[1];
  if (
    defined &&
    !/^(?:This|That|It|There|Here|We|You|They|He|She|These|Those|What|Who|How|これ|それ|私|私たち|今日)$/.test(
      defined,
    )
  ) {
    return defined;
  }
  return headline(sentence, { tongue, max: 80, ideal: tongue === "ja" ? 24 : 56 });
}
