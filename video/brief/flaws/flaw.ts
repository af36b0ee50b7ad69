import type { YamlFlaw } from "../../../kernel/yaml.ts";

/** What a field holds that is not free in its form. */
export type Wanted =
  | "line"
  | "lines"
  | "folder"
  | "audio-file"
  | "address"
  | "duration"
  | "amount"
  | "seed"
  | "date"
  | "pronunciations";

type NoFacts = unknown;
interface Given {
  /** The value as JSON writes it, shortened. */
  readonly given: string;
}
interface Choice extends Given {
  readonly choices: readonly string[];
}

/** All that can be wrong with a brief, and what has to be known to tell it. */
interface Facts {
  empty: NoFacts;
  "no-words": NoFacts;
  markup: NoFacts;
  "no-text": NoFacts;
  "only-address": NoFacts;
  "only-title": NoFacts;
  "only-code": NoFacts;
  "too-little": { readonly title: string };
  "too-big": { readonly megabytes: string; readonly most: number };
  "too-many-marks": { readonly count: number; readonly most: number };
  "lists-too-deep": { readonly depth: number; readonly most: number };

  "other-encoding": { readonly encoding: string };
  "not-utf8": NoFacts;
  "not-text": NoFacts;
  "zero-byte": NoFacts;

  "fields-unclosed": NoFacts;
  "no-fields": NoFacts;
  "broken-fields": { readonly cause: Omit<YamlFlaw, "offset"> };
  "unknown-field": {
    readonly name: string;
    readonly meant: string | null;
    readonly known: readonly string[];
  };

  "empty-field": NoFacts;
  "wrong-kind": Given & { readonly wanted: Wanted };
  "impossible-duration": { readonly seconds: number };
  "short-duration": { readonly seconds: number };
  "long-duration": { readonly seconds: number };
  "unknown-aspect": Choice;
  "unknown-language": Given;
  "unknown-theme": Choice & { readonly meant: string | null };
  "unknown-choice": Choice;

  /** Parts of a brand are such as `colours.accent`; `""` is the whole of it. */
  "brand-colour": { readonly part: string };
  "brand-font": { readonly part: string; readonly choices: readonly string[] };
  "brand-logo": { readonly part: string };
  "brand-unknown": { readonly part: string; readonly names: readonly string[] };
  "brand-shape": { readonly part: string };
}

/** What is wrong with a brief, as facts: each language has its own words for them. */
export type Flaw = { [Code in keyof Facts]: { readonly code: Code } & Facts[Code] }[keyof Facts];

/** A flaw and where it is. */
export interface FoundFlaw {
  readonly flaw: Flaw;
  /** As the author calls it. */
  readonly field?: string;
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
}

/** What is wrong, and what to do about it. */
export interface Told {
  readonly message: string;
  readonly hint?: string;
}

/** The words of one language; a flaw that it can't tell is a type error. */
export interface FlawWords {
  readonly flaws: { readonly [Code in keyof Facts]: (facts: Facts[Code]) => Told };
  /** What is wrong with a field's value, and whose value it is. */
  readonly ofField: (name: string, message: string) => string;
}
