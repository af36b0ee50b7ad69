import type { Measure, Phrase } from "./phrases.ts";

/**
 * The setting in as many lines whose lengths differ least, rather broken after a comma or a full
 * stop than within a clause: none is left with a lonely word. `room` is the widest line, in em.
 */
export function balanced(
  wrapped: readonly Phrase[][],
  measure: Measure,
  room: number,
): readonly Phrase[][] {
  const phrases = wrapped.flat();
  const widths = phrases.map(({ text }) => measure(text));
  const gaps = phrases.map(({ spaceAfter }) => (spaceAfter ? measure("\u00a0") : 0));
  const ideal = (sum(widths) + sum(gaps)) / wrapped.length;
  /** By number of lines, then by where the last of them ends: the cost and where that line begins. */
  let ends: Break[] = [{ cost: 0, from: 0 }];
  const table: Break[][] = [];
  for (let line = 1; line <= wrapped.length; line += 1) {
    ends = phrases.reduce<Break[]>((found, _, last) => {
      found[last + 1] = bestLine(ends, last, { phrases, widths, gaps, room, ideal });
      return found;
    }, []);
    table.push(ends);
  }
  return linesOf(table, phrases) ?? wrapped;
}

interface Break {
  readonly cost: number;
  readonly from: number;
}

interface Setting {
  readonly phrases: readonly Phrase[];
  /** In em, of each phrase and of the space after it. */
  readonly widths: readonly number[];
  readonly gaps: readonly number[];
  readonly room: number;
  readonly ideal: number;
}

/** Where the line that ends with phrase `last` had best begin, given the lines before it. */
function bestLine(before: readonly (Break | undefined)[], last: number, setting: Setting): Break {
  const { phrases, widths, gaps, room, ideal } = setting;
  const bonus = bonusOf(phrases, last);
  let best: Break = { cost: Infinity, from: 0 };
  let width = 0;
  for (let from = last; from >= 0; from -= 1) {
    width += (widths[from] ?? 0) + (from < last ? (gaps[from] ?? 0) : 0);
    if (width > room) break;
    const cost = (before[from]?.cost ?? Infinity) + ((width - ideal) / ideal) ** 2 - bonus;
    if (cost < best.cost) best = { cost, from };
  }
  return best;
}

/** What a break after a clause is worth, against lengths that differ by a third or more. */
const CLAUSE = 0.14;
/** What it costs to part an article or a preposition from its word. */
const PARTED = 0.06;
/** What a line costs on which such a word stands alone. */
const LONELY = 0.5;
const LEADING = /^(?:an?|the|of|to|in|on|at|by|for|from|with|and|or|your|our|its)$/iu;

function bonusOf(phrases: readonly Phrase[], last: number): number {
  return last < phrases.length - 1 ? worthOf(phrases[last]?.text ?? "") : 0;
}

/** Of a break after these words. */
function worthOf(text: string): number {
  if (/[、。，．！？!?;:,.]$/u.test(text)) return CLAUSE;
  return LEADING.test(text) ? -PARTED : 0;
}

/** Whether nothing but an article or a preposition stands on the line. */
export function isLonely(line: string): boolean {
  return LEADING.test(line.trim());
}

/** How badly lines are broken: the less, the more even they are and the more of them end with a clause. */
export function roughness(
  lines: readonly { readonly text: string; readonly width: number }[],
): number {
  const ideal = sum(lines.map(({ width }) => width)) / lines.length || 1;
  return sum(
    lines.map(({ text, width }, index) => {
      const isLast = index === lines.length - 1;
      const lastWord = text.trim().split(/\s/u).at(-1) ?? "";
      const lonely = isLonely(text) ? LONELY : 0;
      return ((width - ideal) / ideal) ** 2 + lonely - (isLast ? 0 : worthOf(lastWord));
    }),
  );
}

function linesOf(table: readonly Break[][], phrases: readonly Phrase[]): Phrase[][] | null {
  const lines: Phrase[][] = [];
  let end = phrases.length;
  for (const ends of table.toReversed()) {
    const found = ends[end];
    if (!found || found.cost === Infinity) return null;
    lines.unshift(phrases.slice(found.from, end));
    end = found.from;
  }
  return end === 0 ? lines : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
