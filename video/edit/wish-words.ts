import type { CameraMove, Framing, TransitionName } from "../look/names.ts";

/** The words that wishes are made of, English and Japanese; each pattern is tried in order. */

const SHOTS =
  /\b(?:shot|scene|clip|slide)s?\s*(?:no\.?\s*|number\s*|#\s*)?(\d{1,3})\b|\b(\d{1,3})(?:st|nd|rd|th)\s+(?:shot|scene|clip|slide)\b|(?:ショット|シーン|カット|場面)\s*#?(\d{1,3})|(\d{1,3})\s*(?:番目|つ目|個目)\s*の?\s*(?:ショット|シーン|カット|場面)/i;

/** The number of the shot that a clause is about; null when it names none. */
export function shotIn(clause: string): number | null {
  const found = SHOTS.exec(clause);
  const number = Number(found?.slice(1).find((group) => group !== undefined));
  return number > 0 ? number : null;
}

/** The clause without the name of its shot, whose words could be taken for something else. */
export function withoutShot(clause: string): string {
  return clause.replace(SHOTS, " ");
}

type Words<Name> = readonly (readonly [Name, RegExp])[];

/** The first name whose words occur. */
export function firstNamed<Name>(words: Words<Name>, clause: string): Name | null {
  return words.find(([, pattern]) => pattern.test(clause))?.[0] ?? null;
}

export const LENGTHS: Words<"shorter" | "longer"> = [
  [
    "shorter",
    /\b(?:short(?:er|en)?|trim|tighten|quicker|faster|too long|cut down)\b|短|縮め|長すぎ|速く/i,
  ],
  [
    "longer",
    /\b(?:long(?:er)?|lengthen|extend|slow(?:er)?|too short|stay|hold on)\b|長く|伸ば|延ば|短すぎ|ゆっくり/i,
  ],
];

export const SECONDS = /(\d{1,3}(?:\.\d{1,2})?)\s*(?:s\b|sec\b|secs\b|seconds?\b|秒)/i;

export const SOUNDS: Words<"voice" | "music" | "effect"> = [
  ["effect", /\b(?:sound effects?|effects? sounds?|sfx|whoosh(?:es)?)\b|効果音|ＳＥ|SE(?![a-z])/i],
  ["music", /\b(?:music|bgm|soundtrack|score|background track)\b|BGM|ＢＧＭ|音楽|曲/i],
  ["voice", /\b(?:voice|voiceover|narrat(?:ion|or)|speech|speaker)\b|声|ナレーション|語り|音声/i],
];

export const LOUDNESS: Words<"quieter" | "louder" | "off"> = [
  [
    "off",
    /\b(?:off|no|without|mute|remove|drop|silence|kill)\b|消して|消す|なし|無し|オフ|いらない|不要|ミュート|外して/i,
  ],
  [
    "quieter",
    /\b(?:(?<!too )quiet(?:er)?|soft(?:er)?|low(?:er)?|down|less|reduce|too loud|calm(?:er)?)\b|静か|小さ(?!すぎ)|下げ|控えめ|うるさ|大きすぎ|弱/i,
  ],
  [
    "louder",
    /\b(?:loud(?:er)?|up|raise|increase|more|boost|too quiet|can'?t hear)\b|大き|上げ|強|聞こえ(?:ない|にくい)|小さすぎ/i,
  ],
];

export const CAPTIONS = /\b(?:captions?|subtitles?|subs)\b|字幕|キャプション|テロップ/i;
export const HIDDEN =
  /\b(?:hide|off|no|without|remove|drop|disable)\b|消|なし|無し|オフ|いらない|不要|外|隠/i;

export const CAMERAS: Words<CameraMove> = [
  [
    "push-in",
    /\b(?:push(?:es)?[- ]in|zoom(?:s|ing)?[- ]in|move closer|closer)\b|ズームイン|寄(?:る|って)|プッシュイン/i,
  ],
  [
    "pull-out",
    /\b(?:pull(?:s)?[- ](?:out|back)|zoom(?:s|ing)?[- ]out)\b|ズームアウト|引(?:く|いて)/i,
  ],
  ["pan-left", /\bpan(?:s|ning)?\s*(?:to the\s*)?left\b|左(?:に|へ)パン/i],
  ["pan-right", /\bpan(?:s|ning)?\s*(?:to the\s*)?right\b|右(?:に|へ)パン/i],
  ["tilt-up", /\btilt(?:s|ing)?\s*(?:up)?\b|ティルト|上(?:に|へ)振/i],
  [
    "still",
    /\b(?:no camera|still camera|camera still|static|no (?:zoom|movement|motion)|don'?t move|stop moving)\b|固定|動かさない|カメラ.*止/i,
  ],
];

export const TRANSITION_WORDS: Words<TransitionName> = [
  [
    "cut",
    /\b(?:(?:hard |straight )?cut\b(?! down)|no (?:fade|transition|slide|wipe))|カットで|カットに|トランジションなし/i,
  ],
  ["fade", /\b(?:fade|dissolve|cross-?fade)s?\b|フェード|ディゾルブ/i],
  ["slide", /\bslides? (?:in|transition)\b|\bslide to\b|スライド/i],
  ["wipe", /\bwipes?\b|ワイプ/i],
  ["rise", /\bris(?:e|es|ing)\b|下から|せり上/i],
];

export const FRAMING_WORDS: Words<Framing> = [
  ["center", /\b(?:cent(?:er|re)(?:ed|d)?|middle)\b|中央|真ん中|センター/i],
  ["left", /\bleft\b|左/i],
  ["right", /\bright\b|右/i],
  ["lower", /\b(?:lower|bottom)\b|下(?:に|へ|寄)/i],
  ["split", /\bsplit\b|分割/i],
  ["full", /\bfull(?:[- ]?(?:screen|frame))?\b|全面|全画面/i],
];

export const TEXTURES: Words<"grain" | "vignette"> = [
  ["grain", /\b(?:grain|grainy|noise|noisy)\b|グレイン|粒子|ノイズ|ざらつ/i],
  ["vignette", /\b(?:vignette|dark (?:edges|corners))\b|ビネット|周辺減光/i],
];

export const AMOUNTS: Words<"less" | "more" | "off"> = [
  ["off", /\b(?:no|without|remove|off|drop)\b|なし|無し|消|オフ|いらない|不要|外/i],
  [
    "less",
    /\b(?:less|reduce|lower|too (?:much|grainy|noisy|strong)|weaker|subtler|down)\b|減|少な|弱|控えめ|強すぎ|多すぎ/i,
  ],
  ["more", /\b(?:more|increase|stronger|add|up)\b|増|強|足/i],
];

/** `"old" to "new"`, 「旧」を「新」に */
export const REPLACEMENT =
  /["“「『]([^"”」』]{1,140})["”」』]\s*(?:を|→|->|\b(?:to|with|by|into|should (?:be|say|read))\b)\s*(?:say\s+)?["“「『]([^"”」』]{1,140})["”」』]/i;
