import type { Box } from "../look/stage.ts";

/** One text as the browser laid it out, in px at full size. */
export interface ProbedText {
  readonly role: string;
  readonly size: number;
  readonly text: string;
  readonly family: string;
  /** Of the text and everything around it. */
  readonly opacity: number;
  readonly isClipped: boolean;
  readonly lines: readonly Box[];
}
