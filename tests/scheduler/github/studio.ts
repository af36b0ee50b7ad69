import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "../../../kernel/database.ts";
import { createEvents, type EventMap, type Events } from "../../../kernel/events.ts";
import { runServices } from "../../../kernel/service.ts";
import {
  createGitHub,
  GITHUB_MIGRATIONS,
  githubInbox,
  type AdmitText,
  type GithubInboxOptions,
  type GitHubOptions,
  type LabelMeanings,
} from "../../../scheduler/inbox/github.ts";
import { githubOutbox, type GithubOutboxOptions } from "../../../scheduler/outbox/github-outbox.ts";
import type { JobView } from "../../../scheduler/outbox/job-view.ts";
import { startGitHub, type GitHubStandIn } from "../../support/github/github.ts";

/**
 * Both ends of the GitHub door with the stand-in between them, and jobs that move when the test says so.
 * A daemon may be started and stopped several times on the same database.
 */
export interface Studio extends AsyncDisposable {
  readonly github: GitHubStandIn;
  readonly films: ReturnType<GitHubStandIn["repository"]>;
  readonly admitted: readonly Admitted[];
  view(job: string): JobView | undefined;
  readonly events: readonly { name: keyof EventMap; payload: unknown }[];
  /** Sets a job's state and tells the running daemons of it. */
  set(job: string, view: JobView): void;
  /** GitHub's clock, and ours, in ms. */
  advance(ms: number): void;
  readonly admitText: AdmitText;
  /** Sets our clock by so many ms; no time passes. */
  setClock(byMs: number): void;
  /** The daemons' database, through a connection of the test's own. */
  readonly database: Database;
  start(options?: StartOptions): Daemon;
}

export interface Admitted {
  readonly text: string;
  readonly ref: string;
  readonly key: string;
  readonly job: string;
  readonly wishes: Parameters<AdmitText>[3];
}

/** What labels say in the studio. */
export const LABELS: LabelMeanings = {
  video: { starts: true },
  "video:short": { starts: true, workflow: "short", brief: { aspect: "9:16", duration: 20 } },
  "priority:p0": { priority: 0 },
  "priority:p3": { priority: 3 },
};

export interface Daemon extends AsyncDisposable {
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly inbox?: Partial<GithubInboxOptions>;
  readonly outbox?: Partial<GithubOutboxOptions>;
  readonly client?: Partial<GitHubOptions>;
}

export const RUNNING: JobView = {
  status: "running",
  steps: [
    { name: "script", status: "done", startedAt: 1000, finishedAt: 3500, summary: "12 beats" },
    { name: "render:s01", status: "done", startedAt: 4000, finishedAt: 5000 },
    { name: "render:s02", status: "leased", startedAt: 4000, finishedAt: null },
  ],
};

/** With `sleepsCount`, the clock goes on by every rest; without, only by `advance`. */
export async function openStudio({ sleepsCount = false } = {}): Promise<Studio> {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-github-"));
  let now = Date.parse("2026-01-01T00:00:00Z");
  const github = await startGitHub({ now: () => now });
  const films = github.repository("acme/films");
  films.allow("olga", "write");
  films.allow("rita", "read");
  const path = join(folder, "kantoku.db");
  const own = openDatabase(path, { migrations: [GITHUB_MIGRATIONS] });
  const admitted: Admitted[] = [];
  const views = new Map<string, JobView>();
  const seen: { name: keyof EventMap; payload: unknown }[] = [];
  const daemons = new Set<Daemon>();
  const told = new Set<Events>();
  let setBy = 0;
  const clock = {
    now: () => now + setBy,
    uptime: () => now,
    // A test waits for events, so a rest is as short as it can be.
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (sleepsCount) now += ms;
        if (signal?.aborted) return resolve();
        const timer = setTimeout(resolve, 5);
        signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
      }),
  };

  const admitText: AdmitText = (text, source, key, wishes) => {
    if (text.includes("BAD")) return { kind: "refused", reason: "duration: -5 is too short" };
    const known = admitted.find((one) => one.key === key);
    if (known) return { kind: "admitted", job: known.job };
    const job = `job-${admitted.length + 1}`;
    admitted.push({ text, ref: source.ref, key, job, wishes });
    const reason = wishes.waitsFor ?? null;
    views.set(job, { status: reason === null ? "queued" : "waiting", steps: [], reason });
    return { kind: "admitted", job };
  };

  const set = (job: string, view: JobView): void => {
    views.set(job, view);
    for (const events of told) events.emit("job.changed", { job, status: view.status });
  };

  const start = (options: StartOptions = {}): Daemon => {
    const database = openDatabase(path, { migrations: [GITHUB_MIGRATIONS] });
    const events = createEvents();
    events.onAny((name, payload) => void seen.push({ name, payload }));
    const { url: baseUrl, token } = github;
    const client = createGitHub({
      token,
      baseUrl,
      events,
      clock,
      ...options.client,
    });
    const repositories = [{ owner: "acme", repo: "films" }];
    const change = (job: string, status: JobView["status"], reason: string | null = null) => {
      const view = views.get(job);
      if (!view) return { kind: "refused", message: `There is no job ${job}.` } as const;
      set(job, { ...view, status, reason });
      return { kind: "changed", status } as const;
    };
    const jobs = {
      view: (job: string) => views.get(job),
      status: (job: string) => views.get(job)?.status,
      hasBegun: (job: string) =>
        views.get(job)?.steps.some(({ startedAt }) => startedAt !== null) ?? false,
      cancel: (job: string, reason?: string) => change(job, "cancelled", reason),
      hold: (job: string, reason: string) => change(job, "waiting", reason),
      release: (job: string) => change(job, "queued"),
    };
    const labels = LABELS;
    const shared = { client, database, events, clock, jobs };
    const inbox = { ...shared, repositories, labels, admitText, ...options.inbox };
    const outbox = {
      ...shared,
      reportOf: () => "| Check | Value |\n|---|---|\n| Loudness | −14.1 LUFS |",
      filmOf: () => "/films/film.mp4",
      settleMs: 0,
      ...options.outbox,
    };
    const stopping = new AbortController();
    told.add(events);
    const running = runServices([githubInbox(inbox), githubOutbox(outbox)], stopping.signal);
    const daemon: Daemon = {
      stop: async () => {
        if (!daemons.delete(daemon)) return;
        told.delete(events);
        stopping.abort();
        await running;
        database.close();
      },
      [Symbol.asyncDispose]: () => daemon.stop(),
    };
    daemons.add(daemon);
    return daemon;
  };

  return {
    github,
    films,
    admitted,
    events: seen,
    set,
    view: (job) => views.get(job),
    advance: (ms) => {
      now += ms;
    },
    setClock: (byMs) => {
      setBy += byMs;
    },
    admitText,
    database: own,
    start,
    [Symbol.asyncDispose]: async () => {
      for (const daemon of daemons) await daemon.stop();
      own.close();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves after the daemon has asked GitHub `route` `times` more times. */
export async function untilAsked(studio: Studio, route: string, times = 1): Promise<void> {
  const count = (): number =>
    studio.github.requests.filter((request) => request.route === route).length;
  const target = count() + times;
  await studio.github.until(() => count() >= target, `${route} was asked ${times} more times`);
}

export const LIST = "GET /repos/{owner}/{repo}/issues";
export const POST_COMMENT = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
export const EDIT_COMMENT = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
