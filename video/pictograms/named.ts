import { tongueOf } from "../language/detect.ts";
import { namedInEnglish } from "./english.ts";
import { namedInJapanese } from "./japanese.ts";
import type { PictogramName } from "./names.ts";
import type { Named } from "./words.ts";

/**
 * The things that a text names and a pictogram shows exactly, in the text's order; none in a
 * language other than English and Japanese. `language` is a BCP 47 tag.
 */
export function namedIn(text: string, language: string): Named<PictogramName>[] {
  const tongue = tongueOf(language);
  if (tongue === "other") return [];
  return tongue === "ja" ? namedInJapanese(text) : namedInEnglish(text);
}
