import type { SteadyClock } from "../../../kernel/clock.ts";
import { mustWait } from "./failures.ts";
import { unnamedWait } from "./limits.ts";

/** What GitHub counts apart: answers to one kind do not say that another one is welcome again. */
export type Kind = "read" | "write" | "query";

/** A limit is the account's: while GitHub asks for a rest, nobody asks GitHub for anything. */
export interface Rests {
  /** Throws `github-limited` while a rest lasts. */
  expectOver(what: string): void;
  /** What a limit that names no time means for requests of this kind by now. */
  unnamedMs(kind: Kind): number;
  /** GitHub asked for a rest of `ms`. */
  begin(kind: Kind, ms: number): void;
  /** GitHub answered, and it was no limit. */
  answered(kind: Kind): void;
}

/**
 * Nothing is sent while a rest lasts, so answers that come meanwhile are to what was sent before: their
 * limits are the same one, and their welcome is out of date.
 */
export function rests(clock: SteadyClock): Rests {
  let until = -Infinity;
  const inRow: Record<Kind, number> = { read: 0, write: 0, query: 0 };
  const isResting = (): boolean => clock.uptime() < until;
  return {
    expectOver: (what) => {
      if (isResting()) throw mustWait(what, until - clock.uptime());
    },
    unnamedMs: (kind) => unnamedWait(isResting() ? Math.max(inRow[kind] - 1, 0) : inRow[kind]),
    begin: (kind, ms) => {
      if (!isResting()) inRow[kind] += 1;
      until = Math.max(until, clock.uptime() + ms);
    },
    answered: (kind) => {
      if (!isResting()) inRow[kind] = 0;
    },
  };
}
