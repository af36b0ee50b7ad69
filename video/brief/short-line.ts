import { fit } from "../language/headline.ts";

/** The most that a heading, an item or a cell can have to say. */
const LONGEST_LINE = 600;

/** Cut where a clause ends. */
export function shortLine(text: string): string {
  return text.length <= LONGEST_LINE
    ? text
    : fit(text.slice(0, LONGEST_LINE), LONGEST_LINE - 1, "other");
}
