import assert from "node:assert/strict";
import type { Fault } from "../../support/github/github.ts";
import { reactionsTo } from "../../support/github/reactions.ts";
import { storageOf } from "../../support/github/storage.ts";
import type { Cleanup } from "../../support/temp.ts";
import { openDesk, type Desk, type Filming } from "./desk.ts";

export interface Trouble {
  readonly issues: number;
  /** So many requests meet a fault. */
  readonly faults: number;
  readonly seed: number;
  /** Told before each restart. */
  readonly onRestart?: (issues: number, faultsLeft: number) => void;
}

export interface Survived {
  readonly requests: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly restarts: number;
  readonly duplicates: number;
  readonly lost: number;
}

/**
 * Films go their whole way while GitHub fails in every way that it knows and the daemon is ended at
 * any moment; counts what there is too much of, and what is missing, when all is quiet again.
 */
export async function survive(t: Cleanup, trouble: Trouble): Promise<Survived> {
  const random = dice(trouble.seed);
  const desk = await openDesk(t, { sleepsCount: true, timeoutMs: 1_500 });
  const { github } = desk;
  const counts: Record<string, number> = {};
  const state = { left: trouble.faults };
  github.chaos = (method, path) => {
    if (state.left <= 0 || random() < 0.5) return undefined;
    const [name, kind] = pick(
      random,
      faultsAt(desk, path).filter(([, , only]) => !only || only.test(method)),
    );
    state.left -= 1;
    counts[name] = (counts[name] ?? 0) + 1;
    if (state.left % 7 === 0) github.longestPage = 1 + Math.floor(random() * 4);
    if (state.left % 41 === 0) github.rotateToken();
    return kind;
  };
  const filmings: Filming[] = [];
  let restarts = 0;
  while (filmings.length < trouble.issues || state.left > 0) {
    const filming = desk.film(briefOf(filmings.length));
    filming.say("mallory", "/cancel");
    filming.say("olga", "/status");
    filmings.push(filming);
    const before = state.left;
    const share = Math.ceil(trouble.faults / trouble.issues);
    await desk.until(
      () => state.left <= Math.max(0, before - share) || isOver(filmings),
      "faults come",
    );
    trouble.onRestart?.(filmings.length, state.left);
    await desk.restart();
    restarts += 1;
  }
  const gone = filmings[0]!;
  desk.films.delete(gone.issue);
  await desk.until(() => isOver(filmings.slice(1)), "all films are told to the end");
  return {
    ...judge(desk, filmings.slice(1)),
    faults: counts,
    restarts,
    requests: github.requests.length,
  };
}

function briefOf(number: number): string {
  return `---\nduration: 30\naspect: "16:9"\n---\n# Film ${number}\n\nTwice as fast, ${number} times.\n`;
}

function isOver(filmings: readonly Filming[]): boolean {
  return filmings.every(
    ({ issue }) =>
      issue.state === "closed" &&
      issue.comments
        .filter(({ body }) => body === "/status")
        .every((comment) => reactionsTo(comment).length > 0),
  );
}

function judge(desk: Desk, filmings: readonly Filming[]): Pick<Survived, "duplicates" | "lost"> {
  let duplicates = 0;
  let lost = 0;
  for (const filming of filmings) {
    const { issue, job } = filming;
    const [labels, sheet] = [filming.stateLabels(), filming.sheet()];
    const own = issue.comments.filter(({ author }) => author.login === "kantoku-bot").length;
    duplicates += Math.max(0, own - 1) + Math.max(0, labels.length - 1);
    const isTold = sheet.includes(`kantoku:job=${job}`) && /\*\*Film:\*\* <http/.test(sheet);
    lost += own === 1 && isTold && labels[0] === "video:done" ? 0 : 1;
  }
  const { releases } = storageOf(desk.films.state);
  const assets = releases.flatMap((release) => release.assets);
  duplicates += assets.length - new Set(assets.map(({ content }) => content.toString("hex"))).size;
  duplicates += releases.length - 1;
  lost += assets.filter(({ state }) => state !== "uploaded").length;
  duplicates +=
    desk.performed.length - new Set(desk.works.map((work) => `${work.job}/${work.step}`)).size;
  assert.deepEqual(desk.github.violations, []);
  return { duplicates, lost };
}

type Named = readonly [name: string, kind: Fault["kind"], methods?: RegExp];

function faultsAt({ github, films }: Desk, path: string): readonly Named[] {
  const location = `${github.url}${path.replace("/repos/acme/films", `/repositories/${films.state.id}`)}`;
  return [
    ["500", { name: "status", status: 500 }],
    ["502 after commit", { name: "status-after-commit", status: 502 }],
    ["403 with retry-after", { name: "status", status: 403, headers: { "retry-after": "2" } }],
    ["403 without", { name: "secondary-limit" }],
    ["429", { name: "status", status: 429 }],
    ["reset", { name: "reset" }],
    ["reset after commit", { name: "reset-after-commit" }],
    ["timeout", { name: "hang" }],
    ["timeout after commit", { name: "hang-after-commit" }],
    ["list lag", { name: "lagging-list", hidden: 1 }, /GET/],
    ["301", { name: "status", status: 301, headers: { location } }, /GET/],
    ["broken upload", { name: "broken-upload" }, /POST/],
  ];
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
