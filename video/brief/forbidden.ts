import type { Block } from "./brief.ts";

/** Whether a text holds one of the phrases that the author does not want in the film. */
export function isForbidden(text: string, mustNot: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return mustNot.some((phrase) => phrase !== "" && lower.includes(phrase.toLowerCase()));
}

/** The blocks without the sentences, items, rows and quotations that are not wanted. */
export function withoutForbidden(blocks: readonly Block[], mustNot: readonly string[]): Block[] {
  if (mustNot.length === 0) return [...blocks];
  const wanted = ({ text }: { text: string }): boolean => !isForbidden(text, mustNot);
  return blocks.flatMap((block): Block[] => {
    if (block.kind === "paragraph") {
      const sentences = block.sentences.filter(wanted);
      return sentences.length > 0 ? [{ ...block, sentences }] : [];
    }
    if (block.kind === "list") {
      const items = block.items.filter(wanted);
      return items.length > 0 ? [{ ...block, items }] : [];
    }
    if (block.kind === "table") {
      const rows = block.rows.filter((row) => !isForbidden(row.join(" "), mustNot));
      return rows.length > 0 ? [{ ...block, rows }] : [];
    }
    return wanted(block) ? [block] : [];
  });
}
