import { tongueOfLanguage, type Tongue } from "../../../kernel/tongue.ts";
import { ENGLISH, type Assumed } from "./english.ts";
import { JAPANESE } from "./japanese.ts";

const BY_TONGUE: Readonly<Record<Tongue, Assumed>> = { en: ENGLISH, ja: JAPANESE };

/** In a brief's own language, where we speak it. */
export function assumedIn(language: string): Assumed {
  return BY_TONGUE[tongueOfLanguage(language)];
}

/** `Japanese`, or 日本語 for who speaks it, or whatever else is named as the reader's language. */
export function languageName(tag: string, reader = tag): string {
  return new Intl.DisplayNames([tongueOfLanguage(reader)], { type: "language" }).of(tag) ?? tag;
}
