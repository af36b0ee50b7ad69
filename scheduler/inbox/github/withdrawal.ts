import type { Database } from "../../../kernel/database.ts";
import type { Tongue } from "../../../kernel/tongue.ts";
import { phrasesIn, type Phrases } from "../../phrases/phrases.ts";
import type { Jobs, JobStatus } from "../../job.ts";
import type { GitHub } from "./client.ts";
import type { Issue } from "./issue-reads.ts";
import { isSameLabel } from "./labels.ts";
import { issueRef, repositoryRef, type IssueName, type RepositoryName } from "./names.ts";
import {
  markIgnored,
  openRequests,
  setOpen,
  setSeenOpen,
  type OpenRequestRow,
} from "./statements.ts";

export interface WithdrawalOptions {
  readonly client: Pick<GitHub, "issue">;
  readonly database: Database;
  readonly jobs: Pick<Jobs, "status" | "cancel">;
  /** The language for people who wrote this text. */
  readonly speaks: (text: string) => Tongue;
}

/** Numbers of the open issues that carry a label, by label. */
export type Listed = ReadonlyMap<string, ReadonlySet<number>>;

/** Calls off the jobs whose label is gone, or whose issue is closed, moved or deleted. */
export async function withdrawLost(
  repository: RepositoryName,
  listed: Listed,
  options: WithdrawalOptions,
  signal: AbortSignal,
): Promise<void> {
  const { database, jobs, client } = options;
  const open = openRequests(database, repositoryRef(repository));
  for (const request of open) {
    const isAtWork = request.job === null || isUnderWay(jobs.status(request.job));
    if (!isAtWork) {
      database.transact((tx) => setOpen(tx, request.job ?? "", 0));
      continue;
    }
    if (isReplaced(request, open)) {
      withdraw(request, phrasesFor(request, options).labelSetAgain(request.label), options);
      continue;
    }
    const numbers = [...listed].find(([label]) => isSameLabel(label, request.label))?.[1];
    // A label that starts nothing any more, by the settings, takes nothing back either.
    const isListed = numbers?.has(request.issue) ?? true;
    if (isListed && !request.isRevived) continue;
    const name = { ...repository, number: request.issue };
    // A list may be from before the issue was closed: of a revived job's, only the issue itself is believed.
    const issue = await client.issue(name, signal);
    if (issue?.isOpen && request.isRevived) database.transact((tx) => setSeenOpen(tx, request.id));
    const reason = isListed ? null : lossOf(request, name, issue, phrasesFor(request, options));
    if (reason !== null) withdraw(request, reason, options);
  }
}

function phrasesFor({ title, opening }: OpenRequestRow, { speaks }: WithdrawalOptions): Phrases {
  return phrasesIn(speaks(`${title} ${opening}`));
}

/** A finished film that a person should look at is not taken away. */
function isUnderWay(status: JobStatus | undefined): boolean {
  return status === "queued" || status === "waiting" || status === "running";
}

function isReplaced(request: OpenRequestRow, open: readonly OpenRequestRow[]): boolean {
  return open.some(
    ({ issue, label, generation }) =>
      issue === request.issue &&
      isSameLabel(label, request.label) &&
      generation > request.generation,
  );
}

/** Null when the issue is there, open and labelled: the list was late. A revived job's may be closed. */
function lossOf(
  { label, isRevived }: OpenRequestRow,
  name: IssueName,
  issue: Issue | undefined,
  say: Phrases,
): string | null {
  if (!issue) return say.issueDeleted;
  if (issueRef(issue).toLowerCase() !== issueRef(name).toLowerCase()) {
    return say.issueMoved(issueRef(issue));
  }
  if (!issue.isOpen && !isRevived) return say.issueClosed;
  if (issue.labels.some((present) => isSameLabel(present, label))) return null;
  return say.labelTakenOff(label);
}

function withdraw(request: OpenRequestRow, reason: string, { database, jobs }: WithdrawalOptions) {
  if (request.job !== null) jobs.cancel(request.job, reason);
  const { id, job } = request;
  database.transact((tx) => (job === null ? markIgnored(tx, id, reason) : setOpen(tx, job, 0)));
}
