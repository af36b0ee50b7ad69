/** How a narration is made to fit its film: by quicker speech within limits, never by cutting. */
import { captionLimits } from "../captions/limits.ts";
import type { VoiceNotes } from "./notes/notes.ts";

/** Quicker than this is heard as quicker: it is noted in the report. */
export const UNNOTICED_PACE = 1.08;
export const MAX_PACE = 1.15;

const LEAD_IN_SECONDS = 0.5;
const SENTENCE_PAUSE_SECONDS = 0.2;
const BEAT_PAUSE_SECONDS = 0.4;
const TAIL_SECONDS = 0.8;

export interface Fit {
  readonly pace: number;
  readonly note: string | null;
}

/** Chooses the pace at which `lines` (measured at pace 1) and the least pauses fill `seconds` at most. */
export function fitPace(
  lines: readonly { beat: string; seconds: number }[],
  seconds: number,
  say: VoiceNotes,
): Fit {
  const speech = lines.reduce((sum, line) => sum + line.seconds, 0);
  const room = seconds - leastPauses(lines);
  const wanted = Math.ceil((room > 0 ? speech / room : Infinity) * 100) / 100;
  if (wanted <= 1) return { pace: 1, note: null };
  if (wanted <= UNNOTICED_PACE) return { pace: wanted, note: null };
  if (wanted <= MAX_PACE) return { pace: wanted, note: say.quicker(percentOver(wanted), seconds) };
  const over = (speech / MAX_PACE - Math.max(0, room)).toFixed(1);
  return { pace: MAX_PACE, note: say.tooLong(percentOver(MAX_PACE), over, seconds) };
}

function percentOver(pace: number): number {
  return Math.round((pace - 1) * 100);
}

/** The pauses that speech needs to be followed: before, between sentences, between beats, after. */
export function leastPauses(lines: readonly { beat: string }[]): number {
  let seconds = LEAD_IN_SECONDS + TAIL_SECONDS;
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const sameBeat = lines[index - 1]?.beat === line.beat;
    seconds += sameBeat ? SENTENCE_PAUSE_SECONDS : BEAT_PAUSE_SECONDS;
  }
  return seconds;
}

/** Captions break a sentence into pages, some of which are said quicker than the whole. */
const READABLE = 0.84;
/** Slower than this a voice drags. */
const MIN_PACE = 0.8;

/** How long each line should take so that captions can follow: as long as it does, or longer where the film has time. */
export function readableSeconds(
  lines: readonly { beat: string; seconds: number; text: string; caption: string | undefined }[],
  language: string,
  filmSeconds: number,
): number[] {
  const { widthOf, charactersPerSecond } = captionLimits(language);
  const speech = lines.reduce((sum, line) => sum + line.seconds, 0);
  let room = filmSeconds - leastPauses(lines) - speech;
  return lines.map(({ seconds, text, caption }) => {
    const readable = widthOf(caption ?? text) / (charactersPerSecond * READABLE);
    const longer = Math.min(readable, seconds / MIN_PACE) - seconds;
    if (longer <= 0 || longer > room) return seconds;
    room -= longer;
    return seconds + longer;
  });
}
