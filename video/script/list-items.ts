import { splitSentences } from "../language/sentences.ts";
import { DANGLING } from "../language/words.ts";

/** An item of a list, split where it names something and then says something of it. */
export interface Item {
  readonly label: string;
  readonly detail: string | null;
  readonly whole: string;
  /** Spans of code in it. */
  readonly code: readonly string[];
}

/** Boxes that are ticked or not, and what is or isn't so: seen before an item, never said. */
const STATE = /^[✓✗☐]\s*/u;

/** What a voice says of marked items: what isn't so would be claimed, said without its mark. */
export function sayable(items: readonly Item[]): readonly Item[] {
  if (!items.some(({ whole }) => STATE.test(whole))) return items;
  return items
    .filter(({ whole }) => !whole.startsWith("✗"))
    .map((item) => ({
      ...item,
      label: item.label.replace(STATE, ""),
      whole: item.whole.replace(STATE, ""),
    }));
}

/** `Label: detail`, `Label – detail`, or a plain line. Spans of `code` are not split. */
export function itemOf(text: string, spans: readonly string[] = []): Item {
  const code = spans.filter((span) => text.includes(span));
  const whole = { label: text, detail: null, whole: text, code };
  if (OPENS_WITH_TIME.test(text)) return whole;
  for (const { index, 0: mark } of text.matchAll(MARK)) {
    if (code.some((span) => isWithin(index, text.indexOf(span), span.length))) continue;
    const [label, detail] = [text.slice(0, index), text.slice(index + mark.length)];
    if (parts(label, mark, detail)) return { ...whole, label, detail };
  }
  return whole;
}

function isWithin(index: number, from: number, length: number): boolean {
  return index >= from && index < from + length;
}

const MARK = /\s*[:：]\s*|\s+[—–-]\s+/gu;
const OPENS_WITH_TIME = /^\d{1,2}[:：]\d{2}(?!\d)/;
const LONGEST_LABEL = 48;

/** The mark stands between a label and what is said of it. */
function parts(label: string, mark: string, detail: string): boolean {
  const isLabel = label.length >= 2 && label.length <= LONGEST_LABEL && !isUnfinished(label);
  if (!isLabel || detail === "") return false;
  return /[:：]/.test(mark) ? isColon(label, mark, detail) : isDash(label, detail);
}

/** It ends in the middle of something: a bracket, a sentence after another, a clause that needs its end. */
function isUnfinished(label: string): boolean {
  const last = label.split(/\s+/).at(-1) ?? "";
  return (
    /[([（「『“][^)\]）」』”]*$/.test(label) ||
    splitSentences(label).length > 1 ||
    (/\s/.test(label) && DANGLING.has(last.toLowerCase()))
  );
}

/** Not of a time, a ratio, an address, a name in code or an emoji. */
function isColon(label: string, mark: string, detail: string): boolean {
  const [before = "", after = ""] = [label.at(-1), detail[0]];
  const isOfNumbers = /\d/.test(before) && /\d/.test(after);
  if (isOfNumbers && (!/\s$/.test(mark) || /^\s/.test(mark))) return false;
  if (/(?:^|\s):[\w+-]+$/.test(label)) return false;
  return /：|\s$/.test(mark) || WIDE.test(before) || WIDE.test(after);
}

const WIDE = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}）」』]/u;

const DASH = /\s[—–-]\s/;

/** Not one of a pair around an aside, nor from one number or day to another. */
function isDash(label: string, detail: string): boolean {
  const isRange = /\d$/.test(label) && /^\d/.test(detail);
  const isOfLabel = !/\s/.test(label) && /^\S{1,12}[:：]\s/.test(detail);
  return !isRange && !isOfLabel && !DASH.test(label) && !DASH.test(detail);
}
