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

const NAMES = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** The tag (BCP 47) of a language by its name or its tag; null for neither, and for a tag that no language has. */
export function languageTag(text: string): string | null {
  const named = LANGUAGES[text.toLowerCase()];
  if (named) return named;
  const tag = text.replaceAll("_", "-");
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag)) return null;
  try {
    const [canonical = tag] = Intl.getCanonicalLocales(tag);
    return NAMES.of(canonical) === undefined ? null : canonical;
  } catch (error) {
    if (error instanceof RangeError) return null; // Of the right shape, but no tag: `de-de-de`.
    throw error;
  }
}
