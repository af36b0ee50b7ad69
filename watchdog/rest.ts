import type { Lifelines } from "./lifelines.ts";
import type { Holder } from "./lifelines/words.ts";
import type { AgentRecord } from "./record.ts";

/** Between two rounds. Whoever dies meanwhile is noticed at once by its lifeline, or else within 40 ms. */
const REST_MS = 500;
/** While somebody starts who has no lifeline yet to say that it is ready. */
const SHORT_REST_MS = 100;
/** While nobody runs and no work waits, only tmux itself can be missing. */
const LONG_REST_MS = 10_000;

export interface Stillness {
  readonly now: number;
  /** When everybody is to be cared for at the latest; `Infinity`: with the next round. */
  readonly careInMs: number;
  /** A crew can't have what its work needs. */
  readonly isHeldBack: boolean;
  readonly lifelines: Pick<Lifelines, "of"> | undefined;
}

/**
 * Short while somebody starts, long while nobody runs, and no longer than the next backoff or the
 * moment when everybody is to be cared for. Pure.
 */
export function restMs(
  all: readonly AgentRecord[],
  { now, careInMs, isHeldBack, lifelines }: Stillness,
): number {
  const records = all.filter(({ held }) => !held);
  const isSilentStart = (record: AgentRecord): boolean =>
    record.state === "starting" && !holderOf(record).some((holder) => lifelines?.of(holder));
  const isQuiet = all.every(({ state }) => state === "stopped") && !isHeldBack;
  const most = records.some(isSilentStart) ? SHORT_REST_MS : isQuiet ? LONG_REST_MS : REST_MS;
  const waits = records.flatMap(({ resumeAt }) => (resumeAt === null ? [] : [resumeAt - now]));
  return Math.max(Math.min(most, careInMs, ...waits), 1);
}

/** Whose end is news. */
export const holdersOf = (records: readonly AgentRecord[]): Holder[] => records.flatMap(holderOf);

/** A held agent may come and go as it likes. */
const holderOf = ({ name: agent, generation, pid, held }: AgentRecord): Holder[] =>
  pid === null || held ? [] : [{ agent, generation, pid }];
