import { balanced, isLonely, roughness } from "./balance.ts";
import { charactersOf, isJapanese, phrasesOf } from "./phrases.ts";
import type { Measure, Phrase } from "./phrases.ts";

export interface FitOptions {
  readonly maxWidth: number;
  readonly maxHeight: number;
  /** Font sizes in px, biggest first choice; below `min` only when nothing else fits. */
  readonly max: number;
  readonly min: number;
  /** As many lines as look good; more are taken before the size goes below `min`. */
  readonly lines?: number;
  readonly lineHeight: number;
  /** Phrases are never cut where a smaller size holds them whole, even one below `min`. */
  readonly isWhole?: boolean;
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

/** Which phrases may be cut between characters: in Japanese that is no sin, in Latin it is for words that are endless, else the last resort. */
type Cutting = "none" | "japanese" | "endless" | "any";

/** Letters of a word that no line of a readable size holds. */
const ENDLESS = 40;

/**
 * The biggest setting of `text` that fits: first in `lines` lines, then in more, then smaller than
 * asked, and with words cut only when nothing else is left. Where its lines are to be balanced, a
 * slightly smaller one is taken when it breaks better.
 */
export function fitText(text: string, measure: Measure, options: FitOptions): Fitted {
  const phrases = phrasesOf(text);
  const attempts = attemptsOf(options);
  const settingOf = (attempt: Attempt | undefined): Fitted | null => {
    if (!attempt) return null;
    const { size, lines, cutting } = attempt;
    const wrapped = wrap(phrases, measure, (options.maxWidth * SLACK) / size, cutting);
    if (!wrapped || wrapped.length > lines) return null;
    const fitted = set(wrapped, measure, size, options);
    return fitted.height <= options.maxHeight + 0.5 ? fitted : null;
  };
  for (const [index, attempt] of attempts.entries()) {
    const fitted = settingOf(attempt);
    if (!fitted) continue;
    if (!options.balance || fitted.lines.length === 1) return fitted;
    const ahead = fitted.lines.some(({ text }) => isLonely(text)) ? LOOK_FAR : LOOK_AHEAD;
    const alike = attempts
      .slice(index + 1, index + 1 + ahead)
      .filter(({ lines, cutting }) => lines === attempt.lines && cutting === attempt.cutting);
    return smoothest([fitted, ...alike.flatMap((each) => settingOf(each) ?? [])]);
  }
  return cut(phrases, measure, options.min * FLOOR, options);
}

interface Attempt {
  readonly size: number;
  readonly lines: number;
  readonly cutting: Cutting;
}

function attemptsOf({ max, min, lines = Infinity, isWhole = false }: FitOptions): Attempt[] {
  const asked = sizes(max, min);
  const smaller = sizes(min * STEP, min * FLOOR);
  const at = (of: readonly number[], lines: number, cutting: Cutting): Attempt[] =>
    of.map((size) => ({ size, lines, cutting }));
  return [
    ...at(asked, lines, "none"),
    ...at(asked, Infinity, "none"),
    ...(isWhole ? at(smaller, Infinity, "none") : []),
    ...at(asked, Infinity, "japanese"),
    ...at(asked.slice(-CLOSE_TO_MIN), Infinity, "endless"),
    ...at(smaller, Infinity, "japanese"),
    ...at(smaller, Infinity, "any"),
  ];
}

/** How many of the sizes that are asked for an endless word is broken in: a big one takes lines from the others. */
const CLOSE_TO_MIN = 4;

/** Sizes below the biggest that may be taken for better breaks: down to 87 % of it. */
const LOOK_AHEAD = 3;
/** Down to 66 %, where the biggest leaves an article alone on its line. */
const LOOK_FAR = 9;
/** What all of a size is worth against better breaks. */
const SIZE_COST = 0.3;

/** Of settings in as many lines or in fewer, the one that breaks best; bigger ones weigh more. */
function smoothest(settings: readonly [Fitted, ...Fitted[]]): Fitted {
  const [biggest] = settings;
  const costOf = ({ lines, size }: Fitted): number =>
    roughness(lines) + SIZE_COST * (1 - size / biggest.size);
  return settings
    .filter(({ lines }) => lines.length <= biggest.lines.length)
    .reduce((best, each) => (costOf(each) < costOf(best) - 1e-9 ? each : best), biggest);
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
      const isCuttable = mayBeCut(phrase, cutting);
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

function mayBeCut({ text }: Phrase, cutting: Cutting): boolean {
  if (cutting === "none" || cutting === "any") return cutting === "any";
  return isJapanese(text) || (cutting === "endless" && text.length > ENDLESS);
}

function set(
  wrapped: readonly Phrase[][],
  measure: Measure,
  size: number,
  options: FitOptions,
): Fitted {
  const room = (options.maxWidth * SLACK) / size;
  const best = options.balance ? balanced(wrapped, measure, room) : wrapped;
  const lines = best.map((phrases) => lineOf(phrases, measure, size));
  return {
    size,
    lineHeight: options.lineHeight,
    lines,
    width: Math.max(0, ...lines.map((line) => line.width)),
    height: lines.length * size * options.lineHeight,
  };
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
