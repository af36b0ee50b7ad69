import type { Tongue } from "../../../kernel/tongue.ts";
import { ENGLISH, type ReportWords } from "./english.ts";
import { JAPANESE } from "./japanese.ts";

export type { ReportWords } from "./english.ts";

const BY_TONGUE: Readonly<Record<Tongue, ReportWords>> = { en: ENGLISH, ja: JAPANESE };

export function reportWordsIn(tongue: Tongue): ReportWords {
  return BY_TONGUE[tongue];
}
