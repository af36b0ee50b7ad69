import type { SceneContent } from "../../scene-graph/content.ts";

type Lines = Extract<SceneContent, { template: "terminal" }>["lines"];

/** When a line begins to show, and how long it is typed; an answer is there at once. In frames. */
export interface Typing {
  readonly at: number;
  readonly frames: number;
}

export interface TypingTime {
  readonly enter: number;
  readonly duration: number;
  /** Of the commands, on their spoken words; may be shorter than they are. */
  readonly reveals: readonly number[];
}

/** Characters typed in a frame. */
const SPEED = 1.3;
const LONGEST = 30;
/** Between a command's last character and its answer, and from line to line of it. */
const PAUSE = 7;
const NEXT = 3;
/** All of it stands for a second at least. */
const HOLD = 36;

/** Commands begin on their words but never before the line above is done; pressed for time, all go faster. */
export function typingOf(lines: Lines, { enter, duration, reveals }: TypingTime): Typing[] {
  const start = enter + 10;
  const found: Typing[] = [];
  let free = start;
  let command = 0;
  for (const { kind, text } of lines) {
    const isTyped = kind === "command";
    const asked = isTyped ? (reveals[command] ?? 0) : 0;
    const frames = isTyped ? Math.min(LONGEST, Math.ceil(text.length / SPEED)) : 0;
    const at = Math.max(free, asked);
    found.push({ at, frames });
    free = at + frames + (isTyped ? PAUSE : NEXT);
    if (isTyped) command += 1;
  }
  const latest = Math.max(start + 1, duration - HOLD);
  const pace = free > latest ? (latest - start) / (free - start) : 1;
  return found.map(({ at, frames }) => ({
    at: Math.round(start + (at - start) * pace),
    frames: Math.round(frames * pace),
  }));
}
