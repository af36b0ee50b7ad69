/** What was assumed where a brief said nothing, a sentence each. */
export const ENGLISH = {
  cutOff: (most: number): string =>
    `The text is very long: only its first ${most} characters were read.`,
  language: (name: string): string => `The language was taken to be ${name}.`,
  otherLanguage: (asked: string, found: string): string =>
    `The film is made in ${asked}, as asked, though its text looks like ${found}.`,
  aspect: "No aspect was given: 16:9 was assumed.",
  title: (title: string): string => `No title was given: "${title}" was taken from the text.`,
  duration: (seconds: number, isFilled: boolean): string =>
    `No duration was given: ${seconds} s were assumed${isFilled ? ", which is what the text fills" : ""}.`,
  shortened: (asked: number, seconds: number): string =>
    `${asked} s were asked for; the text carries ${seconds} s, and the film is no longer than that.`,
  messages: (count: number): string =>
    count === 1
      ? "No key messages were given: 1 strong sentence of the text stands in for them."
      : `No key messages were given: ${count} strong sentences of the text stand in for them.`,
};

/** The sentences about assumptions in one language; one that a language lacks is a type error. */
export type Assumed = typeof ENGLISH;
