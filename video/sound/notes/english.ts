/** What is worth knowing of how a film was spoken, for its report. */
export const ENGLISH = {
  missing: (name: string): string => `${name} would sound better, but is not installed.`,
  failed: (name: string, why: string): string => `${name} was to speak, but could not: ${why}`,
  wordless: (text: string): string => `"${text}" has no words: it is not spoken.`,
  unread: (kanji: string, text: string): string =>
    `No reading is known for "${kanji}" in "${text}"; it was left out.`,
  quicker: (percent: number, seconds: number): string =>
    `The voice speaks ${percent} % faster to fit ${seconds} s.`,
  tooLong: (percent: number, over: string, seconds: number): string =>
    `The voice speaks ${percent} % faster and the text is still ${over} s too long for ${seconds} s.`,
};

/** A note that a language lacks is a type error. */
export type VoiceNotes = typeof ENGLISH;
