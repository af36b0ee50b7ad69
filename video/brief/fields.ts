import { BrandKit } from "../look/brand-kit.ts";
import { ASPECTS, THEME_NAMES, type Aspect, type ThemeName } from "../look/names.ts";
import type { CAPTION_PLACES, LOUDNESS_NAMES } from "./brief.ts";
import { cleanLine } from "../language/clean.ts";
import { languageTag } from "./languages.ts";
import { LONGEST_SECONDS, parseDuration, SHORTEST_SECONDS, whyUnfilmable } from "./duration.ts";

/** What an author may ask for, once read; everything else is the text itself. */
export interface Requirements {
  title?: string;
  audience?: string;
  goal?: string;
  keyMessages?: string[];
  duration?: number;
  aspect?: Aspect;
  language?: string;
  style?: string;
  tone?: string;
  theme?: ThemeName;
  brand?: BrandKit;
  assets?: string;
  music?: string;
  seed?: number;
  mustHave?: string[];
  mustNot?: string[];
  budget?: number;
  deadline?: string;
  link?: string;
  pronunciations?: Record<string, string>;
  captions?: (typeof CAPTION_PLACES)[number];
  loudness?: (typeof LOUDNESS_NAMES)[number];
}
export type FieldKey = keyof Requirements;

/** Either the value, or what is wrong with it. */
export type Reading =
  | { readonly value: Requirements[FieldKey] }
  | { readonly message: string; readonly hint: string };

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
    read: textOf("a line of text"),
  },
  {
    key: "audience",
    names: ["audience", "target_audience", "視聴者", "対象", "対象者", "ターゲット"],
    heading: true,
    read: textOf("a line of text"),
  },
  {
    key: "goal",
    names: ["goal", "objective", "purpose", "目的", "ゴール"],
    heading: false,
    read: textOf("a line of text"),
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
    read: textOf("a line of text"),
  },
  {
    key: "tone",
    names: ["tone", "mood", "トーン", "雰囲気"],
    heading: true,
    read: textOf("a line of text"),
  },
  { key: "theme", names: ["theme", "テーマ"], heading: false, read: themeOf },
  {
    key: "assets",
    names: ["assets", "assets_folder", "素材", "素材フォルダ"],
    heading: false,
    read: textOf("a folder"),
  },
  { key: "seed", names: ["seed", "シード"], heading: false, read: seedOf },
  { key: "music", names: ["music", "音楽"], heading: false, read: textOf("an audio file") },
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
  { key: "link", names: ["link", "url", "リンク"], heading: false, read: textOf("an address") },
  {
    key: "captions",
    names: ["captions", "subtitles", "字幕"],
    heading: false,
    read: wordOf([
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

function textOf(what: string): (value: unknown) => Reading {
  return (value) => {
    if (typeof value === "number") return { value: String(value) };
    if (typeof value !== "string") return wrong(value, what, "");
    const line = cleanLine(value);
    return line
      ? { value: line }
      : { message: "is empty", hint: "write something or leave the field out" };
  };
}

/** A YAML list, a Markdown list, or one line. */
function linesOf(value: unknown): Reading {
  const items = typeof value === "string" ? value.split("\n") : Array.isArray(value) ? value : null;
  if (!items || items.some((item) => typeof item !== "string" && typeof item !== "number")) {
    return wrong(value, "a list of lines", "put each on its own line after a dash");
  }
  const lines = items
    .map((item) =>
      cleanLine(String(item).replace(/^\s*(?:[-*+•・]|\d+[.)])\s+(?:\[[ xX]\]\s+)?/, "")),
    )
    .map((line) => line.replaceAll(/\*\*|__|`/g, ""))
    .filter((line) => line !== "");
  return { value: lines };
}

function durationOf(value: unknown): Reading {
  const hint = `between ${SHORTEST_SECONDS} and ${LONGEST_SECONDS} seconds, such as 30, 30s, 1m30s or 1分30秒`;
  const seconds = parseDuration(value);
  if (seconds === null) return wrong(value, "a duration", hint);
  const unfilmable = whyUnfilmable(seconds);
  return unfilmable ? { message: unfilmable, hint } : { value: seconds };
}

const ASPECT_WORDS: readonly (readonly [RegExp, Aspect])[] = [
  [/^(?:9\s*[:：x×/]\s*16|vertical|portrait|縦|縦長|縦型)\b|^(?:縦|縦長|縦型)$/i, "9:16"],
  [/^(?:1\s*[:：x×/]\s*1|square)\b|^正方形$/i, "1:1"],
  [/^(?:16\s*[:：x×/]\s*9|horizontal|landscape|widescreen)\b|^(?:横|横長|横型)$/i, "16:9"],
];

function aspectOf(value: unknown): Reading {
  // YAML 1.1 habits: an unquoted 16:9 is a base-60 number there.
  if (value === 969) return { value: "16:9" };
  const text = typeof value === "string" ? value.trim() : "";
  const known = ASPECT_WORDS.find(([pattern]) => pattern.test(text));
  if (known) return { value: known[1] };
  return {
    message: `unsupported aspect ${shown(value)}`,
    hint: `choose one of ${ASPECTS.join(", ")}`,
  };
}

function languageOf(value: unknown): Reading {
  const text = typeof value === "string" ? value.trim() : "";
  const tag = languageTag(text);
  if (tag !== null) return { value: tag };
  return {
    message: `unknown language ${shown(value)}`,
    hint: "write a language tag such as en or ja",
  };
}

function themeOf(value: unknown): Reading {
  const theme = THEME_NAMES.find((name) => name === value);
  if (theme) return { value: theme };
  return {
    message: `unknown theme ${shown(value)}`,
    hint: `choose one of ${THEME_NAMES.join(", ")}`,
  };
}

function brandOf(value: unknown): Reading {
  const { data, error } = BrandKit.safeParse(value);
  if (data) return { value: data };
  const [issue] = error.issues;
  const at = issue?.path.join(".");
  return {
    message: [at, issue?.message].filter(Boolean).join(" "),
    hint: "such as { colours: { accent: '#1d3fc4' }, fonts: { display: Fraunces }, logo: logo.svg }",
  };
}

function budgetOf(value: unknown): Reading {
  const amount =
    typeof value === "string"
      ? Number(value.replace(/^\s*(?:USD|\$)\s*|\s*(?:USD|\$|ドル)\s*$/gi, ""))
      : value;
  if (typeof amount === "number" && Number.isFinite(amount) && amount >= 0 && value !== "")
    return { value: amount };
  return wrong(value, "an amount in US dollars", "such as 5 or 0");
}

function seedOf(value: unknown): Reading {
  const seed = typeof value === "string" ? Number(value) : value;
  if (typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)
    return { value: seed };
  return wrong(value, "a seed", "a whole number from 0 to 4294967295");
}

function deadlineOf(value: unknown): Reading {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : value;
  if (
    typeof text === "string" &&
    /^\d{4}-\d{2}-\d{2}/.test(text) &&
    !Number.isNaN(Date.parse(text))
  )
    return { value: text };
  return wrong(value, "a date", "such as 2026-09-30");
}

type Caption = (typeof CAPTION_PLACES)[number];
type Loudness = (typeof LOUDNESS_NAMES)[number];

/** One of a few words, each with the spellings that people use for it. */
function wordOf(
  words: readonly (readonly [spelling: RegExp, word: Caption | Loudness])[],
): (value: unknown) => Reading {
  return (value) => {
    const text = typeof value === "string" ? value.trim() : String(value);
    const found = words.find(([spelling]) => spelling.test(text));
    if (found) return { value: found[1] };
    const hint = `choose one of ${words.map(([, word]) => word).join(", ")}`;
    return { message: `${shown(value)} is not known here`, hint };
  };
}

/** A mapping, a list of such, or lines such as `Kantoku: kahn toe koo`. */
function pronunciationsOf(value: unknown): Reading {
  const items =
    typeof value === "string" ? value.split("\n") : Array.isArray(value) ? value : [value];
  const pairs = items.flatMap((item): readonly (readonly unknown[])[] => {
    if (typeof item === "object" && item !== null) return Object.entries(item);
    const line = String(item).replace(/^\s*[-*・]\s+/, "");
    if (line.trim() === "") return [];
    return [/^(.+?)\s*(?:[:：=＝]|->|→)\s*(.+)$/.exec(line)?.slice(1) ?? []];
  });
  const isRead = ([word, said]: readonly unknown[]): boolean =>
    typeof word === "string" && (typeof said === "string" || typeof said === "number");
  if (!pairs.every(isRead)) {
    return wrong(value, "a list of pronunciations", "write each as word: how it is said");
  }
  const words = pairs.map(([word, said]) => [String(word).trim(), String(said).trim()]);
  return { value: Object.fromEntries(words) as Record<string, string> };
}

function wrong(value: unknown, wanted: string, hint: string): Reading {
  return { message: `${shown(value)} is not ${wanted}`, hint };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}"` : text;
}
