/** The languages in which Kantoku itself speaks to people, whatever language a film is in. */
export const TONGUES = ["en", "ja"] as const;
export type Tongue = (typeof TONGUES)[number];

/** For who speaks or reads the language of this tag (BCP 47). */
export function tongueOfLanguage(tag: string): Tongue {
  return tag.toLowerCase().split("-")[0] === "ja" ? "ja" : "en";
}

/** Of a text of some length: Japanese has kana, Chinese has none. */
export function tongueOfText(text: string): Tongue {
  return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? "ja" : "en";
}

/** Of a few words to us, such as 「中止」: who knows the command speaks Japanese. */
export function tongueOfWords(text: string): Tongue {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text) ? "ja" : "en";
}
