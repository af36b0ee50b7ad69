import { tongueOfLanguage, type Tongue } from "../../../kernel/tongue.ts";
import { ENGLISH, type VoiceNotes } from "./english.ts";
import { JAPANESE } from "./japanese.ts";

export type { VoiceNotes } from "./english.ts";

const BY_TONGUE: Readonly<Record<Tongue, VoiceNotes>> = { en: ENGLISH, ja: JAPANESE };

/** For who asked for a film in this language (BCP 47). */
export function voiceNotesIn(language: string): VoiceNotes {
  return BY_TONGUE[tongueOfLanguage(language)];
}
