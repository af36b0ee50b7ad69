import type { SteadyClock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Tongue } from "../../../kernel/tongue.ts";
import { phrasesIn, type Phrases } from "../../phrases/phrases.ts";
import type { Jobs, JobStatus } from "../../job.ts";
import type { GitHub } from "./client.ts";
import { issueMemory, type IssueMemory } from "./issue-memory.ts";
import { isSameLabel } from "./labels.ts";
import { isTakenOff, lossOf, type Loss } from "./loss.ts";
import { isSameIssue, isSameRepository, issueRef, repositoryRef } from "./names.ts";
import type { IssueName, RepositoryName } from "./names.ts";
import {
  markIgnored,
  openRequests,
  recordMoved,
  setOpen,
  setSeenOpen,
  type OpenRequestRow,
} from "./statements.ts";

export interface WithdrawalOptions {
  readonly client: Pick<GitHub, "sighting" | "labelEvents" | "repository">;
  readonly database: Database;
  readonly jobs: Pick<Jobs, "status" | "cancel">;
  readonly clock: SteadyClock;
  /** The language for people who wrote this text. */
  readonly speaks: (text: string) => Tongue;
}

/** Of the open issues that carry a label, by label and number: when each was last changed. */
export type Listed = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** Calls off the jobs whose label is gone, or whose issue is closed, moved or deleted. */
export type Withdrawal = (
  repository: RepositoryName,
  listed: Listed,
  signal: AbortSignal,
) => Promise<void>;

/** A job that is called off does not come back: each loss has its proof, or is seen for long. */
export function withdrawals(options: WithdrawalOptions): Withdrawal {
  const { database, jobs } = options;
  const memory = issueMemory(options.clock);
  return async (repository, listed, signal) => {
    const open = openRequests(database, repositoryRef(repository));
    memory.keep(open);
    for (const request of open) {
      const isAtWork = request.job === null || isUnderWay(jobs.status(request.job));
      if (!isAtWork) {
        database.transact((tx) => setOpen(tx, request.job ?? "", 0));
        continue;
      }
      const say = phrasesIn(options.speaks(`${request.title} ${request.opening}`));
      if (isReplaced(request, open)) {
        withdraw(request, say.labelSetAgain(request.label), options);
        continue;
      }
      const name = { ...repository, number: request.issue };
      const loss = await lossSeen(request, name, listed, { ...options, memory }, signal);
      if (loss?.kind === "moved") database.transact((tx) => recordMoved(tx, request.id, loss.to));
      if (loss) withdraw(request, reasonOf(loss, request, say), options);
    }
  };
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

interface Seeing extends WithdrawalOptions {
  readonly memory: IssueMemory;
}

/** Null while nothing is lost for certain. */
async function lossSeen(
  request: OpenRequestRow,
  name: IssueName,
  listed: Listed,
  seeing: Seeing,
  signal: AbortSignal,
): Promise<Loss | null> {
  const { client, database, memory } = seeing;
  const shown = [...listed].find(([label]) => isSameLabel(label, request.label))?.[1];
  const listedAt = shown?.get(name.number);
  if (listedAt !== undefined) memory.isNews(request, listedAt);
  // A label that starts nothing any more, by the settings, takes nothing back either.
  const isListed = shown === undefined || listedAt !== undefined;
  if (isListed) memory.clear(request);
  if (isListed && !request.isRevived) return null;
  // A list may be from before the issue was closed: of a revived job's, only the issue itself is believed.
  const seen = await client.sighting(name, signal);
  if (seen.kind === "there" && isSameIssue(seen.issue, name)) {
    if (!memory.isNews(request, seen.issue.updatedAt)) return null;
    const isOpenAgain = seen.issue.isOpen && request.isRevived === 1;
    if (isOpenAgain) database.transact((tx) => setSeenOpen(tx, request.id));
  }
  const loss = isListed ? null : lossOf(request, name, seen);
  if (loss === null) return (memory.clear(request), null);
  return (await isCertain(loss, request, name, seeing, signal)) ? loss : null;
}

async function isCertain(
  loss: Loss,
  request: OpenRequestRow,
  name: IssueName,
  { client, memory }: Seeing,
  signal: AbortSignal,
): Promise<boolean> {
  switch (loss.kind) {
    case "closed":
      return true;
    case "moved":
      // A repository that was renamed has moved no issue.
      return !isSameRepository(await client.repository(name, signal), loss.to);
    case "unlabelled":
      if (isTakenOff(await client.labelEvents(name, signal), request)) return true;
      return memory.isBeyondDoubt(request, loss.kind);
    case "deleted":
    case "hidden":
      return memory.isBeyondDoubt(request, loss.kind);
  }
}

function reasonOf(loss: Loss, { label }: OpenRequestRow, say: Phrases): string {
  switch (loss.kind) {
    case "closed":
      return say.issueClosed;
    case "moved":
      return say.issueMoved(issueRef(loss.to));
    case "unlabelled":
      return say.labelTakenOff(label);
    case "deleted":
    case "hidden":
      return say.issueDeleted;
  }
}

function withdraw(request: OpenRequestRow, reason: string, { database, jobs }: WithdrawalOptions) {
  if (request.job !== null) jobs.cancel(request.job, reason);
  const { id, job } = request;
  database.transact((tx) => (job === null ? markIgnored(tx, id, reason) : setOpen(tx, job, 0)));
}
