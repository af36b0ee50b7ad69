import type { MeasureName } from "./measures.ts";

/** One value that was measured. */
export interface Sample {
  /** The name of an agent, role or topic; or `daemon`, or `host`. */
  readonly subject: string;
  readonly measure: MeasureName;
  readonly value: number;
  /** What the subject was doing: only like is compared with like. */
  readonly activity?: string;
}

/** Something out of the usual that has not ended. Times are ms since the epoch. */
export interface Alert {
  readonly subject: string;
  readonly measure: MeasureName;
  readonly openedAt: number;
  /** When it was last found so. */
  readonly seenAt: number;
  /** What was found then. */
  readonly value: number;
  /** Null when it was not known yet. */
  readonly usual: number | null;
  /** It is over when the value is back here. */
  readonly calm: number;
}

/** What was found at the last look. */
export interface Reading {
  readonly subject: string;
  readonly measure: MeasureName;
  readonly readAt: number;
  readonly value: number;
  readonly usual: number | null;
}
