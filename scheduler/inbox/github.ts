import { systemClock, type SteadyClock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import { runServices, type Service } from "../../kernel/service.ts";
import { tongueOfText, type Tongue } from "../../kernel/tongue.ts";
import type { Jobs } from "../job.ts";
import type { AdmitText } from "./github/admission.ts";
import { authorization } from "./github/authorization.ts";
import type { Bell } from "./github/bell.ts";
import type { Decisions } from "./github/decisions.ts";
import type { GitHub } from "./github/client.ts";
import type { LabelMeanings } from "./github/labels.ts";
import { repositoryLook } from "./github/look.ts";
import { repositoryRef, type RepositoryName } from "./github/names.ts";
import { lineBudget, type LineBudget } from "./github/needs/line-budget.ts";
import { needs } from "./github/needs/needs.ts";
import { repositoryLoop } from "./github/repository-loop.ts";
import { setOpen } from "./github/statements.ts";

export type { Bell } from "./github/bell.ts";
export { decisions, type Decisions } from "./github/decisions.ts";
export { githubMigrations as GITHUB_MIGRATIONS } from "../migrations.ts";
export { createGitHub, type GitHub, type GitHubOptions } from "./github/client.ts";
export type { AdmitText } from "./github/admission.ts";
export type { LabelMeanings } from "./github/labels.ts";

/**
 * Issues as an inbox: an open issue that somebody allowed has labelled becomes exactly one job.
 *
 *     label seen ──▶ who set it? ──▶ brief stored (taken) ──▶ job admitted ──▶ label gone: cancelled
 *                        └─▶ ignored          └─▶ refused, with the reason
 *
 * What makes the job one is the label's generation (the id of the `labeled` event): it is unique
 * here and part of the job's admission key, so a crash between two arrows only repeats the second.
 */
export interface GithubInboxOptions {
  readonly client: GitHub;
  readonly database: Database;
  readonly repositories: readonly RepositoryName[];
  /** What labels say; those that start are looked for. */
  readonly labels: LabelMeanings;
  readonly admitText: AdmitText;
  readonly jobs: Pick<Jobs, "status" | "hasBegun" | "cancel" | "hold" | "release">;
  readonly events: Events;
  /** The language for people who wrote this text; default: what it is written in. */
  readonly speaks?: (text: string) => Tongue;
  /** Rest between two looks; default 20 000 ms. */
  readonly pollMs?: number;
  /** Logins that may start work whatever their permission; the only way in for bots. */
  readonly allowedLogins?: readonly string[];
  /** Rung by webhooks: a rest ends early. */
  readonly bell?: Bell;
  /** Told what is decided, for whoever hears people's comments. */
  readonly decisions?: Decisions;
  readonly clock?: SteadyClock;
}

const POLL_MS = 20_000;
/** One loop for each repository: trouble with one keeps no other waiting. */
export function githubInbox(options: GithubInboxOptions): Service {
  const { database, events, clock = systemClock } = options;
  events.on("job.changed", ({ job, status }) => {
    const isUnderWay = status === "queued" || status === "waiting" || status === "running";
    database.transact((tx) => setOpen(tx, job, isUnderWay ? 1 : 0));
  });
  const line = lineBudget(options.repositories.length, clock);
  const watchers = options.repositories.map((repository) => watcher(repository, line, options));
  return { name: "github-inbox", run: (signal) => runServices(watchers, signal) };
}

function watcher(
  repository: RepositoryName,
  line: LineBudget,
  options: GithubInboxOptions,
): Service {
  const { client, events, pollMs = POLL_MS, clock = systemClock, bell } = options;
  const ref = repositoryRef(repository);
  const speaks = options.speaks ?? tongueOfText;
  const look = repositoryLook(repository, {
    ...options,
    clock,
    speaks,
    meanings: options.labels,
    authorization: authorization(client, options.allowedLogins ?? [], clock),
    needs: needs({ ...options, clock, speaks, line }),
  });
  const wake = bell?.listen(ref);
  return repositoryLoop(`github-inbox ${ref}`, look, {
    events,
    pollMs,
    clock,
    ...(wake && { wake }),
  });
}
