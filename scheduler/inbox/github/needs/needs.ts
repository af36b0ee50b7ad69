import type { Clock } from "../../../../kernel/clock.ts";
import type { Database } from "../../../../kernel/database.ts";
import { InputError } from "../../../../kernel/errors.ts";
import type { Tongue } from "../../../../kernel/tongue.ts";
import type { Jobs } from "../../../job.ts";
import { phrasesIn, type Phrases } from "../../../phrases/phrases.ts";
import type { GitHub } from "../client.ts";
import { issueNamed, issueRef, type IssueName } from "../names.ts";
import {
  jobOfIssue,
  namedNeedsOf,
  saveUnmetNeeds,
  textOfRequest,
  unmetNeedsOf,
  waitingEdges,
  waitingRequests,
  type WaitingRow,
} from "./statements.ts";
import { waitingReason } from "./verdict.ts";

export interface NeedsOptions {
  readonly client: Pick<GitHub, "issue" | "blockers">;
  readonly database: Database;
  readonly jobs: Pick<Jobs, "status" | "hold" | "release">;
  readonly clock: Clock;
  /** The language for people who wrote this text. */
  readonly speaks: (text: string) => Tongue;
}

/** The issues that an issue's film has to wait for: named in the brief, blocking it, or parts of it. */
export interface Needs {
  /**
   * Looks them all up and answers what to wait for in words; null for nothing. An `InputError` for a
   * dependency that nobody can meet.
   */
  reason(request: number, issue: IssueName, signal: AbortSignal): Promise<string | null>;
  /** Lets those of a repository start that have nothing to wait for any more; looks at some only. */
  recheck(repository: string, signal: AbortSignal): Promise<void>;
}

/** A waiting job is looked at once a minute, or as soon as a film that it waits for is done. */
const RECHECK_MS = 60_000;
/** With two or three requests each, a round stays far from GitHub's limits. */
const AT_ONCE = 20;

export function needs({ client, database, jobs, clock, speaks }: NeedsOptions): Needs {
  const phrasesFor = (request: number): Phrases =>
    phrasesIn(speaks(textOfRequest(database, request)));

  const isFilmed = ({ owner, repo, number }: IssueName): boolean => {
    const job = jobOfIssue(database, `${owner}/${repo}`, number);
    return job !== undefined && jobs.status(job) === "done";
  };

  const isUnmet = async (need: string, say: Phrases, signal: AbortSignal): Promise<boolean> => {
    const name = issueNamed(need);
    if (isFilmed(name)) return false;
    const found = await client.issue(name, signal);
    if (!found) throw unknownNeed(need, say);
    return found.isOpen;
  };

  const unmet = async (
    request: number,
    name: IssueName,
    say: Phrases,
    signal: AbortSignal,
  ): Promise<string[]> => {
    const found = new Set<string>();
    for (const need of namedNeedsOf(database, request)) {
      if (await isUnmet(need, say, signal)) found.add(need);
    }
    // As it is now: a blocker may have been added since the list was read.
    const issue = await client.issue(name, signal);
    const blockers = issue ? await client.blockers(issue, signal) : [];
    for (const blocker of blockers) {
      if (blocker.isOpen && !isFilmed(blocker)) found.add(issueRef(blocker));
    }
    return [...found];
  };

  const reason: Needs["reason"] = async (request, name, signal) => {
    // From before the first look: what changes during it is found by the next check.
    const now = clock.now();
    const say = phrasesFor(request);
    const found = await unmet(request, name, say, signal);
    database.transact((tx) => saveUnmetNeeds(tx, { request, needs: found, now }));
    return waitingReason(issueRef(name), found, waitingEdges(database), say);
  };

  return {
    reason,
    recheck: async (repository, signal) => {
      const isDue = ({ id, checkedAt }: WaitingRow): boolean =>
        clock.now() >= checkedAt + RECHECK_MS ||
        unmetNeedsOf(database, id).some((need) => isFilmed(issueNamed(need)));
      const due = waitingRequests(database, repository).filter(isDue).slice(0, AT_ONCE);
      for (const { id, issue, job } of due) {
        const name = issueNamed(`${repository}#${issue}`);
        const words = await reasonOrProblem(reason(id, name, signal));
        if (words === null) jobs.release(job);
        else jobs.hold(job, words);
      }
    },
  };
}

/** A dependency that vanished keeps its job waiting: a person has to say what now. */
async function reasonOrProblem(reason: Promise<string | null>): Promise<string | null> {
  try {
    return await reason;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

function unknownNeed(need: string, say: Phrases): InputError {
  const [message, hint] = [say.unknownNeed(need), say.unknownNeedHint];
  return new InputError([{ where: say.dependencies, message, hint }]);
}
