import { InputError } from "../../../../kernel/errors.ts";
import { GitHubError } from "../failures.ts";
import { issueNamed } from "../names.ts";
import { NEXT_IN_LINE } from "./line-budget.ts";
import type { Lookup, NeedsOptions } from "./lookup.ts";
import {
  clearRequests,
  forgetUnmetNeeds,
  markChecked,
  unmetNeedsOf,
  waitingRequests,
  type WaitingRow,
} from "./statements.ts";

/** A waiting job is looked at once a minute, or as soon as a film that it waits for is done. */
const RECHECK_MS = 60_000;
/** With two or three requests each, a round stays far from GitHub's limits. */
const AT_ONCE = 20;

/**
 * Nobody waits for this look: a job that an agent takes up before it, or while GitHub is away, starts.
 * Trouble with one request keeps no other waiting, and is thrown at the end.
 */
export async function recheck(
  repository: string,
  lookup: Lookup,
  options: NeedsOptions,
  signal: AbortSignal,
): Promise<void> {
  let failure: GitHubError | undefined;
  const each = async (row: WaitingRow, decide: (words: Words) => void): Promise<void> => {
    const now = options.clock.now();
    try {
      const name = issueNamed(`${repository}#${row.issue}`);
      decide(await wordsOf(lookup.reason(row.id, name, signal)));
    } catch (error) {
      if (!(error instanceof GitHubError) || signal.aborted) throw error;
      if (error.code === "github-limited") throw error;
      failure ??= error;
      // What may be there after all is looked for with the next look.
      if (error.code === "github-gone") return;
    }
    options.database.transact((tx) => markChecked(tx, row.id, now));
  };
  for (const row of waitingNow(repository, lookup, options)) {
    await each(row, (words) => letGoOrHold(row, words, options));
  }
  for (const row of inLine(repository, options)) {
    if (!options.line.take()) break;
    await each(row, (words) => holdBack(row, words, options));
  }
  if (failure) throw failure;
}

function waitingNow(
  repository: string,
  { isFilmed }: Lookup,
  { database, clock }: NeedsOptions,
): WaitingRow[] {
  const now = clock.now();
  const isDue = ({ id, checkedAt }: WaitingRow): boolean =>
    isPast(checkedAt, RECHECK_MS, now) ||
    unmetNeedsOf(database, id).some((need) => isFilmed(issueNamed(need)));
  return waitingRequests(database, repository).filter(isDue).slice(0, AT_ONCE);
}

/** The next ones that no agent has begun with yet. */
function inLine(
  repository: string,
  { database, jobs, clock, line }: NeedsOptions,
): readonly WaitingRow[] {
  const next: WaitingRow[] = [];
  for (const row of clearRequests(database, repository)) {
    if (!jobs.hasBegun(row.job)) next.push(row);
    if (next.length === NEXT_IN_LINE) break;
  }
  const now = clock.now();
  return next.filter(({ checkedAt }) => isPast(checkedAt, line.restMs, now));
}

/** What was checked in the future was checked before the clock was set back. */
function isPast(checkedAt: number, restMs: number, now: number): boolean {
  return now >= checkedAt + restMs || checkedAt > now;
}

interface Words {
  /** Why it has to wait; null for nothing. */
  readonly reason: string | null;
  /** It names a dependency that vanished. */
  readonly isLost: boolean;
}

async function wordsOf(reason: Promise<string | null>): Promise<Words> {
  try {
    return { reason: await reason, isLost: false };
  } catch (error) {
    if (error instanceof InputError) return { reason: error.message, isLost: true };
    throw error;
  }
}

/** A dependency that vanished keeps its job waiting: a person has to say what now. */
function letGoOrHold(row: WaitingRow, { reason }: Words, options: NeedsOptions): void {
  if (reason === null) options.jobs.release(row.job);
  else holdUnlessBegun(row, reason, options);
}

/** A dependency that was met once, and vanished since, is met. */
function holdBack(row: WaitingRow, { reason, isLost }: Words, options: NeedsOptions): void {
  if (reason !== null && !isLost) holdUnlessBegun(row, reason, options);
}

/** An agent may have begun while GitHub was asked, or a person have started it by hand. */
function holdUnlessBegun({ id, job }: WaitingRow, reason: string, options: NeedsOptions): void {
  const isTooLate = options.jobs.hold(job, reason).kind === "refused";
  if (isTooLate) options.database.transact((tx) => forgetUnmetNeeds(tx, id));
}
