import type { CameraMove, Framing, TransitionName } from "../look/names.ts";

/** The words that wishes are made of, looked for after `plain-words.ts` made "shorter" of "too long". */

export type Words<Name> = readonly (readonly [Name, RegExp])[];

/** The one name whose words occur; none, where there are several ("down or off"). */
export function onlyNamed<Name>(words: Words<Name>, clause: string): Name | null {
  const named = new Set(words.filter(([, pattern]) => pattern.test(clause)).map(([name]) => name));
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

/** All the words by which something is no more. */
export const GONE =
  /\b(?:off|no|without|mut(?:e|ing)|hid(?:e|den|ing)|remov(?:e|ed|ing)|drop(?:ped|ping)?|disabl(?:e|ed|ing)|silence|kill)\b|消[しすせ]|なし|無し|なくし|オフ|ミュート|外[しすせ]|隠[しすせ]|非表示|止め(?!る)/i;

export const LENGTHS: Words<"shorter" | "longer"> = [
  [
    "shorter",
    /\b(?:(?<!less )short(?:er|en(?:ing)?)?|trim(?:ming)?|tighten(?:ing)?|quicker|faster|speed(?:ing)? up|cut down)\b|短(?!すぎ)|縮め|縮ま|速く|早く/i,
  ],
  [
    "longer",
    /\b(?:(?<!less )long(?:er)?|lengthen(?:ing)?|extend(?:ing)?|slow(?:er|ing)?|stay|hold on)\b|長[くい]|長め|伸ば|延ば|ゆっくり|遅く/i,
  ],
];

const COUNTS = "a an one two three four five six seven eight nine ten".split(" ");
export const SECONDS = new RegExp(
  `(\\d{1,3}(?:\\.\\d{1,2})?|\\b(?:${COUNTS.join("|")})(?=\\s))\\s*(?:s\\b|sec\\b|secs\\b|seconds?\\b|秒)`,
  "i",
);

/** The seconds that are named first; "a second" is one. */
export function secondsIn(plain: string): number | null {
  const [, count] = SECONDS.exec(plain) ?? [];
  if (count === undefined) return null;
  return COUNTS.includes(count) ? Math.max(1, COUNTS.indexOf(count) - 1) : Number(count);
}

/** By how much, and not how long: "2 seconds longer", もう2秒長く. */
export const LENGTHENED: Words<"shorter" | "longer"> = [
  [
    "shorter",
    changed(
      "(?:cut|trim|shave|take|remove) S (?:from|off|out of)",
      "(?:S|by S) (?:short|quick|fast)er",
      "(?:short\\w*|trim|reduce) (?:N )?by S",
    ),
  ],
  [
    "longer",
    changed(
      "add S (?:to|on)",
      "(?:S|by S) (?:long|slow)er",
      "(?:long\\w*|lengthen|extend|increase) (?:N )?by S",
    ),
  ],
  ["shorter", changed("S(?:ほど|くらい|だけ)?(?:短く|短縮|縮め|カット|削[っりる]?)")],
  ["longer", changed("S(?:ほど|くらい|だけ)?(?:長く|伸ば|延ば|延長|追加|足)")],
];

/** In these S stands for a time, N for a shot. */
function changed(...patterns: readonly string[]): RegExp {
  const inSeconds = patterns.join("|").replaceAll("S", SECONDS.source);
  return new RegExp(inSeconds.replaceAll("N", "(?:the )?\\uE002\\d+\\uE003"), "i");
}

export const SOUNDS: Words<"voice" | "music" | "effect"> = [
  [
    "effect",
    /\b(?:sound effects?|effects? sounds?|effects|sfx|whoosh(?:es)?)\b|効果音|(?<![a-z])SE(?![a-z])/i,
  ],
  ["music", /\b(?:music|bgm|soundtrack|score|background track)\b|BGM|ＢＧＭ|音楽|曲/i],
  ["voice", /\b(?:voice|voiceover|narrat(?:ion|or)|speech|speaker)\b|声|ナレーション|語り|音声/i],
];

export const LOUDNESS: Words<"quieter" | "louder" | "off"> = [
  ["off", GONE],
  [
    "quieter",
    /\b(?<!\b(?:less|as|so) )(?:quiet(?:er)?|soft(?:er|en)?|(?:more )?subtle[rt]?|gentler?|low(?:er(?:ing)?)?|down|reduc(?:e|ing)|calm(?:er)?|less(?! (?:quiet|soft|subtle|calm)))\b|静か|小さ[くめ]|下げ|下がる|控えめ|弱[くめ]|抑え/i,
  ],
  [
    "louder",
    /\b(?:(?<!\b(?:less|as|so) )loud(?:er)?|up|rais(?:e|ing)|increas(?:e|ing)|boost(?:ing)?|more(?=\s*(?:$|please|music|voice|volume|of|,))|less (?:quiet|soft))\b|大き[くめ]|上げ|強[くめ]/i,
  ],
];

export const CAPTIONS = /\b(?:captions?|subtitles?|subs)\b|字幕|キャプション|テロップ/i;
export const SHOWN =
  /\b(?:show(?:n|ing)?|display(?:ed|ing)?|add(?:ed|ing)?|enabled?|on|back|visible|unhide|see|with)\b|出[しすせ]|表示|入れ|つけ|付け|オン|ある|あった|あり/i;

export const CAMERAS: Words<CameraMove> = [
  [
    "push-in",
    /\b(?:push(?:es)?[- ]in|zoom(?:s|ing)?[- ]in|move closer|closer)\b|ズームイン|(?<![に右左上下])寄(?:る|って|せ)|寄り(?:で|に)|プッシュイン/i,
  ],
  [
    "pull-out",
    /\b(?:pull(?:s)?[- ](?:out|back)|zoom(?:s|ing)?[- ]out)\b|ズームアウト|引(?:く|いて|き(?:で|に))/i,
  ],
  ["pan-left", /\bpan(?:s|ning)?\s*(?:to the\s*)?left\b|左(?:に|へ)パン/i],
  ["pan-right", /\bpan(?:s|ning)?\s*(?:to the\s*)?right\b|右(?:に|へ)パン/i],
  ["tilt-up", /\btilt(?:s|ing)?\b(?! down)(?: up\b)?|ティルト(?!ダウン)|上(?:に|へ)振/i],
  ["still", /\b(?:still camera|camera still|static)\b|固定|カメラ.*止/i],
];

export const TRANSITION_WORDS: Words<TransitionName> = [
  [
    "cut",
    /\b(?:hard|straight) cut\b|\bcut\b(?! (?:down|out|off|the|some|that|this|back|short|\uE002))|カットで|カットに/i,
  ],
  ["fade", /\b(?:fade|dissolve|cross-?fade)s?\b|フェード|ディゾルブ/i],
  ["slide", /\bslides? (?:in|transition)\b|\bslide to\b|スライド/i],
  ["wipe", /\bwipes?\b|ワイプ/i],
  ["rise", /\bris(?:e|es|ing)\b|下から|せり上/i],
];

export const FRAMING_WORDS: Words<Framing> = [
  ["center", /\b(?:cent(?:er|re)(?:ed|d)?|middle)\b|中央|真ん中|センター/i],
  ["left", /\bleft\b|左/i],
  ["right", /\bright\b(?! (?:now|away|after|before|there|here))|右/i],
  ["lower", /\b(?:lower|bottom)\b|下(?:に|へ|寄)/i],
  ["split", /\bsplit\b|分割/i],
  ["full", /\bfull(?:[- ]?(?:screen|frame))?\b|全面|全画面/i],
];

export const TEXTURES: Words<"grain" | "vignette"> = [
  ["grain", /\b(?:grain|grainy|noise|noisy)\b|グレイン|粒子|ノイズ|ざらつ/i],
  ["vignette", /\b(?:vignette|dark (?:edges|corners))\b|ビネット|周辺減光/i],
];

export const AMOUNTS: Words<"less" | "more" | "off"> = [
  ["off", GONE],
  [
    "less",
    /\b(?:less|reduc(?:e|ing)|low(?:er(?:ing)?)?|weak(?:er|en)|subtler?|soft(?:er|en)|down)\b|減ら|少な[くめ]|弱[くめ]|弱ま|控えめ|下げ|抑え/i,
  ],
  [
    "more",
    /\b(?:more|extra|increas(?:e|ing)|stronger|add(?:ing)?|up)\b|増や|増し|強[くめ]|足し|上げ/i,
  ],
];

/** `"old" to "new"`, 「旧」を「新」に */
export const REPLACEMENT =
  /["“「『]([^"”」』]{1,140})["”」』]\s*(?:を|→|->|\b(?:to|with|by|into|should (?:be|say|read))\b)\s*(?:say\s+)?["“「『]([^"”」』]{1,140})["”」』]/i;
