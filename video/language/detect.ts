/** Languages that Kantoku writes by rules of their own; all others keep the author's words as they are. */
export type Tongue = "en" | "ja" | "other";

export function tongueOf(language: string): Tongue {
  const primary = language.toLowerCase().split("-")[0];
  return primary === "en" || primary === "ja" ? primary : "other";
}

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{sc=Hira}\p{sc=Kana}]/gu, "ja"],
  [/\p{sc=Hangul}/gu, "ko"],
  [/\p{sc=Han}/gu, "zh"],
  [/\p{sc=Cyrillic}/gu, "ru"],
  [/\p{sc=Arabic}/gu, "ar"],
  [/\p{sc=Hebrew}/gu, "he"],
  [/\p{sc=Greek}/gu, "el"],
  [/\p{sc=Thai}/gu, "th"],
  [/\p{sc=Devanagari}/gu, "hi"],
];

/** Words that most sentences have; a word that two languages share votes for both. */
const FUNCTION_WORDS: readonly (readonly [language: string, words: ReadonlySet<string>])[] = [
  ["en", "the and of to is are was with for that this it you your we our by from as not on at in"],
  ["de", "der die das und ist nicht mit ein eine für auf von zu sich den im wir"],
  ["fr", "le la les des et est un une pour dans avec sur qui que du vous nous"],
  ["es", "el los las un una es para con que del por en más su y"],
  ["pt", "o os as um uma é para com que do da não em mais seu e"],
  ["it", "il gli un una è per con che di della non più nel sono e"],
].map(([language = "", words = ""]) => [language, new Set(words.split(" "))]);

/** BCP 47 primary tag of the language that most of `text` is written in; `en` when nothing tells. */
export function detectLanguage(text: string): string {
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  for (const [script, language] of SCRIPTS) {
    const share = (text.match(script) ?? []).length / Math.max(letters, 1);
    if (share > (language === "ja" ? 0.08 : 0.3)) return language;
  }
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const votes = FUNCTION_WORDS.map(
    ([language, known]) => [language, words.filter((word) => known.has(word)).length] as const,
  );
  const [best] = votes.toSorted((a, b) => b[1] - a[1]);
  return best && best[1] > 0 ? best[0] : "en";
}
