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

const FUNCTION_WORDS: Readonly<Record<string, RegExp>> = {
  en: /\b(the|and|of|to|is|are|with|for|that|this|in|it|you|your|by|from)\b/gi,
  de: /\b(der|die|das|und|ist|nicht|mit|ein|eine|für|auf|von|zu|sich|den)\b/gi,
  fr: /\b(le|la|les|des|et|est|une?|pour|dans|avec|sur|qui|que|du|vous)\b/gi,
  es: /\b(el|los|las|una?|es|para|con|que|del|por|en|más|su|y)\b/gi,
  pt: /\b(o|os|as|uma?|é|para|com|que|do|da|não|em|mais|seu|e)\b/gi,
  it: /\b(il|gli|una?|è|per|con|che|di|della|non|più|nel|sono|e)\b/gi,
};

/** BCP 47 primary tag of the language that most of `text` is written in; `en` when nothing tells. */
export function detectLanguage(text: string): string {
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  for (const [script, language] of SCRIPTS) {
    const share = (text.match(script) ?? []).length / Math.max(letters, 1);
    if (share > (language === "ja" ? 0.08 : 0.3)) return language;
  }
  const votes = Object.entries(FUNCTION_WORDS).map(
    ([language, words]) => [language, (text.match(words) ?? []).length] as const,
  );
  const [best] = votes.toSorted((a, b) => b[1] - a[1]);
  return best && best[1] > 0 ? best[0] : "en";
}
