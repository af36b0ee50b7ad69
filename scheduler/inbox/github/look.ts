import type { SteadyClock } from "../../../kernel/clock.ts";
import { admitTaken, type AdmissionOptions } from "./admission.ts";
import type { GitHub } from "./client.ts";
import type { Decisions } from "./decisions.ts";
import { noteEdit } from "./edits/edits.ts";
import { GitHubError } from "./failures.ts";
import { currentGeneration, knownOf } from "./generation.ts";
import { identify, lastKnown, tellOddities } from "./identity.ts";
import type { LabelEvent, ListedIssue } from "./issue-reads.ts";
import { startingLabels, wishesOf } from "./labels.ts";
import { repositoryRef, type RepositoryName } from "./names.ts";
import { issuesTaken, recordReconciled, requestsOfGeneration } from "./statements.ts";
import { repositoryNamedRow } from "./bearers/statements.ts";
import { take, type TakingOptions } from "./taking.ts";
import { withdrawals, type Listed, type WithdrawalOptions } from "./withdrawal.ts";

export interface LookOptions extends TakingOptions, AdmissionOptions, WithdrawalOptions {
  readonly client: GitHub;
  readonly clock: SteadyClock;
  readonly decisions?: Decisions;
}

/** Looks at a repository once: what was asked for becomes jobs, what was taken back ends them. */
export type Look = (signal: AbortSignal) => Promise<void>;

/** Catches up with what ETags and whole seconds may have hidden. */
const RECONCILE_MS = 3_600_000;
/** Clocks differ, and GitHub's lists lag behind. */
const OVERLAP_MS = 10 * 60_000;
/** Issues that are looked into together: their texts are one request. */
const AT_ONCE = 25;

export function repositoryLook(configured: RepositoryName, options: LookOptions): Look {
  /** Issues as they were when last considered to the end, by label and number. */
  const considered = new Map<string, string>();
  const withdraw = withdrawals(options);
  let reconcileAt = -Infinity;
  let isSettled = false;

  const reconcile = async (signal: AbortSignal): Promise<void> => {
    const { database, clock, client, events } = options;
    const found = await identify(configured, options, signal);
    tellOddities(configured, found, events);
    const since = repositoryNamedRow(database, repositoryRef(configured))?.reconciledAt;
    const from = new Date((since ? Date.parse(since) : clock.now()) - OVERLAP_MS).toISOString();
    const { issues, at } = await client.changedIssues(found, from, signal);
    for (const { number } of issues) forget(considered, number);
    isSettled = false;
    database.transact((tx) => recordReconciled(tx, repositoryRef(configured), at));
    reconcileAt = clock.uptime() + RECONCILE_MS;
  };

  /** False when it turns out to have another name: nothing is stored under an old one. */
  const consider = async (
    lists: readonly List[],
    repository: RepositoryName,
    trouble: Trouble,
    signal: AbortSignal,
  ): Promise<boolean> => {
    // Asked after the lists were read: whoever took the name since then is not in them.
    const found = await identify(configured, options, signal);
    const ref = repositoryRef(found);
    const isMeant = ({ issues }: List) => issues.every((one) => repositoryRef(one) === ref);
    if (ref !== repositoryRef(repository) || !lists.every(isMeant)) return false;
    await considerAll(lists, considered, options, trouble, signal);
    isSettled = trouble.isComplete && trouble.failure === undefined;
    return true;
  };

  return async (signal) => {
    const { client, meanings, clock, database } = options;
    const since = clock.uptime();
    if (clock.uptime() >= reconcileAt) await reconcile(signal);
    const repository = lastKnown(configured, database) ?? configured;
    const ref = repositoryRef(repository);
    const trouble: Trouble = { isComplete: true };
    await tolerance(trouble, signal)(() => admitTaken(ref, options, signal));
    const lists = await Promise.all(
      startingLabels(meanings).map(async (label) => {
        const looked = await client.labelledIssues(repository, label, signal);
        return { label, ...looked };
      }),
    );
    const isUnchanged = isSettled && lists.every((list) => list.isUnchanged);
    if (!isUnchanged && !(await consider(lists, repository, trouble, signal))) {
      return reconcile(signal);
    }
    const undecided = new Set([...openIn(lists, considered), ...issuesTaken(database, ref)]);
    options.decisions?.note(repositoryRef(configured), { since, undecided });
    await withdraw(repository, changesIn(lists), signal);
    await options.needs.recheck(ref, signal);
    if (trouble.failure) throw trouble.failure;
  };
}

interface List {
  readonly label: string;
  readonly isUnchanged: boolean;
  readonly issues: readonly ListedIssue[];
}

function changesIn(lists: readonly List[]): Listed {
  const changes = lists.map(
    ({ label, issues }) =>
      [label, new Map(issues.map(({ number, updatedAt }) => [number, updatedAt]))] as const,
  );
  return new Map(changes);
}

interface Candidate {
  readonly label: string;
  readonly issue: ListedIssue;
}

function candidatesIn(lists: readonly List[]): Candidate[] {
  return lists.flatMap(({ label, issues }) => issues.map((issue) => ({ label, issue })));
}

function isConsidered(each: Candidate, considered: ReadonlyMap<string, string>): boolean {
  return considered.get(keyOf(each)) === each.issue.updatedAt;
}

/** Issues that must be looked at again. */
function openIn(lists: readonly List[], considered: ReadonlyMap<string, string>): number[] {
  return candidatesIn(lists)
    .filter((each) => !isConsidered(each, considered))
    .map(({ issue }) => issue.number);
}

async function considerAll(
  lists: readonly List[],
  considered: Map<string, string>,
  options: LookOptions,
  trouble: Trouble,
  signal: AbortSignal,
): Promise<void> {
  const all = candidatesIn(lists);
  forgetOthers(considered, all);
  const open = all.filter((each) => !isConsidered(each, considered));
  const urgentFirst = inOrder(open, options);
  const tolerant = tolerance(trouble, signal);
  for (let start = 0; start < urgentFirst.length; start += AT_ONCE) {
    const some = urgentFirst.slice(start, start + AT_ONCE);
    const settled = await considerSome(some, options, trouble, signal);
    for (const each of settled) considered.set(keyOf(each), each.issue.updatedAt);
    await tolerant(() => admitTaken(repositoryRef(some[0]!.issue), options, signal));
  }
}

/** Trouble with some issues: it is thrown at the end of the look, after everybody's turn. */
interface Trouble {
  /** False when GitHub's lists disagree for the moment, so that it must be looked at again. */
  isComplete: boolean;
  failure?: GitHubError;
}

/** The most urgent first, then who asked first; the lists are newest first. */
function inOrder(open: readonly Candidate[], { meanings }: LookOptions): Candidate[] {
  const urgency = ({ label, issue }: Candidate): number =>
    wishesOf(meanings, label, issue.labels).priority ?? 2;
  return open.toSorted(
    (a, b) =>
      urgency(a) - urgency(b) ||
      a.issue.updatedAt.localeCompare(b.issue.updatedAt) ||
      a.issue.number - b.issue.number,
  );
}

/** Answers those that need not be looked at again. */
async function considerSome(
  candidates: readonly Candidate[],
  options: LookOptions,
  trouble: Trouble,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const { client, database } = options;
  const settled: Candidate[] = [];
  const fresh: (Candidate & { labelled: LabelEvent; events: readonly LabelEvent[] })[] = [];
  const tolerant = tolerance(trouble, signal);
  await Promise.all(
    candidates.map((each) =>
      tolerant(async () => {
        const events = await client.labelEvents(each.issue, signal);
        const labelled = currentGeneration(events, each.label);
        if (!labelled) return void (trouble.isComplete = false);
        const known = knownOf(requestsOfGeneration(database, labelled.id), each.issue);
        if (!known) return void fresh.push({ ...each, labelled, events });
        if (!known.isCertain) return void (trouble.isComplete = false);
        await noteEdit(known.request, each.issue, options, signal);
        settled.push(each);
      }),
    ),
  );
  if (fresh.length === 0) return settled;
  const [first] = fresh;
  const numbers = [...new Set(fresh.map(({ issue }) => issue.number))];
  const texts = await client.texts(first!.issue, numbers, signal);
  for (const each of candidates) {
    const asked = fresh.find(({ issue, label }) => issue === each.issue && label === each.label);
    const text = asked && texts.get(asked.issue.number);
    if (!asked || !text) continue;
    await tolerant(async () => {
      await take({ ...asked, text }, options, signal);
      settled.push(each);
    });
  }
  return settled;
}

/** Trouble with one issue must not keep the others waiting, unless it is everybody's. */
function tolerance(trouble: Trouble, signal: AbortSignal) {
  return async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof GitHubError) || signal.aborted) throw error;
      if (error.code === "github-limited") throw error;
      trouble.failure ??= error;
    }
  };
}

const keyOf = ({ label, issue }: Candidate): string => `${issue.number} ${label}`;

function forget(considered: Map<string, string>, number: number): void {
  for (const key of considered.keys()) if (key.startsWith(`${number} `)) considered.delete(key);
}

function forgetOthers(considered: Map<string, string>, candidates: readonly Candidate[]): void {
  const current = new Set(candidates.map(keyOf));
  for (const key of considered.keys()) if (!current.has(key)) considered.delete(key);
}
