import type { SteadyClock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import { failureOf } from "../../../kernel/errors.ts";
import type { Events } from "../../../kernel/events.ts";
import { loop, type Service } from "../../../kernel/service.ts";
import { lastKnown } from "../../inbox/github/identity.ts";
import { isSameRepository, repositoryNamed } from "../../inbox/github/names.ts";
import type { RepositoryName } from "../../inbox/github/names.ts";
import type { Jobs } from "../../job.ts";
import type { Listened } from "../replies/listened.ts";
import { askingOf, hearingOf, recordDefaults, type AskingRow } from "./statements.ts";

/** Open questions about the brief hold a job until somebody answers, or for a while. */
export const QUESTIONS = "questions";

/** So long it is tried to ask, and to hear: an outage is over by then, and what is forbidden stays so. */
const TRIED_MS = 24 * 3_600_000;
/** However long nobody was here to listen, so long it is tried: GitHub makes nobody rest for longer. */
const LISTENED_MS = 3_600_000;

export interface DefaultsOptions {
  readonly database: Database;
  readonly jobs: Pick<Jobs, "held" | "release">;
  readonly events: Events;
  readonly answerWithinMs: number;
  readonly pollMs: number;
  /** Where people are listened to, and until when they have been. */
  readonly repositories: readonly RepositoryName[];
  readonly listened: Listened;
  readonly clock: SteadyClock;
}

/** When nobody has answered in time, what was assumed holds. */
export function githubDefaults(options: DefaultsOptions): Service {
  const { database, jobs, events, pollMs, clock } = options;
  const name = "github-defaults";
  const startedAt = clock.uptime();
  const turn = async (): Promise<number> => {
    for (const { job, heldAt } of jobs.held(QUESTIONS)) {
      if (!isOver(job, heldAt, startedAt, options)) continue;
      if (jobs.release(job, QUESTIONS).kind === "refused") continue;
      database.transact((tx) => recordDefaults(tx, job, clock.now()));
    }
    return pollMs;
  };
  return loop(name, turn, {
    clock,
    onFailure: (error, failures) =>
      events.emit("service.failed", { service: name, ...failureOf(error), failures }),
  });
}

/** The time for answers is over, and whatever was said in it has been heard and heeded. */
function isOver(job: string, heldAt: number, startedAt: number, options: DefaultsOptions): boolean {
  const { database, answerWithinMs, clock } = options;
  // Without any time for answers nobody is to be asked: the settings have changed since.
  if (answerWithinMs === 0) return true;
  const over = askedSince(heldAt, askingOf(database, job)) + answerWithinMs;
  const now = clock.now();
  if (now < over) return false;
  if (isHeard(job, over, options)) return true;
  return now >= over + TRIED_MS && clock.uptime() >= startedAt + LISTENED_MS;
}

function isHeard(job: string, over: number, options: DefaultsOptions): boolean {
  const { database, repositories, listened } = options;
  const hearing = hearingOf(database, job);
  if (!hearing) return true;
  if (hearing.isUnheeded === 1) return false;
  const place = repositoryNamed(hearing.repository);
  const isListenedTo = repositories.some((configured) =>
    isSameRepository(lastKnown(configured, database) ?? configured, place),
  );
  return !isListenedTo || (listened.until(hearing.repository) ?? -Infinity) >= over;
}

/**
 * From when on an answer is waited for: since people could see the questions. Where there is no issue any
 * more, since that was found out; and where nothing may be written, since a day of trying.
 */
export function askedSince(heldAt: number, asking: AskingRow | undefined): number {
  if (asking?.hold === heldAt && asking.askedAt !== null) return asking.askedAt;
  const { settledAt = null } = asking ?? {};
  return settledAt === null ? heldAt + TRIED_MS : Math.max(heldAt, settledAt);
}
