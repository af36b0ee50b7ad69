import type { z } from "zod";
import { nearest } from "../../kernel/nearest.ts";
import { cleanLine } from "../language/clean.ts";
import { FONT_NAMES } from "../look/brand-fonts.ts";
import { BrandKit } from "../look/brand-kit.ts";
import { ASPECTS, THEME_NAMES, type Aspect } from "../look/names.ts";
import type { CAPTION_PLACES, LOUDNESS_NAMES } from "./brief.ts";
import { parseDuration, whyUnfilmable } from "./duration.ts";
import type { Flaw, Wanted } from "./flaws/flaw.ts";
import { languageTag } from "./languages.ts";
import type { Reading } from "./requirements.ts";

/** One line of text; numbers count as such. */
export function textOf(wanted: Wanted): (value: unknown) => Reading {
  return (value) => {
    if (typeof value === "number") return { value: String(value) };
    if (typeof value !== "string") return wrong(value, wanted);
    const line = cleanLine(value);
    return line ? { value: line } : { flaw: { code: "empty-field" } };
  };
}

/** A YAML list, a Markdown list, or one line. */
export function linesOf(value: unknown): Reading {
  const items = typeof value === "string" ? value.split("\n") : Array.isArray(value) ? value : null;
  if (!items || items.some((item) => typeof item !== "string" && typeof item !== "number")) {
    return wrong(value, "lines");
  }
  const lines = items
    .map((item) =>
      cleanLine(String(item).replace(/^\s*(?:[-*+•・]|\d+[.)])\s+(?:\[[ xX]\]\s+)?/, "")),
    )
    .map((line) => line.replaceAll(/\*\*|__|`/g, ""))
    .filter((line) => line !== "");
  return { value: lines };
}

export function durationOf(value: unknown): Reading {
  const seconds = parseDuration(value);
  if (seconds === null) return wrong(value, "duration");
  const flaw = whyUnfilmable(seconds);
  return flaw ? { flaw } : { value: seconds };
}

const ASPECT_WORDS: readonly (readonly [RegExp, Aspect])[] = [
  [/^(?:9\s*[:：x×/]\s*16|vertical|portrait|縦|縦長|縦型)\b|^(?:縦|縦長|縦型)$/i, "9:16"],
  [/^(?:1\s*[:：x×/]\s*1|square)\b|^正方形$/i, "1:1"],
  [/^(?:16\s*[:：x×/]\s*9|horizontal|landscape|widescreen)\b|^(?:横|横長|横型)$/i, "16:9"],
];

export function aspectOf(value: unknown): Reading {
  // YAML 1.1 habits: an unquoted 16:9 is a base-60 number there.
  if (value === 969) return { value: "16:9" };
  const text = typeof value === "string" ? value.trim() : "";
  const known = ASPECT_WORDS.find(([pattern]) => pattern.test(text));
  if (known) return { value: known[1] };
  return { flaw: { code: "unknown-aspect", given: shown(value), choices: ASPECTS } };
}

export function languageOf(value: unknown): Reading {
  const text = typeof value === "string" ? value.trim() : "";
  const tag = languageTag(text);
  if (tag !== null) return { value: tag };
  return { flaw: { code: "unknown-language", given: shown(value) } };
}

export function themeOf(value: unknown): Reading {
  const text = typeof value === "string" ? value.trim() : "";
  const theme = THEME_NAMES.find((name) => name === text.toLowerCase());
  if (theme) return { value: theme };
  const meant = nearest(text, THEME_NAMES);
  return { flaw: { code: "unknown-theme", given: shown(value), meant, choices: THEME_NAMES } };
}

export function brandOf(value: unknown): Reading {
  const { data, error } = BrandKit.safeParse(value);
  if (data) return { value: data };
  return { flaw: brandFlawOf(error.issues[0]) };
}

function brandFlawOf(issue: z.core.$ZodIssue | undefined): Flaw {
  const path = issue?.path ?? [];
  const part = path.join(".");
  if (issue?.code === "unrecognized_keys") {
    return { code: "brand-unknown", part, names: issue.keys };
  }
  if (path[0] === "logo") return { code: "brand-logo", part };
  if (path.length < 2) return { code: "brand-shape", part };
  return path[0] === "fonts"
    ? { code: "brand-font", part, choices: FONT_NAMES }
    : { code: "brand-colour", part };
}

export function budgetOf(value: unknown): Reading {
  const amount =
    typeof value === "string"
      ? Number(value.replace(/^\s*(?:USD|\$)\s*|\s*(?:USD|\$|ドル)\s*$/gi, ""))
      : value;
  if (typeof amount === "number" && Number.isFinite(amount) && amount >= 0 && value !== "")
    return { value: amount };
  return wrong(value, "amount");
}

export function seedOf(value: unknown): Reading {
  const seed = typeof value === "string" ? Number(value) : value;
  if (typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)
    return { value: seed };
  return wrong(value, "seed");
}

export function deadlineOf(value: unknown): Reading {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : value;
  if (
    typeof text === "string" &&
    /^\d{4}-\d{2}-\d{2}/.test(text) &&
    !Number.isNaN(Date.parse(text))
  )
    return { value: text };
  return wrong(value, "date");
}

type Caption = (typeof CAPTION_PLACES)[number];
type Loudness = (typeof LOUDNESS_NAMES)[number];

/** One of a few words, each with the spellings that people use for it. */
export function wordOf(
  words: readonly (readonly [spelling: RegExp, word: Caption | Loudness])[],
): (value: unknown) => Reading {
  return (value) => {
    const text = typeof value === "string" ? value.trim() : String(value);
    const found = words.find(([spelling]) => spelling.test(text));
    if (found) return { value: found[1] };
    const choices = words.map(([, word]) => word);
    return { flaw: { code: "unknown-choice", given: shown(value), choices } };
  };
}

/** A mapping, a list of such, or lines such as `Kantoku: kahn toe koo`. */
export function pronunciationsOf(value: unknown): Reading {
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
  if (!pairs.every(isRead)) return wrong(value, "pronunciations");
  const words = pairs.map(([word, said]) => [String(word).trim(), String(said).trim()]);
  return { value: Object.fromEntries(words) as Record<string, string> };
}

function wrong(value: unknown, wanted: Wanted): Reading {
  return { flaw: { code: "wrong-kind", given: shown(value), wanted } };
}

function shown(value: unknown): string {
  // JSON has no infinity, and no number that is none.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 40)}"` : text;
}
