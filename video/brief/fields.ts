import {
  textOf,
  linesOf,
  durationOf,
  aspectOf,
  languageOf,
  themeOf,
  brandOf,
  budgetOf,
  seedOf,
  deadlineOf,
  wordOf,
  pronunciationsOf,
} from "./readings.ts";
import type { FieldKey, Reading } from "./requirements.ts";

interface Field {
  readonly key: FieldKey;
  /** The first is the documented spelling. */
  readonly names: readonly string[];
  /** May stand as a heading of ordinary Markdown, too. */
  readonly heading: boolean;
  read(value: unknown): Reading;
}

/** Every field that front matter, issue forms and headings know. */
export const FIELDS: readonly Field[] = [
  {
    key: "title",
    names: ["title", "タイトル", "題名"],
    heading: false,
    read: textOf("line"),
  },
  {
    key: "audience",
    names: ["audience", "target_audience", "視聴者", "対象", "対象者", "ターゲット"],
    heading: true,
    read: textOf("line"),
  },
  {
    key: "goal",
    names: ["goal", "objective", "purpose", "目的", "ゴール"],
    heading: false,
    read: textOf("line"),
  },
  {
    key: "keyMessages",
    names: [
      "key_messages",
      "key_points",
      "key_message",
      "messages",
      "キーメッセージ",
      "要点",
      "伝えたいこと",
    ],
    heading: true,
    read: linesOf,
  },
  {
    key: "duration",
    names: ["duration", "length", "尺", "長さ", "再生時間"],
    heading: true,
    read: durationOf,
  },
  {
    key: "aspect",
    names: ["aspect", "aspect_ratio", "format", "縦横比", "アスペクト比", "画面比率"],
    heading: true,
    read: aspectOf,
  },
  { key: "language", names: ["language", "lang", "言語"], heading: false, read: languageOf },
  {
    key: "style",
    names: ["style", "スタイル", "作風"],
    heading: false,
    read: textOf("line"),
  },
  {
    key: "tone",
    names: ["tone", "mood", "トーン", "雰囲気"],
    heading: true,
    read: textOf("line"),
  },
  { key: "theme", names: ["theme", "テーマ"], heading: false, read: themeOf },
  {
    key: "assets",
    names: ["assets", "assets_folder", "素材", "素材フォルダ"],
    heading: false,
    read: textOf("folder"),
  },
  { key: "seed", names: ["seed", "シード"], heading: false, read: seedOf },
  { key: "music", names: ["music", "音楽"], heading: false, read: textOf("audio-file") },
  { key: "brand", names: ["brand", "brand_kit", "ブランド"], heading: false, read: brandOf },
  {
    key: "mustHave",
    names: ["must_have", "must_haves", "必須", "必須事項"],
    heading: true,
    read: linesOf,
  },
  {
    key: "mustNot",
    names: ["must_not", "must_nots", "avoid", "禁止", "禁止事項", "避けること"],
    heading: true,
    read: linesOf,
  },
  { key: "budget", names: ["budget", "budget_usd", "予算"], heading: false, read: budgetOf },
  { key: "deadline", names: ["deadline", "due", "締切", "期限"], heading: false, read: deadlineOf },
  { key: "link", names: ["link", "url", "リンク"], heading: false, read: textOf("address") },
  {
    key: "captions",
    names: ["captions", "subtitles", "字幕"],
    heading: false,
    read: wordOf([
      [/^(?:as[- _]?needed|auto(?:matic)?|必要なとき|自動)$/i, "as-needed"],
      [/^(?:burn(?:ed|t)?[- _]?in|open|yes|on|true|焼き込み|あり)$/i, "burned-in"],
      [/^(?:separate|files?|closed|no|off|none|false|別ファイル|ファイル|なし)$/i, "separate"],
    ]),
  },
  {
    key: "loudness",
    names: ["loudness", "音量", "ラウドネス"],
    heading: false,
    read: wordOf([
      [/^(?:web|-14(?: ?LUFS)?|ウェブ)$/i, "web"],
      [/^(?:broadcast|tv|ebu(?: ?R ?128)?|-23(?: ?LUFS)?|放送)$/i, "broadcast"],
    ]),
  },
  {
    key: "pronunciations",
    names: ["pronunciations", "pronunciation", "読み方", "発音"],
    heading: false,
    read: pronunciationsOf,
  },
];
/** Documented spellings, for "did you mean". */
export const FIELD_NAMES = FIELDS.map((field) => field.names[0] ?? "");

/** `Key messages`, `key-messages` and `keyMessages` are the same field. */
export function fieldNamed(name: string): Field | undefined {
  const plain = name
    .trim()
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/\s*[（(][^)）]*[)）]\s*$/, "")
    .replaceAll(/[\s-]+/g, "_")
    .toLowerCase();
  return FIELDS.find((field) => field.names.includes(plain));
}
