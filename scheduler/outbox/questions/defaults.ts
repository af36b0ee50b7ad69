import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import { failureOf } from "../../../kernel/errors.ts";
import type { Events } from "../../../kernel/events.ts";
import { loop, type Service } from "../../../kernel/service.ts";
import type { Jobs } from "../../job.ts";
import { askingOf, type AskingRow } from "./statements.ts";

/** Open questions about the brief hold a job until somebody answers, or for a while. */
export const QUESTIONS = "questions";

/** So long it is tried to ask: an outage is over by then, and what is forbidden stays so. */
const TRIED_MS = 24 * 3_600_000;

export interface DefaultsOptions {
  readonly database: Database;
  readonly jobs: Pick<Jobs, "held" | "release">;
  readonly events: Events;
  readonly answerWithinMs: number;
  readonly pollMs: number;
  readonly clock: Clock;
}

/** When nobody has answered in time, what was assumed holds. */
export function githubDefaults(options: DefaultsOptions): Service {
  const { database, jobs, events, answerWithinMs, pollMs, clock } = options;
  const name = "github-defaults";
  const turn = async (): Promise<number> => {
    for (const { job, heldAt } of jobs.held(QUESTIONS)) {
      // Without any time for answers nobody is to be asked: the settings have changed since.
      const since = answerWithinMs === 0 ? heldAt : askedSince(heldAt, askingOf(database, job));
      if (clock.now() >= since + answerWithinMs) jobs.release(job, QUESTIONS);
    }
    return pollMs;
  };
  return loop(name, turn, {
    clock,
    onFailure: (error, failures) =>
      events.emit("service.failed", { service: name, ...failureOf(error), failures }),
  });
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
