import { RequestError } from "octokit";
import { messageOf, OperationalError } from "../../../kernel/errors.ts";

export type GitHubFailureCode =
  | "github-unreachable"
  | "github-limited"
  | "github-unauthorized"
  | "github-forbidden"
  | "github-gone"
  | "github-hidden"
  | "github-replaced"
  | "github-refused"
  | "github-unreadable";

/** GitHub said no, or nothing. */
export class GitHubError extends OperationalError {
  declare readonly code: GitHubFailureCode;
  /** How long GitHub asks us to stay away, in ms; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** The answer got lost or was a 5xx: a write may have happened all the same. */
  readonly isAmbiguous: boolean;
  /** What was asked for is gone because it was deleted: GitHub knows that it once was there. */
  readonly isDeletion: boolean;

  constructor(
    code: GitHubFailureCode,
    message: string,
    details: {
      hint: string;
      cause?: unknown;
      retryAfterMs?: number;
      isAmbiguous?: boolean;
      isDeletion?: boolean;
    },
  ) {
    super(code, message, details);
    this.name = "GitHubError";
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.isAmbiguous = details.isAmbiguous ?? false;
    this.isDeletion = details.isDeletion ?? false;
  }
}

/** GitHub may say for a moment of what is there that it is gone; what is gone stays so. */
export const GONE_AFTER = 3;

/** Sorts what octokit threw; `doing` says in words what was tried, e.g. "Reading acme/films". */
export function asGitHubError(error: unknown, doing: string, now: number): GitHubError {
  if (!(error instanceof RequestError) || !error.response) {
    return new GitHubError("github-unreachable", `${doing} failed: ${messageOf(error)}.`, {
      hint: "Check the network and GitHub's base URL; it is tried again.",
      cause: error,
      isAmbiguous: !wasNeverSent(error),
    });
  }
  const { status } = error;
  const waitMs = limitWait(error, now);
  if (waitMs !== null) return mustWait(doing, waitMs, error);
  const { code, hint } = BY_STATUS[status] ?? (status >= 500 ? SERVER_ERROR : REFUSED);
  return new GitHubError(code, `${doing} failed: GitHub answered ${status}.`, {
    hint,
    cause: error,
    isAmbiguous: status >= 500,
    isDeletion: status === 410,
  });
}

/** There was no connection by which anything could have got to GitHub. */
function wasNeverSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && NO_CONNECTION.has(String(cause.code))) return true;
  }
  return false;
}

const NO_CONNECTION: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** `ms` is what is left of the rest that GitHub asked for. */
export function mustWait(doing: string, ms: number, cause?: unknown): GitHubError {
  const seconds = Math.ceil(ms / 1000);
  return new GitHubError("github-limited", `${doing} must wait ${seconds} s: rate limit.`, {
    hint: "Nothing to do; poll less often if this comes up a lot.",
    cause,
    retryAfterMs: ms,
  });
}

interface Sorted {
  readonly code: GitHubFailureCode;
  readonly hint: string;
}

const SERVER_ERROR: Sorted = {
  code: "github-unreachable",
  hint: "GitHub has trouble; it is tried again.",
};
const REFUSED: Sorted = {
  code: "github-refused",
  hint: "GitHub did not accept the request; see the cause in the log.",
};
const GONE: Sorted = {
  code: "github-gone",
  hint: "Check that it still exists and that the token may see it.",
};
const BY_STATUS: Readonly<Record<number, Sorted>> = {
  401: {
    code: "github-unauthorized",
    hint: "The token is wrong or has expired: give Kantoku a new one (docs/github.md).",
  },
  403: {
    code: "github-forbidden",
    hint: "The token lacks a permission, or the issue is locked (docs/github.md).",
  },
  404: GONE,
  410: GONE,
};

/** GitHub's advice when a secondary limit names no time: at least a minute. */
const UNNAMED_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Ms to stay away when the answer is a rate limit (primary or secondary); null when it is none. */
function limitWait(error: RequestError, now: number): number | null {
  if (error.status !== 403 && error.status !== 429) return null;
  const headers = error.response?.headers ?? {};
  const seconds = Number(headers["retry-after"]);
  if (seconds > 0) return clamp(seconds * 1000);
  if (headers["x-ratelimit-remaining"] === "0") {
    // Both of GitHub's clock: ours may be wrong by hours.
    const theirNow = Date.parse(headers.date ?? "") || now;
    return clamp(Number(headers["x-ratelimit-reset"]) * 1000 - theirNow);
  }
  if (error.status === 429 || documentsLimit(error.response?.data)) return UNNAMED_WAIT_MS;
  return null;
}

/** A secondary limit without headers is told from a missing permission by the page it links to. */
function documentsLimit(body: unknown): boolean {
  if (typeof body !== "object" || body === null || !("documentation_url" in body)) return false;
  return String(body.documentation_url).includes("rate-limits");
}

function clamp(ms: number): number {
  return Math.min(Math.max(ms, 1000), LONGEST_WAIT_MS);
}
