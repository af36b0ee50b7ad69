import type { CaptionCue } from "../scene-graph/scene-graph.ts";
import { atomsOf, type Atom } from "./atoms.ts";
import { captionLimits, type CaptionLimits } from "./limits.ts";
import { paginate } from "./pages.ts";

/** A sentence on the film's clock. `words` are on the sentence's own clock and may be empty. */
export interface TimedLine {
  /** As shown; the words may be others when the text is written differently than it is spoken. */
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly words: readonly {
    readonly text: string;
    readonly start: number;
    readonly end: number;
  }[];
}

/** A caption stays this long after its speech, when nothing follows. */
const TAIL_SECONDS = 0.4;
/** A page that flashes by is worse than one page more. */
const TOO_SHORT_COST = 6;
const GAP_SECONDS = 0.1;
/** Sentences further apart than this never share a page. */
const JOINABLE_GAP_SECONDS = 0.7;

interface TimedAtom extends Atom {
  readonly start: number;
  readonly end: number;
}

interface DraftCue {
  readonly start: number;
  readonly speechEnd: number;
  readonly lines: readonly string[];
}

/**
 * Makes caption pages of what is spoken: at most two lines, broken at phrases, timed to the voice, at
 * least two frames apart. Short sentences that follow each other closely share a page.
 */
export function cuesFrom(options: {
  readonly lines: readonly TimedLine[];
  readonly language: string;
  readonly fps: number;
}): CaptionCue[] {
  const { language, fps } = options;
  const limits = captionLimits(language);
  const lines = options.lines.filter((line) => line.text.trim() !== "");
  const drafts = groupLines(lines, limits).flatMap((group) => draftPages(group, language, limits));
  return settleTimes(drafts, limits, fps);
}

/** Sentences too short to be read alone go together with their neighbour. */
function groupLines(lines: readonly TimedLine[], limits: CaptionLimits): TimedLine[][] {
  const groups: TimedLine[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const joins = before !== undefined && isClose(before, line);
    if (joins && (isShort(before, line, limits) || isShortLast(line, lines, limits)))
      group?.push(line);
    else groups.push([line]);
  }
  return groups;
}

function isClose(before: TimedLine, after: TimedLine): boolean {
  return after.startSeconds - before.endSeconds <= JOINABLE_GAP_SECONDS;
}

/** True when `line` can't stand long enough before `next` begins. */
function isShort(line: TimedLine, next: TimedLine, limits: CaptionLimits): boolean {
  const seconds = next.startSeconds - line.startSeconds - 0.1;
  const width = limits.widthOf(line.text);
  return seconds < limits.minSeconds || width / seconds > limits.charactersPerSecond;
}

/** A short sentence with another close behind it has no room of its own either. */
function isShortLast(line: TimedLine, lines: readonly TimedLine[], limits: CaptionLimits): boolean {
  const next = lines[lines.indexOf(line) + 1];
  return next !== undefined && isClose(line, next) && isShort(line, next, limits);
}

function draftPages(
  group: readonly TimedLine[],
  language: string,
  limits: CaptionLimits,
): DraftCue[] {
  const atoms = group.flatMap((line) => timedAtoms(line, language, limits));
  const spanOf = (from: number, to: number) =>
    (atoms[to - 1]?.end ?? 0) - (atoms[from]?.start ?? 0);
  const standsFor = (from: number, to: number) =>
    (atoms[to]?.start ?? (atoms[to - 1]?.end ?? 0) + TAIL_SECONDS) - (atoms[from]?.start ?? 0);
  const pages = paginate(atoms, language, limits, (from, to) => {
    if (spanOf(from, to) > limits.maxSeconds) return Infinity;
    return standsFor(from, to) < limits.minSeconds + GAP_SECONDS ? TOO_SHORT_COST : 0;
  });
  return pages.map(({ from, to, lines }) => ({
    start: atoms[from]?.start ?? 0,
    speechEnd: atoms[to - 1]?.end ?? 0,
    lines,
  }));
}

/** Each atom begins and ends where its share of the text is spoken. */
function timedAtoms(line: TimedLine, language: string, limits: CaptionLimits): TimedAtom[] {
  const atoms = atomsOf(line.text, language, limits);
  const timeAt = clockOf(line);
  const lengths = atoms.map((atom) => lettersIn(atom.text));
  const total = lengths.reduce((sum, length) => sum + length, 0) || 1;
  let passed = 0;
  return atoms.map((atom, index) => {
    const start = timeAt(passed / total).start;
    passed += lengths[index] ?? 0;
    return { ...atom, start, end: timeAt(passed / total).end };
  });
}

/** Film time at a share of the text: a position between words starts the next and ends the last. */
function clockOf(line: TimedLine): (share: number) => { start: number; end: number } {
  const words =
    line.words.length > 0
      ? line.words
      : [{ ...line, start: 0, end: line.endSeconds - line.startSeconds }];
  const lengths = words.map((word) => lettersIn(word.text));
  const total = lengths.reduce((sum, length) => sum + length, 0) || 1;
  const within = (index: number, share: number): number => {
    const word = words[index];
    return line.startSeconds + (word ? word.start + (word.end - word.start) * share : 0);
  };
  return (share) => {
    let left = share * total;
    let index = 0;
    while (index < words.length - 1 && left > (lengths[index] ?? 0) + 1e-6)
      left -= lengths[index++] ?? 0;
    const length = lengths[index] ?? 1;
    const atEnd = left >= length - 1e-6 && index < words.length - 1;
    const end = within(index, Math.min(1, left / length));
    return { start: atEnd ? within(index + 1, 0) : end, end };
  };
}

/** Marks and spaces take no time to say. */
function lettersIn(text: string): number {
  return Math.max(1, text.replaceAll(/[^\p{L}\p{N}]/gu, "").length);
}

/** Rounds to frames, lets captions stand as long as they need and can, and keeps them apart. */
function settleTimes(
  drafts: readonly DraftCue[],
  limits: CaptionLimits,
  fps: number,
): CaptionCue[] {
  const cues: CaptionCue[] = [];
  for (const [index, draft] of drafts.entries()) {
    const start = Math.max(
      Math.round(draft.start * fps),
      (cues.at(-1)?.end ?? -limits.gapFrames) + limits.gapFrames,
    );
    const next = drafts[index + 1];
    const latest = next === undefined ? Infinity : Math.round(next.start * fps) - limits.gapFrames;
    const width = limits.widthOf(draft.lines.join(""));
    const needed = Math.max(limits.minSeconds, width / limits.charactersPerSecond);
    const wanted = Math.max(draft.speechEnd + TAIL_SECONDS, start / fps + needed);
    const longest = start + Math.floor(limits.maxSeconds * fps);
    const end = Math.min(Math.ceil(wanted * fps), latest, longest);
    // Captions that almost touch flicker: the earlier one stays until the gap.
    const joined = latest - end < Math.round(fps / 2) ? Math.min(latest, longest) : end;
    cues.push({ start, end: Math.max(start + 1, joined), lines: [...draft.lines] });
  }
  return cues;
}
