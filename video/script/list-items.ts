/** An item of a list, split where it names something and then says something of it. */
export interface Item {
  readonly label: string;
  readonly detail: string | null;
  readonly whole: string;
}

/** Boxes that are ticked or not, and what is or isn't so: seen before an item, never said. */
const MARK = /^[✓✗☐]\s*/u;

/** What a voice says of marked items: what isn't so would be claimed, said without its mark. */
export function sayable(items: readonly Item[]): readonly Item[] {
  if (!items.some(({ whole }) => MARK.test(whole))) return items;
  return items
    .filter(({ whole }) => !whole.startsWith("✗"))
    .map((item) => ({
      label: item.label.replace(MARK, ""),
      detail: item.detail,
      whole: item.whole.replace(MARK, ""),
    }));
}

/** `Label: detail`, `Label – detail`, or a plain line. */
export function itemOf(text: string): Item {
  const match = /^(.{2,48}?)(?:\s*[:：]\s*|\s+[—–-]\s+)(?=\S)(?!\/\/)(.+)$/u.exec(text);
  const isTime = /^\d{1,2}[:：]\d{2}(?!\d)/.test(text);
  return match && !isTime
    ? { label: match[1] ?? "", detail: match[2] ?? "", whole: text }
    : { label: text, detail: null, whole: text };
}
