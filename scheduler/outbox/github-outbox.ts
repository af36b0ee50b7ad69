import { systemClock, type SteadyClock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import { failureOf, type OperationalError } from "../../kernel/errors.ts";
import type { Events } from "../../kernel/events.ts";
import { backoff, loop, type Service } from "../../kernel/service.ts";
import { tongueOfText, type Tongue } from "../../kernel/tongue.ts";
import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError, GONE_AFTER } from "../inbox/github/failures.ts";
import { repositoryNamed } from "../inbox/github/names.ts";
import { recordMoved } from "../inbox/github/statements.ts";
import { expectMeant, nameBearer, type IsMeant } from "./bearer.ts";
import { goneOf } from "./gone.ts";
import { issueHand, type IssueHand } from "./issue-hand.ts";
import { nextStep, type NextStep, type Pace } from "./next-step.ts";
import { holdFor, type Ending, type JobView, type Results, type SheetExtras } from "./job-view.ts";
import { refusalSheet, sheetOf, type Sheet } from "./sheet.ts";
import { missingReactions, recordReaction, repliesOf } from "./replies/statements.ts";
import { QUESTIONS } from "./questions/defaults.ts";
import { recordQuestions } from "./questions/statements.ts";
import { publishNext, withPublished } from "./publication.ts";
import type { Publishing } from "./publisher.ts";
import { together } from "./together.ts";
import {
  forgetFailedPublications,
  openMissingSheets,
  openSheets,
  publicationsOf,
  recordAsking,
  recordSettled,
  reopenSheet,
  type OpenSheetRow,
} from "./statements.ts";

/**
 * The issue as the place of every answer. What an issue should show is computed from the job; what
 * it does show is remembered in `github_sheets`; each turn takes the next step from one to the other.
 * No answer of GitHub is needed to go on after a crash: a comment is found again by its marker.
 */
export interface GithubOutboxOptions {
  readonly client: GitHub;
  readonly database: Database;
  readonly jobs: { view(job: string): JobView | undefined | Promise<JobView | undefined> };
  readonly events: Events;
  /** The final report as Markdown (summary, measured table); null while there is none. */
  readonly reportOf: (job: string) => string | null | Promise<string | null>;
  /** How the film measured, in this language; undefined where the report says it. */
  readonly resultsOf?: (job: string, tongue: Tongue) => Results | undefined;
  /** Where the film is on this machine; null while there is none. */
  readonly filmOf: (job: string) => string | null | Promise<string | null>;
  /** Puts the finished files where people can see them; without it their path is told. */
  readonly publishing?: Publishing;
  /** What there is to say beside the job's own state. */
  readonly extrasOf?: (job: string, view: JobView) => SheetExtras | Promise<SheetExtras>;
  /** The language for people who wrote this text; default: what it is written in. */
  readonly speaks?: (text: string) => Tongue;
  /** Default `video:`. */
  readonly labelPrefix?: string;
  /** Default true. */
  readonly closesDoneIssues?: boolean;
  /** Default 10 000 ms between two edits of a comment; a new state is shown at once. */
  readonly coalesceMs?: number;
  /**
   * Default 15 000 ms between looks for a comment whose answer got lost. It is written again after
   * four of them at the earliest.
   */
  readonly settleMs?: number;
  /** Default 60 000 ms between two looks for a second comment, while there may be one. */
  readonly doubtMs?: number;
  /** Rest between two looks at our own jobs; default 1 000 ms. */
  readonly tickMs?: number;
  readonly clock?: SteadyClock;
}

export function githubOutbox(options: GithubOutboxOptions): Service {
  const { client, database, events, labelPrefix = "video:", clock = systemClock } = options;
  const pace: Pace = {
    coalesceMs: options.coalesceMs ?? 10_000,
    settleMs: options.settleMs ?? 15_000,
    doubtMs: options.doubtMs ?? 60_000,
    closesDoneIssues: options.closesDoneIssues ?? true,
  };
  const hand = issueHand({ client, database, clock, labelPrefix, pace }, (row, sheet, signal) =>
    publishNext(row, sheet, { ...options, clock }, signal),
  );
  const outbox: Outbox = {
    ...options,
    speaks: options.speaks ?? tongueOfText,
    clock,
    hand,
    pace,
    isMeant: nameBearer({ client, database, clock }),
    resting: new Map(),
  };
  events.on("job.changed", ({ job }) => database.transact((tx) => reopenSheet(tx, job)));
  events.on("step.retried", ({ job }) =>
    database.transact((tx) => forgetFailedPublications(tx, job)),
  );
  return loop("github-outbox", (signal) => turn(outbox, signal), {
    clock,
    onFailure: (error, failures) => reportFailure(events, error, failures),
  });
}

interface Outbox extends GithubOutboxOptions {
  readonly speaks: (text: string) => Tongue;
  readonly clock: SteadyClock;
  readonly hand: IssueHand;
  readonly pace: Pace;
  readonly isMeant: IsMeant;
  /** Requests that failed by themselves rest longer and longer, while the others go on. */
  readonly resting: Map<number, Resting>;
}

interface Resting {
  readonly failures: number;
  /** How many of them said that the issue is gone. */
  readonly gone: number;
  /** By the uptime. */
  readonly until: number;
}

/** A limit is no failure: GitHub says how long to rest. */
async function turn(outbox: Outbox, signal: AbortSignal): Promise<number> {
  try {
    return (await showAll(outbox, signal)) ? 0 : (outbox.tickMs ?? 1000);
  } catch (error) {
    if (error instanceof GitHubError && error.retryAfterMs !== null) return error.retryAfterMs;
    throw error;
  }
}

/** One step for every issue that has something to say; true when any was taken. */
async function showAll(outbox: Outbox, signal: AbortSignal): Promise<boolean> {
  const { database, clock, resting } = outbox;
  database.transact(openMissingSheets);
  await react(outbox, signal);
  let hasMoved = false;
  for (const row of openSheets(database)) {
    if (signal.aborted) break;
    const isResting = clock.uptime() < (resting.get(row.request)?.until ?? 0);
    if (!isResting && (await tryToShow(row, outbox, signal))) hasMoved = true;
  }
  return hasMoved;
}

/** True when a step was taken. An issue's own trouble sets it aside; everybody's is thrown. */
async function tryToShow(row: OpenSheetRow, outbox: Outbox, signal: AbortSignal): Promise<boolean> {
  try {
    const step = await show(row, outbox, signal);
    outbox.resting.delete(row.request);
    return step !== "wait" && step !== "settle";
  } catch (error) {
    if (!(error instanceof GitHubError) || signal.aborted) throw error;
    const isLooked = GONE_OR_MOVED.has(error.code);
    const trouble = isLooked ? await goneOf(row, error, outbox, signal) : error;
    if (!(trouble instanceof GitHubError)) {
      outbox.database.transact((tx) => recordMoved(tx, row.request, trouble));
      return true;
    }
    if (trouble.retryAfterMs !== null) throw trouble;
    setAside(row, trouble, outbox);
    // Everybody rests a little; this one longer, so that the others come first next time.
    if (trouble.code === "github-unreachable") throw trouble;
    reportFailure(outbox.events, trouble, outbox.resting.get(row.request)?.failures ?? 1);
    return false;
  }
}

/** What is below an issue that was moved is gone, or led on to the issue, which is read as something else. */
const GONE_OR_MOVED: ReadonlySet<string> = new Set(["github-gone", "github-unreadable"]);

/** Takes the next step for one issue; answers which. */
async function show(row: OpenSheetRow, outbox: Outbox, signal: AbortSignal): Promise<NextStep> {
  const sheet = await sheetFor(row, outbox);
  if (!sheet) return "wait";
  const { shown, wanted, isAtRest } = await wantedOf(row, sheet, outbox);
  const step = nextStep(shown, wanted, outbox.pace, outbox.clock.now());
  if (step === "wait" || (step === "settle" && !isAtRest)) return "wait";
  if (step !== "settle") await expectMeant(row, outbox.isMeant, signal);
  await outbox.hand[step](row, wanted, signal);
  return step;
}

/** Each of an issue's requests has its comment; the issue's label and its closing are the newest's, for all. */
async function wantedOf(row: OpenSheetRow, sheet: Sheet, outbox: Outbox) {
  if (!row.isNewest) {
    const shown = { ...row, label: sheet.label ?? "" };
    return { shown, wanted: { ...sheet, isToBeClosed: false }, isAtRest: true };
  }
  const { isAtRest, ...issue } = await together(row, sheet, outbox);
  return { shown: row, wanted: { ...sheet, ...issue }, isAtRest };
}

async function sheetFor(row: OpenSheetRow, outbox: Outbox): Promise<Sheet | undefined> {
  const { job, request, generation, reason, title } = row;
  if (job === null) {
    return refusalSheet(generation, reason ?? "", outbox.speaks(`${title} ${row.opening}`));
  }
  const view = await outbox.jobs.view(job);
  if (!view) return undefined;
  outbox.database.transact((tx) => {
    recordAsking(tx, request, holdFor(view, "approval")?.heldAt ?? null);
    recordQuestions(tx, request, holdFor(view, QUESTIONS)?.heldAt ?? null);
  });
  const replies = repliesOf(outbox.database, request, MOST_REPLIES);
  const extras = { ...(await outbox.extrasOf?.(job, view)), replies };
  const tongue = extras.tongue ?? outbox.speaks(`${title} ${row.opening}`);
  return sheetOf(
    { job, generation, title, tongue, askedBy: row.askedBy },
    view,
    await endingOf(row, view, outbox, tongue),
    extras,
  );
}

const MOST_REPLIES = 5;
const NO_ENDING: Ending = { report: null, film: null };

async function endingOf(
  { request, job }: OpenSheetRow,
  { status }: JobView,
  outbox: Outbox,
  tongue: Tongue,
): Promise<Ending> {
  if (job === null || (status !== "done" && status !== "needs-review")) return NO_ENDING;
  const ending = {
    report: await outbox.reportOf(job),
    film: await outbox.filmOf(job),
    results: outbox.resultsOf?.(job, tongue),
  };
  const files = await outbox.publishing?.filesOf(job);
  return files ? withPublished(ending, files, publicationsOf(outbox.database, request)) : ending;
}

/** Reactions to what people said: read, done, not understood. */
async function react({ client, database, isMeant }: Outbox, signal: AbortSignal): Promise<void> {
  for (const { comment, reaction, ...addressed } of missingReactions(database)) {
    try {
      if (!(await isMeant(addressed, signal))) continue;
      const repository = repositoryNamed(addressed.repository);
      await client.reactToComment(repository, comment, reaction, signal);
    } catch (error) {
      // Of a repository that can't be seen it is not known yet.
      if (error instanceof GitHubError && error.code === "github-hidden") continue;
      // Somebody took the comment back, or locked the issue: nobody misses the reaction.
      const isMoot = error instanceof GitHubError && MOOT.has(error.code);
      if (!isMoot) throw error;
    }
    database.transact((tx) => recordReaction(tx, comment, reaction));
  }
}

const MOOT: ReadonlySet<string> = new Set(["github-gone", "github-forbidden", "github-refused"]);

/** Lets a deleted issue go; any other comes back after a while, later each time. */
function setAside(row: OpenSheetRow, error: GitHubError, outbox: Outbox): void {
  const { database, clock, resting } = outbox;
  const before = resting.get(row.request);
  const failures = (before?.failures ?? 0) + 1;
  const gone = (before?.gone ?? 0) + (error.code === "github-gone" ? 1 : 0);
  if (gone >= GONE_AFTER) {
    resting.delete(row.request);
    return database.transact((tx) => recordSettled(tx, row.request, clock.now()));
  }
  const factor = error.code === "github-unreachable" ? 2 : 60;
  resting.set(row.request, { failures, gone, until: clock.uptime() + factor * backoff(failures) });
}

function reportFailure(events: Events, error: OperationalError, failures: number): void {
  events.emit("service.failed", { service: "github-outbox", ...failureOf(error), failures });
}
