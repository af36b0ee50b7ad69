import { z } from "zod";
import { BrandKit } from "../look/brand-kit.ts";
import { ASPECTS, THEME_NAMES } from "../look/names.ts";

export const CAPTION_PLACES = ["as-needed", "burned-in", "separate"] as const;
export const LOUDNESS_NAMES = ["web", "broadcast"] as const;

/** Half-open range of UTF-16 offsets in the brief's text: where a sentence came from. */
export const Span = z.strictObject({ start: z.int().nonnegative(), end: z.int().nonnegative() });
export type Span = z.infer<typeof Span>;

const sentence = z.strictObject({ text: z.string(), span: Span });
export type Sentence = z.infer<typeof sentence>;

/** The brief's body as structure: what the rules read films from. Inline markup is already removed. */
export const Block = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("heading"),
    level: z.int().min(1).max(6),
    text: z.string(),
    span: Span,
  }),
  z.strictObject({
    kind: z.literal("paragraph"),
    sentences: z.array(sentence),
    emphasis: z.array(z.string()),
    /** Spans of code, which keep their case and are never split. */
    code: z.array(z.string()).optional(),
    span: Span,
  }),
  z.strictObject({
    kind: z.literal("list"),
    ordered: z.boolean(),
    /** Number of the first item, where an ordered list doesn't begin at one. */
    start: z.int().nonnegative().optional(),
    /** Its items are facts, each behind its name: "Place: town hall". */
    facts: z.literal(true).optional(),
    items: z.array(sentence),
    code: z.array(z.string()).optional(),
    span: Span,
  }),
  z.strictObject({
    kind: z.literal("quote"),
    text: z.string(),
    attribution: z.string().nullable(),
    span: Span,
  }),
  z.strictObject({
    kind: z.literal("table"),
    header: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    span: Span,
  }),
  z.strictObject({ kind: z.literal("code"), language: z.string(), text: z.string(), span: Span }),
]);
export type Block = z.infer<typeof Block>;

/** A file of the author's own that the film should have. */
export const OwnFile = z.strictObject({
  /** As written: beside the brief, in its folder of assets, or absolute. */
  path: z.string().min(1).max(400),
  use: z.enum(["picture", "logo", "music"]),
  /** What it shows, in words. */
  text: z.string(),
  /** Where the brief shows it; null when it is only named. */
  span: Span.nullable(),
});
export type OwnFile = z.infer<typeof OwnFile>;

/** The video requirements document that every film starts from (brief.json). */
export const Brief = z.strictObject({
  title: z.string().min(1),
  audience: z.string().nullable(),
  goal: z.string().nullable(),
  keyMessages: z.array(z.string()),
  durationSeconds: z.number().min(6).max(600),
  aspect: z.enum(ASPECTS),
  /** BCP 47, e.g. `en`, `ja`. */
  language: z.string(),
  /** What the author wrote, e.g. "calm and minimal"; null when nothing. */
  style: z.string().nullable(),
  tone: z.string().nullable(),
  theme: z.enum(THEME_NAMES).nullable(),
  /** Colours, fonts and logo that are laid over the theme. */
  brand: BrandKit.optional(),
  mustHave: z.array(z.string()),
  mustNot: z.array(z.string()),
  budgetUsd: z.number().nonnegative().nullable(),
  /** How words are said that a voice would say wrong: written form → respelled, in Japanese in kana. */
  pronunciations: z.record(z.string(), z.string()).optional(),
  /** Where captions are: drawn into the picture where it doesn't write the words itself (default), always, or never. */
  captions: z.enum(CAPTION_PLACES).optional(),
  /** What the sound is brought to; default `web`. */
  loudness: z.enum(LOUDNESS_NAMES).optional(),
  /** ISO date by which the film is wanted. */
  deadline: z.string().optional(),
  blocks: z.array(Block),
  /** Where the title, the goal and the key messages stand. */
  anchors: z.array(sentence).optional(),
  /** Pictures in the text, and music. */
  files: z.array(OwnFile).optional(),
  /** A folder, all of whose pictures may be shown. */
  assets: z.string().optional(),
  /** First link of the text, for the closing scene. */
  link: z.string().nullable(),
  /** What the author left open and what was assumed instead, a sentence each. */
  assumptions: z.array(z.string()),
  /** Of that, what is worth asking the author before the start. */
  open: z.array(z.enum(["duration", "aspect"])).optional(),
  /** Another one gives another look and another music; default: from the text's hash. */
  seed: z.int().nonnegative().max(0xffffffff).optional(),
  /** SHA-256 of the text; also the seed of every choice that is free. */
  sha256: z.string(),
});
export type Brief = z.infer<typeof Brief>;
