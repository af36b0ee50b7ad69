import { fileURLToPath } from "node:url";
import { systemClock, type Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { OperationalError } from "../../kernel/errors.ts";
import type { Events } from "../../kernel/events.ts";
import { loop, type Service } from "../../kernel/service.ts";
import { admitTaken, type AdmitText } from "./github/admission.ts";
import { authorization } from "./github/authorization.ts";
import type { GitHub } from "./github/client.ts";
import { GitHubError } from "./github/failures.ts";
import { repositoryLook, type Look, type WatchedRepository } from "./github/look.ts";
import { repositoryRef } from "./github/names.ts";

export { createGitHub, type GitHub, type GitHubOptions } from "./github/client.ts";
export type { AdmitText } from "./github/admission.ts";
export type { WatchedRepository } from "./github/look.ts";

/**
 * Issues as an inbox: an open issue that somebody allowed has labelled becomes exactly one job.
 *
 *     label seen ──▶ who set it? ──▶ brief stored (taken) ──▶ job admitted
 *                        └─▶ ignored                    └────▶ refused, with the reason
 *
 * What makes the job one is the label's generation (the id of the `labeled` event): it is unique
 * here and part of the job's admission key, so a crash between two arrows only repeats the second.
 */
export interface GithubInboxOptions {
  readonly client: GitHub;
  readonly database: Database;
  readonly repositories: readonly WatchedRepository[];
  readonly admitText: AdmitText;
  readonly events: Events;
  /** Rest between two looks; default 20 000 ms. */
  readonly pollMs?: number;
  /** Logins that may start work whatever their permission; the only way in for bots. */
  readonly allowedLogins?: readonly string[];
  readonly clock?: Clock;
}

/** The tables of inbox and outbox, for `openDatabase`. */
export const GITHUB_MIGRATIONS = {
  room: "github",
  folder: fileURLToPath(new URL("../github-migrations", import.meta.url)),
};

const POLL_MS = 20_000;

export function githubInbox(options: GithubInboxOptions): Service {
  const { client, database, admitText, events, clock = systemClock } = options;
  const judge = authorization(client, options.allowedLogins ?? [], clock);
  const looks = options.repositories.map((watched) => ({
    ref: repositoryRef(watched),
    look: repositoryLook(watched, { client, database, events, clock, authorization: judge }),
  }));
  const failures = new Map<string, number>();

  const turn = async (signal: AbortSignal): Promise<number> => {
    await admitTaken(database, admitText, events);
    for (const { ref, look } of looks) {
      const failure = await attempt(look, signal);
      if (!failure) {
        failures.delete(ref);
        await admitTaken(database, admitText, events);
        continue;
      }
      failures.set(ref, (failures.get(ref) ?? 0) + 1);
      reportFailure(events, `github-inbox ${ref}`, failure, failures.get(ref) ?? 1);
      // The limit is the token's, so it holds for the other repositories too.
      if (failure.retryAfterMs !== null) return failure.retryAfterMs;
    }
    return options.pollMs ?? POLL_MS;
  };
  return loop("github-inbox", turn, {
    clock,
    onFailure: (error, count) => reportFailure(events, "github-inbox", error, count),
  });
}

/** GitHub's trouble with one repository is an answer, so that the others are read all the same. */
async function attempt(look: Look, signal: AbortSignal): Promise<GitHubError | undefined> {
  try {
    await look(signal);
    return undefined;
  } catch (error) {
    if (error instanceof GitHubError && !signal.aborted) return error;
    throw error;
  }
}

function reportFailure(
  events: Events,
  service: string,
  { code, message, hint }: OperationalError,
  failures: number,
): void {
  events.emit("service.failed", { service, code, message, hint, failures });
}
