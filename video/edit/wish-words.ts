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
  ["slide", /\bslides? (?:in|transition|instead)\b|\bslide to\b|スライド/i],
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
