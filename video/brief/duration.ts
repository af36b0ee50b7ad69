import type { Flaw } from "./flaws/flaw.ts";

export const SHORTEST_SECONDS = 6;
export const LONGEST_SECONDS = 600;

const PARTS: readonly (readonly [RegExp, number])[] = [
  [/(-?\d+(?:\.\d+)?)\s*(?:hours?|hrs?|h|時間)(?![a-z])/i, 3600],
  [/(-?\d+(?:\.\d+)?)\s*(?:m|mins?|minutes?|分間?)(?![a-z])/i, 60],
  [/(-?\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?|秒間?)(?![a-z])/i, 1],
];

/** Seconds in `30`, `30s`, `1m30s`, `1:30`, `90 seconds`, `1分30秒`; null when it is no duration. */
export function parseDuration(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string") return null;
  const text = value.normalize("NFKC").trim();
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(text);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  return sumOfParts(text);
}

function sumOfParts(text: string): number | null {
  let seconds = 0;
  let rest = text
    .replace(/^(?:about|around|約|~)\s*/i, "")
    .replace(/(?:ほど|くらい|ぐらい|以内|long)$/i, "");
  let found = false;
  for (const [pattern, factor] of PARTS) {
    const match = pattern.exec(rest);
    if (!match) continue;
    found = true;
    seconds += Number(match[1]) * factor;
    rest = rest.replace(match[0], "");
  }
  return found && /^[\s,]*(?:and)?[\s,]*$/i.test(rest) ? seconds : null;
}

/** Why a duration can't be filmed, or null when it can. */
export function whyUnfilmable(seconds: number): Flaw | null {
  if (seconds <= 0) return { code: "impossible-duration", seconds };
  if (seconds < SHORTEST_SECONDS) return { code: "short-duration", seconds };
  if (seconds > LONGEST_SECONDS) return { code: "long-duration", seconds };
  return null;
}
