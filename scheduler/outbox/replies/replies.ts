import { failureOf } from "../../../kernel/errors.ts";
import { systemClock, type SteadyClock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Events } from "../../../kernel/events.ts";
import { faultPoint } from "../../../kernel/fault-points.ts";
import { loop, runServices, type Service } from "../../../kernel/service.ts";
import type { Authorization } from "../../inbox/github/authorization.ts";
import { bell, type Bell } from "../../inbox/github/bell.ts";
import type { GitHub } from "../../inbox/github/client.ts";
import type { Decisions } from "../../inbox/github/decisions.ts";
import { repositoryRef, type RepositoryName } from "../../inbox/github/names.ts";
import { repositoryLoop } from "../../inbox/github/repository-loop.ts";
import type { Film } from "./addressees.ts";
import type { Begun } from "./deeds.ts";
import type { Direction } from "./direction.ts";
import { heed, type Heard } from "./heed.ts";
import type { Listened } from "./listened.ts";
import { repositoryEar } from "./listening.ts";
import {
  deedsOf,
  filmsAbout,
  openReplies,
  recordDeed,
  settleReply,
  type OpenReplyRow,
} from "./statements.ts";
import { reopenSheet } from "../statements.ts";
import { thumbCount } from "./thumbs.ts";

/**
 * People's answers, commands and wishes, read from their comments.
 *
 *     comment ──▶ whose, and may they? ──▶ stored, as it is then (heard) ──▶ what it does, and to which
 *     films, stored (begun) ──▶ done ──▶ answered
 *
 * A crash between two arrows repeats nothing that shows. Whoever may not write to the repository is
 * not heard, except the author of an issue whose questions are open.
 */
export interface GithubRepliesOptions {
  readonly client: GitHub;
  readonly database: Database;
  readonly repositories: readonly RepositoryName[];
  readonly authorization: Authorization;
  readonly direction: Direction;
  readonly events: Events;
  /** Rest between two looks; default 20 000 ms. */
  readonly pollMs?: number;
  /** Rung by webhooks: a rest ends early. */
  readonly bell?: Bell;
  /** Of the inbox that looks for labels in the same repositories. */
  readonly decisions?: Decisions | undefined;
  /** Told until when people have been listened to. */
  readonly listened?: Listened | undefined;
  readonly clock?: SteadyClock;
}

const NAME = "github-replies";
const POLL_MS = 20_000;

/** One loop for each repository, where GitHub is asked, and one that heeds what they have heard. */
export function githubReplies(options: GithubRepliesOptions): Service {
  const heard = bell();
  const listeners = options.repositories.map((repository) => listener(repository, options, heard));
  const services = [heeding(options, heard), ...listeners];
  return { name: NAME, run: (signal) => runServices(services, signal) };
}

function listener(repository: RepositoryName, options: GithubRepliesOptions, heard: Bell): Service {
  const { events, clock = systemClock, pollMs = POLL_MS, bell: hints } = options;
  const ref = repositoryRef(repository);
  const hear = repositoryEar(repository, { ...options, clock });
  const countThumbs = thumbCount(repository, { ...options, clock });
  const turn = async (signal: AbortSignal): Promise<void> => {
    if (await hear(signal)) heard.ring(NAME);
    await countThumbs(signal);
  };
  const wake = hints?.listen(ref);
  return repositoryLoop(`${NAME} ${ref}`, turn, { events, pollMs, clock, ...(wake && { wake }) });
}

/** Kept wishes are looked at again with each turn: their film may be there by now. */
function heeding(options: GithubRepliesOptions, heard: Bell): Service {
  const { events, clock = systemClock, pollMs = POLL_MS } = options;
  const turn = async (signal: AbortSignal): Promise<number> => {
    await heedOpen(options, signal);
    return pollMs;
  };
  return loop(NAME, turn, {
    clock,
    wake: heard.listen(NAME),
    onFailure: (error, failures) =>
      events.emit("service.failed", { service: NAME, ...failureOf(error), failures }),
  });
}

async function heedOpen(options: GithubRepliesOptions, signal: AbortSignal): Promise<void> {
  for (const row of openReplies(options.database)) {
    if (signal.aborted) return;
    const heard = await heedRow(row, options);
    faultPoint("github-replies.done");
    settle(row, heard, options);
  }
}

async function heedRow(
  { comment, author, isTrusted, text }: OpenReplyRow,
  { database, direction }: GithubRepliesOptions,
): Promise<Heard | null> {
  const words = { key: `github-comment-${comment}`, by: author, text, isTrusted: isTrusted === 1 };
  const begun: Begun[] = [];
  for (const { request, job, label, ...deed } of deedsOf(database, comment)) {
    const view = await direction.view(job);
    if (view) begun.push({ film: { request, job, label, view }, deed });
  }
  const films: Film[] = [];
  for (const row of filmsAbout(database, comment)) {
    const view = await direction.view(row.job);
    if (view) films.push({ ...row, view });
  }
  const begin = (deeds: readonly Begun[]) => store(comment, deeds, database);
  return heed(films, words, direction, { begun, begin });
}

/** Before anything is done. */
function store(comment: number, deeds: readonly Begun[], database: Database): void {
  database.transact((tx) => {
    for (const { film, deed } of deeds) {
      recordDeed(tx, { ...deed, comment, request: film.request, job: film.job });
    }
    faultPoint("github-replies.begin.before-commit");
  });
  faultPoint("github-replies.begin.after-commit");
}

const REACTIONS = { done: "+1", unclear: "confused", kept: "eyes" } as const;

function settle(
  { comment, request, state }: OpenReplyRow,
  heard: Heard | null,
  { database }: GithubRepliesOptions,
): void {
  if (heard?.kind === "kept" && state === "kept") return;
  database.transact((tx) => {
    settleReply(tx, {
      comment,
      request: heard?.film.request ?? request,
      state: heard === null ? "idle" : heard.kind === "kept" ? "kept" : "answered",
      answer: heard?.answer ?? null,
      reaction: heard === null ? null : REACTIONS[heard.kind],
    });
    if (heard) reopenSheet(tx, heard.film.job);
  });
}
