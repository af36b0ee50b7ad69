/** What of an answer tells that GitHub was asked for too much. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

/** An answer of 200 that is a limit all the same: GraphQL's. In the form that octokit's plugins throw. */
export class LimitedAnswer extends Error {
  readonly response: Answer;

  constructor(response: Answer) {
    super("GraphQL's rate limit");
    this.name = "LimitedAnswer";
    this.response = response;
  }
}

const LONGEST_WAIT_MS = 3_600_000;
/** GitHub's advice when a limit names no time: at least a minute, and longer each time. */
const UNNAMED_WAIT_MS = 60_000;

/**
 * Ms to stay away when the answer is a limit, primary or secondary; null when it is none. `unnamedMs`
 * is for a limit that names no time.
 */
export function limitWait(answer: Answer, now: number, unnamedMs: number): number | null {
  return isLimit(answer) ? (namedWait(answer.headers, now) ?? unnamedMs) : null;
}

/** For the nth limit in a row, counted from 0. */
export function unnamedWait(before: number): number {
  return Math.min(UNNAMED_WAIT_MS * 2 ** before, LONGEST_WAIT_MS);
}

/** A secondary limit without headers is told from a missing permission by the page it links to. */
export function isLimit({ status, headers, data }: Answer): boolean {
  if (status === 429) return true;
  if (status === 200) return namesLimit(data) || linksToLimits(data);
  if (status !== 403) return false;
  return namedSeconds(headers) > 0 || isUsedUp(headers) || linksToLimits(data);
}

/** How GraphQL calls it, by its documentation and in fact. */
const GRAPH_TYPES: ReadonlySet<unknown> = new Set(["RATE_LIMITED", "RATE_LIMIT"]);

function namesLimit(body: unknown): boolean {
  const errors = fieldOf(body, "errors");
  return Array.isArray(errors) && errors.some((error) => GRAPH_TYPES.has(fieldOf(error, "type")));
}

function linksToLimits(body: unknown): boolean {
  return String(fieldOf(body, "documentation_url")).includes("rate-limits");
}

function namedWait(headers: Answer["headers"], now: number): number | null {
  const seconds = namedSeconds(headers);
  if (seconds > 0) return clamp(seconds * 1000);
  const resetAt = Number(headers["x-ratelimit-reset"]) * 1000;
  if (!isUsedUp(headers) || !Number.isFinite(resetAt)) return null;
  // Both of GitHub's clock: ours may be wrong by hours.
  const theirNow = Date.parse(String(headers["date"])) || now;
  return clamp(resetAt - theirNow);
}

function namedSeconds(headers: Answer["headers"]): number {
  return Number(headers["retry-after"]);
}

function isUsedUp(headers: Answer["headers"]): boolean {
  return headers["x-ratelimit-remaining"] === "0";
}

function clamp(ms: number): number {
  return Math.min(Math.max(ms, 1000), LONGEST_WAIT_MS);
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
