const LANGUAGES: Readonly<Record<string, string>> = {
  english: "en",
  英語: "en",
  japanese: "ja",
  日本語: "ja",
  german: "de",
  deutsch: "de",
  french: "fr",
  français: "fr",
  spanish: "es",
  español: "es",
  portuguese: "pt",
  italian: "it",
  chinese: "zh",
  中国語: "zh",
  korean: "ko",
  韓国語: "ko",
};

/** The tag (BCP 47) of a language by its name or its tag; null for neither. */
export function languageTag(text: string): string | null {
  const named = LANGUAGES[text.toLowerCase()];
  if (named) return named;
  return /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(text) ? text : null;
}
