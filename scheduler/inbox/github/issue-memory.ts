import type { SteadyClock } from "../../../kernel/clock.ts";
import { GONE_AFTER } from "./failures.ts";
import type { Loss } from "./loss.ts";

/**
 * What GitHub's answers have shown of the issues of requests. It may answer from a copy that lags behind:
 * what is older than something seen before tells nothing.
 */
export interface IssueMemory {
  /** Notes an answer by the issue's last change, as its label was set (GitHub's clock); false for an old one. */
  readonly isNews: (request: Seen, updatedAt: string) => boolean;
  /** Nothing was missing this time. */
  readonly clear: (request: Seen) => void;
  /** Notes a loss without a proof; true once it was seen so often, and for so long, that it is none of a lag. */
  readonly isBeyondDoubt: (request: Seen, kind: Loss["kind"]) => boolean;
  /** All others are forgotten. */
  readonly keep: (requests: readonly Seen[]) => void;
}

interface Seen {
  readonly id: number;
  readonly labelledAt: string;
}

interface Doubt {
  readonly kind: Loss["kind"];
  /** How often in a row. */
  readonly times: number;
  /** By the uptime. */
  readonly since: number;
}

/** GitHub's answers lag behind, but not by so much. */
const LONGEST_LAG_MS = 3_600_000;

export function issueMemory(clock: SteadyClock): IssueMemory {
  const changes = new Map<number, string>();
  const doubts = new Map<number, Doubt>();
  return {
    isNews: ({ id, labelledAt }, updatedAt) => {
      if (updatedAt < (changes.get(id) ?? labelledAt)) return false;
      changes.set(id, updatedAt);
      return true;
    },
    clear: ({ id }) => void doubts.delete(id),
    isBeyondDoubt: ({ id }, kind) => {
      const before = doubts.get(id);
      const isSame = before?.kind === kind;
      const { times, since } = isSame ? before : { times: 0, since: clock.uptime() };
      doubts.set(id, { kind, times: times + 1, since });
      if (times + 1 < GONE_AFTER) return false;
      // GitHub calls nothing deleted that it only does not know yet.
      return kind === "deleted" || clock.uptime() >= since + LONGEST_LAG_MS;
    },
    keep: (requests) => {
      const ids = new Set(requests.map(({ id }) => id));
      for (const id of changes.keys()) if (!ids.has(id)) changes.delete(id);
      for (const id of doubts.keys()) if (!ids.has(id)) doubts.delete(id);
    },
  };
}
