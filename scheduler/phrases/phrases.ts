import type { Tongue } from "../../kernel/tongue.ts";
import { ENGLISH, type Phrases } from "./english.ts";
import { JAPANESE } from "./japanese.ts";

export type { Phrases } from "./english.ts";

const BY_TONGUE: Readonly<Record<Tongue, Phrases>> = { en: ENGLISH, ja: JAPANESE };

export function phrasesIn(tongue: Tongue): Phrases {
  return BY_TONGUE[tongue];
}
