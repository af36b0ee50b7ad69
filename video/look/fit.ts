import { charactersOf, isJapanese, phrasesOf } from "./phrases.ts";
import type { Phrase } from "./phrases.ts";

/** Width of a text in one face, in em. */
export type Measure = (text: string) => number;

export interface FitOptions {
  readonly maxWidth: number;
  readonly maxHeight: number;
  /** Font sizes in px, biggest first choice; below `min` only when nothing else fits. */
  readonly max: number;
  readonly min: number;
  /** As many lines as look good; more are taken before the size goes below `min`. */
  readonly lines?: number;
  readonly lineHeight: number;
  /** Lines of about equal length, for headlines. */
  readonly balance?: boolean;
}

/** `text.slice(start, end)` of one line. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** In px. */
  readonly width: number;
}

/** A text set in lines that fit their box. */
export interface Fitted {
  readonly size: number;
  readonly lineHeight: number;
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

const STEP = 0.955;
/** Room for kerning between phrases and for rounding. */
const SLACK = 0.985;
/** Never smaller than this share of `min`, whatever is asked: what then remains is cut with an ellipsis. */
const FLOOR = 0.62;

/** Which phrases may be cut between characters: in Japanese that is no sin, in Latin it is the last resort. */
type Cutting = "none" | "japanese" | "any";

/**
 * The biggest setting of `text` that fits: first in `lines` lines, then in more, then smaller than
 * asked, and with words cut only when nothing else is left.
 */
export function fitText(text: string, measure: Measure, options: FitOptions): Fitted {
  const phrases = phrasesOf(text);
  const { max, min, lines = Infinity } = options;
  const asked = sizes(max, min);
  const smaller = sizes(min * STEP, min * FLOOR);
  const attempts: { size: number; lines: number; cutting: Cutting }[] = [
    ...asked.map((size) => ({ size, lines, cutting: "none" as const })),
    ...[...asked, ...smaller].map((size) => ({
      size,
      lines: Infinity,
      cutting: "japanese" as const,
    })),
    ...smaller.map((size) => ({ size, lines: Infinity, cutting: "any" as const })),
  ];
  for (const { size, lines, cutting } of attempts) {
    const wrapped = wrap(phrases, measure, (options.maxWidth * SLACK) / size, cutting);
    if (!wrapped || wrapped.length > lines) continue;
    const fitted = set(wrapped, measure, size, options);
    if (fitted.height <= options.maxHeight + 0.5) return fitted;
  }
  return cut(phrases, measure, min * FLOOR, options);
}

function sizes(max: number, min: number): number[] {
  const found: number[] = [];
  for (let size = max; size > min; size *= STEP) found.push(Math.round(size));
  return [...found, Math.round(Math.min(max, min))];
}

/** Greedy lines of at most `width` em; null when one phrase alone is too wide and may not be cut. */
function wrap(
  phrases: readonly Phrase[],
  measure: Measure,
  width: number,
  cutting: Cutting,
): Phrase[][] | null {
  const lines: Phrase[][] = [];
  let used = Infinity;
  const queue = [...phrases];
  for (let phrase = queue.shift(); phrase; phrase = queue.shift()) {
    const own = measure(phrase.text);
    if (own > width) {
      const isCuttable = cutting === "any" || (cutting === "japanese" && isJapanese(phrase.text));
      const characters = isCuttable ? charactersOf(phrase) : [];
      if (characters.length < 2) return null;
      queue.unshift(...characters);
      continue;
    }
    const line = lines.at(-1);
    const gap = line?.at(-1)?.spaceAfter ? measure("\u00a0") : 0;
    if (!line || used + gap + own > width) {
      lines.push([phrase]);
      used = own;
    } else {
      line.push(phrase);
      used += gap + own;
    }
  }
  return lines;
}

function set(
  wrapped: readonly Phrase[][],
  measure: Measure,
  size: number,
  options: FitOptions,
): Fitted {
  const best = options.balance ? balanced(wrapped, measure, options.maxWidth, size) : wrapped;
  const lines = best.map((phrases) => lineOf(phrases, measure, size));
  return {
    size,
    lineHeight: options.lineHeight,
    lines,
    width: Math.max(0, ...lines.map((line) => line.width)),
    height: lines.length * size * options.lineHeight,
  };
}

/**
 * The setting in as many lines whose lengths differ least, rather broken after a comma or a full
 * stop than within a clause: none is left with a lonely word.
 */
function balanced(
  wrapped: readonly Phrase[][],
  measure: Measure,
  maxWidth: number,
  size: number,
): readonly Phrase[][] {
  const phrases = wrapped.flat();
  const room = (maxWidth * SLACK) / size;
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

/** What a break after a clause is worth, against lengths that differ by a third. */
const CLAUSE = 0.12;

function bonusOf(phrases: readonly Phrase[], last: number): number {
  return last < phrases.length - 1 && /[、。，．！？!?;:,.]$/u.test(phrases[last]?.text ?? "")
    ? CLAUSE
    : 0;
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

function lineOf(phrases: readonly Phrase[], measure: Measure, size: number): Line {
  const text = phrases
    .map((phrase, index) =>
      index < phrases.length - 1 && phrase.spaceAfter ? `${phrase.text} ` : phrase.text,
    )
    .join("");
  const width = phrases.reduce(
    (sum, phrase, index) =>
      sum +
      measure(phrase.text) +
      (index < phrases.length - 1 && phrase.spaceAfter ? measure("\u00a0") : 0),
    0,
  );
  return {
    text,
    start: phrases[0]?.start ?? 0,
    end: phrases.at(-1)?.end ?? 0,
    width: width * size,
  };
}

function cut(
  phrases: readonly Phrase[],
  measure: Measure,
  size: number,
  options: FitOptions,
): Fitted {
  const whole = wrap(phrases, measure, (options.maxWidth * 0.94) / size, "any") ?? [];
  const count = Math.max(1, Math.floor(options.maxHeight / (size * options.lineHeight)));
  const lines = whole.slice(0, count).map((line) => lineOf(line, measure, size));
  const last = lines.pop();
  if (last) lines.push({ ...last, text: `${last.text}…` });
  return {
    size: Math.round(size),
    lineHeight: options.lineHeight,
    lines,
    width: Math.max(0, ...lines.map((line) => line.width)),
    height: lines.length * size * options.lineHeight,
  };
}
