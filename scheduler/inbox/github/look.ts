import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Events } from "../../../kernel/events.ts";
import type { Authorization } from "./authorization.ts";
import { briefTextOf } from "./brief-text.ts";
import type { GitHub } from "./client.ts";
import { GitHubError } from "./failures.ts";
import { issueRef, repositoryRef, type RepositoryName } from "./names.ts";
import type { Issue, LabelEvent } from "./issue-reads.ts";
import { insertRequest, requestExists } from "./statements.ts";

export interface WatchedRepository extends RepositoryName {
  /** The label that asks for a film. */
  readonly label: string;
  readonly workflow: string;
}

export interface LookOptions {
  readonly client: GitHub;
  readonly database: Database;
  readonly events: Events;
  readonly authorization: Authorization;
  readonly clock: Clock;
}

/** Looks at a repository once: stores each new request with its brief and who asked. */
export type Look = (signal: AbortSignal) => Promise<void>;

export function repositoryLook(watched: WatchedRepository, options: LookOptions): Look {
  /** Issues as they were when last considered to the end, by number. */
  const considered = new Map<number, string>();
  let isSettled = false;

  return async (signal) => {
    const { client } = options;
    const { isUnchanged, issues } = await client.labelledIssues(watched, watched.label, signal);
    if (isUnchanged && isSettled) return;
    isSettled = false;
    forgetOthers(considered, issues);
    const open = issues.filter((issue) => considered.get(issue.number) !== issue.updatedAt);
    let isComplete = true;
    let failure: GitHubError | undefined;
    // The list is newest first; who asked first is served first.
    for (const issue of open.toReversed()) {
      try {
        const isConsidered = await consider(issue, watched, options, signal);
        if (isConsidered) considered.set(issue.number, issue.updatedAt);
        isComplete &&= isConsidered;
      } catch (error) {
        // Trouble with one issue must not keep the others waiting, unless it is everybody's.
        if (!(error instanceof GitHubError) || signal.aborted) throw error;
        if (error.code === "github-limited") throw error;
        failure ??= error;
      }
    }
    if (failure) throw failure;
    isSettled = isComplete;
  };
}

/** False when GitHub's lists disagree for the moment, so that it must be looked at again. */
async function consider(
  issue: Issue,
  watched: WatchedRepository,
  options: LookOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { client, database, authorization } = options;
  const labelled = currentGeneration(await client.labelEvents(issue, signal), watched.label);
  if (!labelled) return false;
  const generation = labelled.id;
  const key = { repository: repositoryRef(issue), issue: issue.number, generation };
  if (requestExists(database, key)) return true;
  const verdict = await authorization.judge(issue, labelled.actor, signal);
  const reason = verdict.kind === "refused" ? verdict.reason : null;
  store(issue, watched, labelled, reason, options);
  return true;
}

/** Keeps title and body as they are now: whatever is edited later, this is the brief. */
function store(
  issue: Issue,
  { workflow }: WatchedRepository,
  labelled: LabelEvent,
  reason: string | null,
  { database, events, clock }: LookOptions,
): void {
  database.transact((tx) =>
    insertRequest(tx, {
      repository: repositoryRef(issue),
      issue: issue.number,
      generation: labelled.id,
      actor: labelled.actor?.login ?? "ghost",
      labelledAt: labelled.createdAt,
      workflow,
      title: issue.title,
      brief: reason === null ? briefTextOf(issue.title, issue.body) : "",
      state: reason === null ? "taken" : "ignored",
      reason,
      takenAt: clock.now(),
    }),
  );
  if (reason !== null) events.emit("brief.rejected", { source: issueRef(issue), reason });
}

/** The newest time the label was set, unless it has been taken away since. */
function currentGeneration(events: readonly LabelEvent[], label: string): LabelEvent | undefined {
  const ours = events.filter((event) => event.label.toLowerCase() === label.toLowerCase());
  const newest = ours.toSorted((a, b) => a.id - b.id).at(-1);
  return newest?.kind === "labeled" ? newest : undefined;
}

function forgetOthers(considered: Map<number, string>, issues: readonly Issue[]): void {
  const current = new Set(issues.map((issue) => issue.number));
  for (const number of considered.keys()) {
    if (!current.has(number)) considered.delete(number);
  }
}
