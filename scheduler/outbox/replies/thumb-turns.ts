import type { SteadyClock } from "../../../kernel/clock.ts";

/**
 * Whose thumb is asked about, and when: each costs a request, and anybody may give one. Who may give no
 * approval is known by the thumb from then on; but permission may come later, so of those thumbs one is
 * asked about again each minute, the one that was asked about longest ago.
 */
export interface ThumbTurns {
  /** Of the thumbs that are there, those to be asked about now: first come, first served. */
  due<Given extends { readonly id: number }>(thumbs: readonly Given[]): Given[];
  /** Whoever gave it may not approve. */
  refused(id: number): void;
}

const PERIOD_MS = 60_000;
/** Of thumbs that are new. More strangers than this wait for the next minute; `/approve` does not. */
const MOST_NEW = 10;

export function thumbTurns(clock: SteadyClock): ThumbTurns {
  /** By the thumb, the longest known first. */
  const known = new Set<number>();
  let period = { endsAt: -Infinity, isAgainDue: true, left: MOST_NEW };
  return {
    due: (thumbs) => {
      const given = new Map(thumbs.map((thumb) => [thumb.id, thumb]));
      for (const id of known) if (!given.has(id)) known.delete(id);
      const now = clock.uptime();
      if (now >= period.endsAt) {
        period = { endsAt: now + PERIOD_MS, isAgainDue: true, left: MOST_NEW };
      }
      const fresh = thumbs
        .filter(({ id }) => !known.has(id))
        .toSorted((a, b) => a.id - b.id)
        .slice(0, period.left);
      period.left -= fresh.length;
      const [oldest] = known;
      const again = period.isAgainDue && oldest !== undefined ? given.get(oldest) : undefined;
      if (again) period.isAgainDue = false;
      return again ? [...fresh, again] : fresh;
    },
    refused: (id) => {
      known.delete(id);
      known.add(id);
    },
  };
}
