import type { Box } from "../look/stage.ts";

/** One text, or a drawing that none may lie over (role `drawing`), as the browser laid it out, in px at full size. */
export interface ProbedText {
  readonly role: string;
  readonly size: number;
  readonly text: string;
  readonly family: string;
  /** Every colour that a part of it is drawn in, as CSS says it. */
  readonly colours: readonly string[];
  /** Of the text and everything around it. */
  readonly opacity: number;
  readonly isClipped: boolean;
  readonly lines: readonly Box[];
}
