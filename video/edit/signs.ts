import { CAPTIONS, SOUNDS, TEXTURES } from "./wish-words.ts";

/**
 * Single characters that stand for what was found in a text (private use: nobody writes them).
 * Quotes are `\uE000n\uE001`, namings of shots `\uE002n\uE003`, what is not wanted `\uE006n\uE007`.
 */

/** Something is asked for, unless the clause refuses or tells. */
export const WISHED = "\uE004";
/** Something is complained of; the change that would mend it follows. */
export const DISLIKED = "\uE005";

/** What belongs to the whole film, as the source of a pattern. */
export const THING = [CAPTIONS, ...[...SOUNDS, ...TEXTURES].map(([, words]) => words)]
  .map(({ source }) => source)
  .join("|");
