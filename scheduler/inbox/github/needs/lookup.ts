import type { Clock } from "../../../../kernel/clock.ts";
import type { Database } from "../../../../kernel/database.ts";
import { InputError } from "../../../../kernel/errors.ts";
import type { Tongue } from "../../../../kernel/tongue.ts";
import type { Jobs } from "../../../job.ts";
import { phrasesIn, type Phrases } from "../../../phrases/phrases.ts";
import type { GitHub } from "../client.ts";
import { GitHubError, GONE_AFTER } from "../failures.ts";
import { issueNamed, issueRef, repositoryRef, type IssueName } from "../names.ts";
import type { LineBudget } from "./line-budget.ts";
import {
  jobOfIssue,
  namedNeedsOf,
  saveUnmetNeeds,
  textOfRequest,
  waitingEdges,
} from "./statements.ts";
import { waitingReason } from "./verdict.ts";

export interface NeedsOptions {
  readonly client: Pick<GitHub, "issue" | "blockers">;
  readonly database: Database;
  readonly jobs: Pick<Jobs, "status" | "hasBegun" | "hold" | "release">;
  readonly clock: Clock;
  /** Shared by all repositories. */
  readonly line: LineBudget;
  /** The language for people who wrote this text. */
  readonly speaks: (text: string) => Tongue;
}

export interface Lookup {
  /**
   * Looks up all that a request needs and answers what to wait for in words; null for nothing. An
   * `InputError` for a dependency that nobody can meet.
   */
  readonly reason: (
    request: number,
    issue: IssueName,
    signal: AbortSignal,
  ) => Promise<string | null>;
  /** Whether an issue's own film is done. */
  readonly isFilmed: (issue: IssueName) => boolean;
}

export function lookups({ client, database, jobs, clock, speaks }: NeedsOptions): Lookup {
  /** How often in a row a request's need was not to be seen. */
  const vain = new Map<string, number>();

  const isFilmed = (issue: IssueName): boolean => {
    const job = jobOfIssue(database, repositoryRef(issue), issue.number);
    return job !== undefined && jobs.status(job) === "done";
  };

  /** What is unmet as GitHub calls it, whatever the brief writes: its case, or where it was before; null for nothing. */
  const unmetOf = async (
    request: number,
    need: string,
    say: Phrases,
    signal: AbortSignal,
  ): Promise<string | null> => {
    const name = issueNamed(need);
    if (isFilmed(name)) return null;
    const found = await client.issue(name, signal);
    const key = `${request} ${need}`;
    if (found) {
      vain.delete(key);
      return found.isOpen && !isFilmed(found) ? issueRef(found) : null;
    }
    const misses = (vain.get(key) ?? 0) + 1;
    vain.set(key, misses);
    throw misses < GONE_AFTER ? unseen(need) : unknownNeed(need, say);
  };

  const unmet = async (
    request: number,
    name: IssueName,
    say: Phrases,
    signal: AbortSignal,
  ): Promise<string[]> => {
    const found = new Set<string>();
    for (const need of namedNeedsOf(database, request)) {
      const name = await unmetOf(request, need, say, signal);
      if (name !== null) found.add(name);
    }
    // As it is now: a blocker may have been added since the list was read.
    const issue = await client.issue(name, signal);
    const blockers = issue ? await client.blockers(issue, signal) : [];
    for (const blocker of blockers) {
      if (blocker.isOpen && !isFilmed(blocker)) found.add(issueRef(blocker));
    }
    return [...found];
  };

  return {
    isFilmed,
    reason: async (request, name, signal) => {
      // From before the first look: what changes during it is found by the next check.
      const now = clock.now();
      const say = phrasesIn(speaks(textOfRequest(database, request)));
      const found = await unmet(request, name, say, signal);
      database.transact((tx) => saveUnmetNeeds(tx, { request, needs: found, now }));
      return waitingReason(issueRef(name), found, waitingEdges(database), say);
    },
  };
}

function unknownNeed(need: string, say: Phrases): InputError {
  const [message, hint] = [say.unknownNeed(need), say.unknownNeedHint];
  return new InputError([{ where: say.dependencies, message, hint }]);
}

function unseen(need: string): GitHubError {
  const hint = "It may be so for the moment only: it is looked for again.";
  return new GitHubError("github-gone", `GitHub shows no issue ${need}.`, { hint });
}
