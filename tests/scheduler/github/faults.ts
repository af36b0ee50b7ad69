import assert from "node:assert/strict";
import type { Fault } from "../../support/github/github.ts";
import { reactionsTo } from "../../support/github/reactions.ts";
import { storageOf } from "../../support/github/storage.ts";
import type { IssueState, World } from "../../support/github/world.ts";
import type { Cleanup } from "../../support/temp.ts";
import { openMortalDaemon, type MortalDaemon } from "./mortal-daemon.ts";

export interface Trouble {
  readonly issues: number;
  /** So many requests meet a fault. */
  readonly faults: number;
  readonly seed: number;
  /** Told after each film that was asked for. */
  readonly onProgress?: (issues: number, faultsLeft: number, kills: number) => void;
  /** Rejects with its reason when it aborts. */
  readonly signal?: AbortSignal;
}

export interface Survived {
  readonly requests: number;
  readonly faults: Readonly<Record<string, number>>;
  /** The daemon's process was killed so often, most times while a request met a fault. */
  readonly kills: number;
  /** Comments of ours that were deleted. */
  readonly takenAway: number;
  readonly duplicates: Counted;
  readonly lost: Counted;
}

/** How many there are too many of, or too few. */
export interface Counted {
  readonly jobs: number;
  /** Too many: at any moment, not only in the end. */
  readonly comments: number;
  readonly labels: number;
  readonly uploads: number;
}

/** Every so many faults, the daemon is killed; pages and lists change; the token is another one. */
const EVERY = { kill: 19, pages: 7, lag: 11, token: 41 };

/** Most requests are looks at lists: writes, of which there are few, fail more often. */
const CHANCE = { read: 0.25, write: 0.6 };

/**
 * Films go their whole way while GitHub fails in every way that it knows and the daemon's process is
 * killed at any moment; counts what there is too much of, and what is missing, when all is quiet again.
 */
export async function survive(t: Cleanup, trouble: Trouble): Promise<Survived> {
  const random = dice(trouble.seed);
  const state = { left: trouble.faults, kills: 0 };
  let reviving: Promise<void> = Promise.resolve();
  // Before the daemon's own end: nobody is to come to life after it.
  t.after(() => {
    state.left = 0;
    return reviving;
  });
  const daemon = await openMortalDaemon(t, { timeoutMs: 1_500, patienceMs: PATIENCE_MS });
  const { github, films } = daemon;
  const until = (condition: () => boolean, what: string): Promise<void> =>
    daemon.until(() => {
      trouble.signal?.throwIfAborted();
      return condition();
    }, what);
  const counts: Record<string, number> = {};
  const seconds = secondComments(github.world);
  github.chaos = (method, path) => {
    const chance = method === "GET" ? CHANCE.read : CHANCE.write;
    if (state.left <= 0 || random() > chance) return undefined;
    const possible = faultsAt(daemon, method, path);
    const { name, kind } = pick(random, possible);
    state.left -= 1;
    counts[name] = (counts[name] ?? 0) + 1;
    if (state.left % EVERY.pages === 0) github.longestPage = 1 + Math.floor(random() * 4);
    if (state.left % EVERY.lag === 0) github.listLagMs = pick(random, LAGS_MS);
    if (state.left % EVERY.token === 0) daemon.rotateToken();
    if (state.left % EVERY.kill === 0) {
      state.kills += 1;
      reviving = reviving.then(() => daemon.revive());
    }
    return kind;
  };
  const issues: IssueState[] = [];
  const share = Math.ceil(trouble.faults / trouble.issues);
  while (issues.length < trouble.issues || state.left > 0) {
    const issue = films.open({ by: "rita", ...briefOf(issues.length) });
    films.label(issue, "video:approved", "olga");
    github.world.comment(issue, "mallory", "/cancel");
    issues.push(issue);
    const target = Math.max(0, state.left - share);
    await until(() => state.left <= target || isOver(issues), "faults come");
    // Only whoever has a job can ask how it is.
    if (ownComments(issue).length > 0) github.world.comment(issue, "olga", "/status");
    trouble.onProgress?.(issues.length, state.left, state.kills);
  }
  await reviving;
  github.listLagMs = 0;
  const [gone, ...others] = issues;
  films.delete(gone!);
  await until(() => isOver(others), "all films are told to the end");
  await daemon.kill();
  return {
    requests: github.requests.length,
    faults: counts,
    kills: state.kills,
    takenAway: github.requests.filter(({ route }) => route === REMOVAL).length,
    ...judge(daemon, others, seconds()),
  };
}

const REMOVAL = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}";
/** How far behind GitHub's answers are, now and then; more than it takes to look for a lost comment. */
const LAGS_MS = [0, 5_000, 30_000, 300_000];
/** On a machine without time a thousand requests take minutes; a test gets ten at most (scripts/test). */
const PATIENCE_MS = 540_000;

function briefOf(number: number): { readonly title: string; readonly body: string } {
  const body = `---\nduration: 30\naspect: "16:9"\n---\nTwice as fast, ${number} times.\n`;
  return { title: `Film ${number}`, body };
}

function isOver(issues: readonly IssueState[]): boolean {
  return issues.every(
    (issue) =>
      issue.state === "closed" &&
      ownComments(issue).length === 1 &&
      issue.comments
        .filter(({ body }) => body === "/status")
        .every((comment) => reactionsTo(comment).length > 0),
  );
}

const SELF = "kantoku-bot";

function ownComments(issue: IssueState) {
  return issue.comments.filter(({ author }) => author.login === SELF);
}

/** Counts comments of ours that came to stand beside another one, however soon they were gone. */
function secondComments(world: World): () => number {
  let seconds = 0;
  const comment = world.comment.bind(world);
  world.comment = (issue, by, body) => {
    if (by === SELF && ownComments(issue).length > 0) seconds += 1;
    return comment(issue, by, body);
  };
  return () => seconds;
}

function judge(
  { github, films, stores }: MortalDaemon,
  issues: readonly IssueState[],
  seconds: number,
): Pick<Survived, "duplicates" | "lost"> {
  assert.deepEqual(github.violations, []);
  // The issue of each.
  const jobs = stores.jobs.list({ limit: 10_000 }).map(({ source }) => source.ref ?? "");
  const { releases } = storageOf(films.state);
  const assets = releases.flatMap((release) => release.assets);
  const contents = new Set(assets.map(({ content }) => content.toString("hex")));
  const whole = assets.filter(({ state }) => state === "uploaded");
  const wanted = issues.length * OUTPUTS;
  const labels = issues.map(stateLabels);
  return {
    duplicates: {
      jobs: jobs.length - new Set(jobs).size,
      comments: seconds,
      labels: sum(labels.map((names) => Math.max(0, names.length - 1))),
      uploads: assets.length - contents.size + releases.length - 1,
    },
    lost: {
      jobs: issues.filter(({ number }) => !jobs.includes(`acme/films#${number}`)).length,
      comments: issues.filter((issue) => !isTold(issue)).length,
      labels: labels.filter(([first]) => first !== "video:done").length,
      uploads: Math.max(0, wanted - new Set(whole.map(({ name }) => name)).size),
    },
  };
}

/** Film, poster and captions. */
const OUTPUTS = 3;

function isTold(issue: IssueState): boolean {
  const [own] = ownComments(issue);
  return /### Done[^]*\*\*Film:\*\* \[film-[^]*<!-- kantoku:job=/.test(own?.body ?? "");
}

function stateLabels({ labels }: IssueState): string[] {
  const names = [...labels.values()].map(({ name }) => name);
  return names.filter((name) => name.startsWith("video:") && name !== "video:approved");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

interface NamedFault {
  readonly name: string;
  readonly kind: Fault["kind"];
  readonly method?: RegExp;
  readonly path?: RegExp;
}

function faultsAt({ github, films }: MortalDaemon, method: string, path: string): NamedFault[] {
  const location = `${github.url}${path.replace("/repos/acme/films", `/repositories/${films.state.id}`)}`;
  const all: NamedFault[] = [
    { name: "500", kind: { name: "status", status: 500 } },
    { name: "502 after commit", kind: { name: "status-after-commit", status: 502 } },
    {
      name: "403 with retry-after",
      kind: { name: "status", status: 403, headers: { "retry-after": "2" } },
    },
    { name: "403 without", kind: { name: "secondary-limit" } },
    { name: "429", kind: { name: "status", status: 429 } },
    {
      name: "GraphQL's limit",
      kind: {
        name: "query-limit",
        type: "RATE_LIMITED",
        remaining: "0",
        reset: String(Math.ceil(github.world.now() / 1000) + 600),
      },
      path: /\/graphql$/,
    },
    { name: "reset", kind: { name: "reset" } },
    { name: "reset after commit", kind: { name: "reset-after-commit" } },
    { name: "timeout", kind: { name: "hang" } },
    { name: "timeout after commit", kind: { name: "hang-after-commit" } },
    { name: "list lag", kind: { name: "lagging-list", hidden: 1 }, method: /GET/ },
    {
      name: "301",
      kind: { name: "status", status: 301, headers: { location } },
      method: /GET/,
    },
    // As GitHub says of issues and comments that are deleted.
    { name: "410", kind: { name: "status", status: 410 }, path: /\/issues\/(comments\/)?\d+$/ },
    { name: "410", kind: { name: "status", status: 410 }, path: /\/\d+\/comments$/ },
    { name: "broken upload", kind: { name: "broken-upload" }, path: /\/assets$/, method: /POST/ },
  ];
  return all.filter((one) => one.method?.test(method) !== false && one.path?.test(path) !== false);
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** Mulberry32: the same faults in every run. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
