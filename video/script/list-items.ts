/** An item of a list, split where it names something and then says something of it. */
export interface Item {
  readonly label: string;
  readonly detail: string | null;
  readonly whole: string;
}

/** `Label: detail`, `Label – detail`, or a plain line. */
export function itemOf(text: string): Item {
  const match = /^(.{2,48}?)(?:\s*[:：]\s*|\s+[—–-]\s+)(?=\S)(?!\/\/)(.+)$/u.exec(text);
  const isTime = /^\d{1,2}[:：]\d{2}(?!\d)/.test(text);
  return match && !isTime
    ? { label: match[1] ?? "", detail: match[2] ?? "", whole: text }
    : { label: text, detail: null, whole: text };
}
