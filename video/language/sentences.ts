import { isAbbreviated } from "./abbreviations.ts";

/** A piece of a text and where it stands in it (UTF-16, half open). */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const CJK_END = /[。！？]/;
const OPENING = "「『（(“";
const CLOSING = "」』）)”";
/** Splits a line into sentences; abbreviations, decimals and quoted speech don't end one. */
export function splitSentences(line: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (OPENING.includes(character)) depth += 1;
    if (CLOSING.includes(character)) depth = Math.max(0, depth - 1);
    const end = endOfSentence(line, start, at, depth);
    if (end === null) continue;
    push(pieces, line, start, end);
    [start, at, depth] = [end, end - 1, 0];
  }
  push(pieces, line, start, line.length);
  return pieces;
}

/** More marks and closing quotes, then a new sentence or the end. Sticky: it looks only where it is told to. */
const BEHIND = /[.!?]*["'”’)\]]*(?=\s+["'“‘([`]?[\p{Lu}\p{N}\p{Lo}]|\s*$)/uy;
/** Nobody says a sentence longer than this; it is broken at the next pause, at the latest here. */
const LONG = 400;
const TOO_LONG = 600;

/** The offset behind the sentence that ends at `at`, or null when none does. */
function endOfSentence(line: string, start: number, at: number, depth: number): number | null {
  const character = line[at] ?? "";
  if (/[—;]/.test(character) && at - start >= 24 && needsBreath(line, start, at)) return at + 1;
  if (at - start >= TOO_LONG || (at - start >= LONG && /[\s,;、，]/.test(character))) return at + 1;
  // An unclosed bracket must not swallow the rest of a long text.
  const quoted = depth > 0 && at - start < 300;
  if (CJK_END.test(character)) return quoted ? null : at + 1;
  if (!/[.!?]/.test(character)) return null;
  BEHIND.lastIndex = at + 1;
  const behind = BEHIND.exec(line);
  if (!behind || quoted) return null;
  if (character === "." && isAbbreviated(line.slice(start, at + 1), line.slice(at + 1))) {
    return at + 1 === line.length ? at + 1 : null;
  }
  return at + 1 + behind[0].length;
}

/** Whoever speaks more than this at a time breathes at a dash or a semicolon. */
const ONE_BREATH = 200;

function needsBreath(line: string, start: number, at: number): boolean {
  const goesOn = /^\s?\p{Ll}/u.test(line.slice(at + 1, at + 3));
  return goesOn && !/[.!?](?:\s|$)/.test(line.slice(start, start + ONE_BREATH));
}

function push(pieces: Piece[], line: string, from: number, to: number): void {
  const raw = line.slice(from, to);
  const text = raw.trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  const start = from + raw.indexOf(text);
  pieces.push({ text, start, end: start + text.length });
}
