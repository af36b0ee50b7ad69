import { existsSync, readFileSync } from "node:fs";
import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import type { Service } from "../kernel/service.ts";
import { tongueOfLanguage, tongueOfText, type Tongue } from "../kernel/tongue.ts";
import type { Authorization } from "../scheduler/inbox/github/authorization.ts";
import type { Bell, Decisions, GitHub } from "../scheduler/inbox/github.ts";
import type { RepositoryName } from "../scheduler/inbox/github/names.ts";
import type { Results } from "../scheduler/outbox/job-view.ts";
import { githubOutbox } from "../scheduler/outbox/github-outbox.ts";
import { publisher } from "../scheduler/outbox/publisher.ts";
import { githubDefaults, QUESTIONS } from "../scheduler/outbox/questions/defaults.ts";
import { listened } from "../scheduler/outbox/replies/listened.ts";
import { githubReplies } from "../scheduler/outbox/replies/replies.ts";
import { phrasesIn } from "../scheduler/phrases/phrases.ts";
import type { Admission } from "../scheduler/job.ts";
import type { Blobs } from "../kernel/blobs.ts";
import { Brief } from "../video/brief/brief.ts";
import { questionsOf } from "../video/brief/questions.ts";
import { checkName } from "../video/measure/check-names.ts";
import { CriticReport } from "../video/measure/critic-report.ts";
import { measuredTable } from "../video/measure/table.ts";
import type { Config } from "./config.ts";
import { directionOf, extrasOf } from "./direction.ts";
import { filesOf, linkBelow, smallerFilm } from "./films.ts";
import { outputPaths } from "./outputs.ts";
import type { Stores } from "./stores.ts";

export interface AnswersParts {
  readonly client: GitHub;
  readonly authorization: Authorization;
  readonly repositories: readonly RepositoryName[];
  readonly clock?: SteadyClock;
  /** Rung by webhooks. */
  readonly bell?: Bell;
  /** Of the inbox, where labels are looked for, too. */
  readonly decisions?: Decisions;
}

/** What goes out to GitHub, and what people answer there. */
export function githubAnswers(config: Config, stores: Stores, parts: AnswersParts): Service[] {
  const { database, events } = stores;
  const { pollMs, answerWithinMs } = config.github;
  const { client, clock = systemClock } = parts;
  const direction = directionOf(stores, config.github.language);
  const { repositories } = parts;
  const heard = listened();
  return [
    outbox(config, stores, client, clock),
    githubReplies({ ...parts, database, events, pollMs, direction, clock, listened: heard }),
    githubDefaults({ ...stores, answerWithinMs, pollMs, clock, repositories, listened: heard }),
  ];
}

/** What a brief from an issue has to wait for, and what it may cost. */
export function gatesOf(
  { brief }: Pick<Admission, "brief">,
  blobs: Blobs,
  { answerWithinMs, approveAboveUsd, language }: Config["github"],
): Pick<Admission, "holds" | "costLimitUsd"> {
  const limit = approveAboveUsd === null ? {} : { costLimitUsd: approveAboveUsd };
  const read = Brief.parse(blobs.readJson(brief));
  const tongue = language === "auto" ? tongueOfLanguage(read.language) : language;
  const questions = answerWithinMs === 0 ? [] : questionsOf(read, tongue);
  if (questions.length === 0) return limit;
  const reason = phrasesIn(tongue).openQuestions(questions.length);
  return { ...limit, holds: [{ cause: QUESTIONS, reason }] };
}

/** The language for people who wrote a text that no brief was made of. */
export function speakerOf({ language }: Pick<Config["github"], "language">) {
  return language === "auto" ? tongueOfText : (): Tongue => language;
}

function outbox(config: Config, stores: Stores, client: GitHub, clock: SteadyClock): Service {
  const { database, jobs, events } = stores;
  const { closeDone, publish, place, maxAssetBytes, linkBase } = config.github;
  const outputOf = async (job: string, name: string): Promise<string | null> => {
    const view = await jobs.view(job);
    const path = view && outputPaths(view, config.home, stores)[name];
    return path !== undefined && existsSync(path) ? path : null;
  };
  return githubOutbox({
    client,
    database,
    jobs,
    events,
    clock,
    speaks: speakerOf(config.github),
    closesDoneIssues: closeDone,
    filmOf: (job) => outputOf(job, "video"),
    reportOf: async (job) => {
      const path = await outputOf(job, "report");
      return path === null ? null : readFileSync(path, "utf8");
    },
    resultsOf: (job, tongue) => resultsOf(job, tongue, stores),
    extrasOf: async (job) => {
      const holds = (await jobs.view(job))?.holds ?? [];
      return extrasOf(job, holds, stores, { ...config.github, now: clock.now() });
    },
    publishing: {
      filesOf: (job) => filesOf(job, config, stores),
      publish: publisher({
        client,
        mode: publish,
        place,
        maxBytes: publish === "branch" ? Math.min(maxAssetBytes, MOST_IN_GIT) : maxAssetBytes,
        linkOf: (file) => linkBelow(linkBase, file),
        smaller: (film, maxBytes) => smallerFilm(film, maxBytes, config, stores),
      }),
    },
  });
}

/**
 * A film's report is in the language of its brief, but tells what failed in the Critic's English: what it says first is
 * said again for who reads another language.
 */
function resultsOf(
  job: string,
  tongue: Tongue,
  { jobs, blobs }: Pick<Stores, "jobs" | "blobs">,
): Results | undefined {
  const made = jobs.outputs(job).find(({ name }) => name === "critic-report");
  const brief = jobs.brief(job);
  if (!made || !brief) return undefined;
  const { language } = Brief.parse(blobs.readJson(brief.brief));
  if (tongue === "en" && tongueOfLanguage(language) === "en") return undefined;
  const report = CriticReport.parse(blobs.readJson(made.blob));
  const say = phrasesIn(tongue);
  const failed = report.measurements.filter(({ passed }) => !passed);
  const all = report.measurements.length;
  return {
    verdict: (report.passed ? say.passed : say.needsLook)(all - failed.length, all),
    measured: measuredTable(report, tongue),
    doubts: failed.map(({ check, measured, limit }) =>
      say.doubt(checkName(check, tongue), measured, limit),
    ),
  };
}

/** GitHub refuses bigger files in a repository; what is sent as JSON grows by a third. */
const MOST_IN_GIT = 70_000_000;
