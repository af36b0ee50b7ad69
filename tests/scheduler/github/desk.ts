import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { admissionOf } from "../../../daemon/brief.ts";
import { loadConfig, type Config } from "../../../daemon/config.ts";
import { githubDoor } from "../../../daemon/github.ts";
import { gatesOf, githubAnswers } from "../../../daemon/github-answers.ts";
import { openStores, type Stores } from "../../../daemon/stores.ts";
import type { SteadyClock } from "../../../kernel/clock.ts";
import { openDatabase } from "../../../kernel/database.ts";
import { runServices, type Service } from "../../../kernel/service.ts";
import type { Work } from "../../../queue/topics.ts";
import { dispatcher } from "../../../scheduler/dispatcher.ts";
import { createGitHub, GITHUB_MIGRATIONS, type Bell } from "../../../scheduler/inbox/github.ts";
import { authorization } from "../../../scheduler/inbox/github/authorization.ts";
import { repositoryNamed } from "../../../scheduler/inbox/github/names.ts";
import type { JobStatus, JobView } from "../../../scheduler/job.ts";
import { settler } from "../../../scheduler/settler.ts";
import { eventually } from "../../support/eventually.ts";
import { startGitHub, type GitHubStandIn } from "../../support/github/github.ts";
import type { CommentState, IssueState } from "../../support/github/world.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";
import { crew, type CrewOptions } from "./crew.ts";

/**
 * The whole way from an admitted brief to the closed issue, with everything real but the craft: jobs,
 * queue, scheduler, films' changes, and all that speaks to GitHub, with the stand-in at the other end.
 */
export interface Desk {
  readonly github: GitHubStandIn;
  readonly films: ReturnType<GitHubStandIn["repository"]>;
  readonly stores: Stores;
  readonly config: Config;
  /** Works that were performed, e.g. `edit/2`. */
  readonly performed: readonly string[];
  readonly works: readonly Work[];
  /** An issue of rita's, labelled by olga, whose brief has become a job. */
  film(text?: string): Filming;
  /** GitHub's clock and ours, in ms. */
  advance(ms: number): void;
  /** Ends the services, lets `meanwhile` happen, and begins them anew on the same database. */
  restart(meanwhile?: () => void, repositories?: readonly string[]): Promise<void>;
  until(condition: () => boolean, what: string): Promise<void>;
}

export interface Filming {
  readonly issue: IssueState;
  readonly job: string;
  /** Our comment. */
  sheet(): string;
  say(by: string, body: string): CommentState;
  stateLabels(): string[];
  reaches(status: JobStatus): Promise<JobView>;
}

export interface DeskOptions extends CrewOptions {
  /** Those that are listened to; default `acme/films`. */
  readonly repositories?: readonly string[];
  /** Settings of `github:` in the config file. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Labels are looked for, too, by the inbox. */
  readonly hasInbox?: boolean;
  /** Every rest moves the clock on by its length, instead of taking it. */
  readonly sleepsCount?: boolean;
  /** Rests of this length and longer end only when they are ended. */
  readonly endlessFromMs?: number;
  /** For webhooks. */
  readonly bell?: Bell;
  /** How far our clock is ahead of GitHub's; behind when negative. */
  readonly aheadMs?: number;
  /** Of one request; default 30 000 ms. */
  readonly timeoutMs?: number;
}

export const CLEAR = '---\nduration: 30\naspect: "16:9"\n---\n# Release 2.0\n\nTwice as fast.\n';

export async function openDesk(t: Cleanup, options: DeskOptions = {}): Promise<Desk> {
  // Hooks run in the order of their registration: everything ends before its folder is removed.
  const endings: (() => void | Promise<void>)[] = [];
  t.after(async () => {
    for (const end of endings) await end();
  });
  const home = temporaryFolder(t);
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  const clock: SteadyClock = {
    now: () => now() + (options.aheadMs ?? 0),
    uptime: now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (options.sleepsCount) ahead += ms;
        if (signal?.aborted) return resolve();
        const isEndless = ms >= (options.endlessFromMs ?? Infinity);
        const timer = isEndless ? undefined : setTimeout(resolve, 5);
        signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
      }),
  };
  const settings = { repositories: ["acme/films"], pollMs: 100, ...options.settings };
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "kantoku.config.yaml"), JSON.stringify({ github: settings }));
  const config = await loadConfig({ home }, { PATH: process.env["PATH"] });
  const stores = openStores(config);
  openDatabase(config.home.database, { migrations: [GITHUB_MIGRATIONS] }).close();
  const github = await startGitHub({ now });
  const films = github.repository("acme/films");
  films.allow("olga", "write");
  films.allow("rita", "read");
  const works: Work[] = [];

  const services = (watched = options.repositories ?? ["acme/films"]): Service[] => {
    const client = createGitHub({
      token: github.token,
      rereadToken: () => github.token,
      baseUrl: github.url,
      clock,
      events: stores.events,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
    const judge = authorization(client, [], clock);
    const repositories = watched.map(repositoryNamed);
    const parts = { ...stores, clock };
    const door = { client, clock, ...(options.bell && { bell: options.bell }) };
    return [
      dispatcher(parts),
      settler(parts),
      crew(stores, works, options),
      ...(options.hasInbox
        ? [githubDoor(config, stores, door)]
        : githubAnswers(config, stores, { ...door, authorization: judge, repositories })),
    ];
  };
  let stopping = new AbortController();
  let running = runServices(services(), stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  endings.push(
    stop,
    () => github.close(),
    () => stores[Symbol.dispose](),
  );
  const until = async (condition: () => boolean, what: string): Promise<void> =>
    void (await eventually(what, condition, PATIENCE_MS));

  return {
    github,
    films,
    stores,
    config,
    works,
    get performed() {
      return works.map(({ step, attempt }) => `${step}/${attempt}`);
    },
    until,
    advance: (ms) => {
      ahead += ms;
    },
    restart: async (meanwhile, repositories) => {
      await stop();
      meanwhile?.();
      stopping = new AbortController();
      running = runServices(services(repositories), stopping.signal);
    },
    film: (text = CLEAR) => {
      const issue = films.open({ by: "rita", title: "Release 2.0", body: text });
      films.label(issue, "video:approved", "olga");
      const job = admit(issue, text, stores, config);
      return {
        issue,
        job,
        sheet: () => issue.comments.find((one) => one.author.login === "kantoku-bot")?.body ?? "",
        say: (by, body) => github.world.comment(issue, by, body),
        stateLabels: () =>
          [...issue.labels.values()]
            .map(({ name }) => name)
            .filter((name) => name.startsWith("video:") && name !== "video:approved"),
        reaches: async (status) => {
          let last: string | undefined;
          return eventually(
            () => `the job is ${status}, not ${last}`,
            async () => {
              const view = await stores.jobs.view(job);
              last = view?.status;
              return last === status && view;
            },
          );
        },
      };
    },
  };
}

/** As the inbox leaves a brief that it has taken. */
function admit(issue: IssueState, text: string, stores: Stores, config: Config): string {
  const generation = issue.events.at(-1)?.id ?? 0;
  const ref = `acme/films#${issue.number}`;
  const entrance = {
    source: { kind: "github", ref },
    admissionKey: `github:${ref}/${generation}`,
  } as const;
  const admission = admissionOf(text, ref, stores.blobs, entrance);
  const gates = gatesOf(admission, stores.blobs, config.github);
  const { job } = stores.jobs.admit({ ...admission, ...gates });
  const labelledAt = `${new Date(issue.updatedAt).toISOString().slice(0, 19)}Z`;
  const row = { issue: issue.number, generation, labelledAt, title: issue.title, brief: text, job };
  stores.database.transact((tx) =>
    tx
      .prepare(
        `insert into github_requests
           (repository, issue, generation, actor, labelled_at, workflow, title, brief, state, job, taken_at)
         values ('acme/films', @issue, @generation, 'olga', @labelledAt, 'film', @title, @brief,
           'admitted', @job, 0)`,
      )
      .run(row),
  );
  return job;
}

/** On a machine without time a thousand requests take minutes. */
const PATIENCE_MS = 240_000;
