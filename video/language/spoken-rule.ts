/** What is written so, and how it is said. */
export type SpokenRule = readonly [RegExp, string | ((...match: string[]) => string)];

/** Each rule on what the ones before it have left. */
export function sayBy(rules: readonly SpokenRule[], text: string): string {
  let said = text;
  for (const [written, say] of rules) {
    said = typeof say === "string" ? said.replaceAll(written, say) : said.replaceAll(written, say);
  }
  return said;
}
