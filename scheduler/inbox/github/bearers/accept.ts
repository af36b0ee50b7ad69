import type { Database } from "../../../../kernel/database.ts";
import type { Tongue } from "../../../../kernel/tongue.ts";
import type { Jobs, JobStatus } from "../../../job.ts";
import { phrasesIn } from "../../../phrases/phrases.ts";
import { markIgnored, setOpen } from "../statements.ts";
import {
  askedIn,
  numberRequests,
  numberRequestsNamed,
  otherNamesOf,
  recordAccepted,
  repositoryNamedRow,
  takeNameFromMoved,
  takeNameFromOthers,
} from "./statements.ts";

export type Acceptance =
  /** Nobody has looked at a repository of that name, or it is the one that it was. */
  | { readonly kind: "unknown" | "unchanged" }
  | {
      readonly kind: "accepted";
      /** Jobs of the repository before that were called off. */
      readonly cancelled: readonly string[];
      /** What it is watched as still; null for nothing. */
      readonly watchedAs: string | null;
    };

export interface AcceptOptions {
  readonly database: Database;
  readonly jobs: Pick<Jobs, "status" | "cancel">;
  /** Names of the repositories in the settings. */
  readonly watched: readonly string[];
  /** The language for people who wrote this text. */
  readonly speaks: (text: string) => Tongue;
}

/**
 * From now on a name in the settings means the repository that was seen in place of another. What the
 * other's people asked for can't be told to them any more, nor called off by them: unless the settings name
 * their repository otherwise, too, its jobs end. Whatever is left of it keeps away from the name.
 */
export function acceptReplacement(name: string, options: AcceptOptions): Acceptance {
  const { database, watched } = options;
  const known = repositoryNamedRow(database, name);
  if (!known) return { kind: "unknown" };
  const { id: before, replacedBy: id } = known;
  if (id === null) return { kind: "unchanged" };
  database.transact((tx) => {
    numberRequests(tx);
    numberRequestsNamed(tx, { name, id: before });
  });
  const settings = new Set(watched.map((each) => each.toLowerCase()));
  const others = otherNamesOf(database, { id: before, name });
  const watchedAs = others.find((other) => settings.has(other.toLowerCase())) ?? null;
  // First of all: should this end in the middle, the name is not accepted yet, and it is done again.
  const cancelled = watchedAs === null ? callOff(name, before, options) : [];
  database.transact((tx) => {
    takeNameFromOthers(tx, { name, keeper: id });
    takeNameFromMoved(tx, { name, id: before });
    recordAccepted(tx, { name, id });
  });
  return { kind: "accepted", cancelled, watchedAs };
}

/** Answers the jobs that were under way. */
function callOff(name: string, repository: number, options: AcceptOptions): string[] {
  const { database, jobs } = options;
  const cancelled: string[] = [];
  for (const { id, job, opening } of askedIn(database, repository)) {
    const reason = phrasesIn(options.speaks(opening)).repositoryReplaced(name);
    if (job === null) database.transact((tx) => markIgnored(tx, id, reason));
    if (job === null || !isUnderWay(jobs.status(job))) continue;
    jobs.cancel(job, reason);
    database.transact((tx) => setOpen(tx, job, 0));
    cancelled.push(job);
  }
  return cancelled;
}

/** A finished film that a person should look at is not taken away. */
function isUnderWay(status: JobStatus | undefined): boolean {
  return status === "queued" || status === "waiting" || status === "running";
}
