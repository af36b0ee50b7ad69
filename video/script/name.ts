import { capitalized } from "../language/clauses.ts";
import { fit, polish } from "../language/headline.ts";
import type { Reading } from "./moment.ts";

/** "Kantoku 0.1: films without hands" is a name and a line. */
export function splitTitle(title: string): [string | null, string] {
  const match = /^(.{2,40}?)(?:\s*[:：]\s*|\s+[—–|]\s+|——)(\S.{3,})$/u.exec(title);
  return match ? [match[1] ?? null, capitalized(match[2] ?? title)] : [null, title];
}

/** What the film is about, in at most `max` characters. */
export function nameOf({ brief, tongue }: Reading, max: number): string {
  const [name] = splitTitle(brief.title);
  return fit(polish(name ?? brief.title, tongue), max, tongue);
}
