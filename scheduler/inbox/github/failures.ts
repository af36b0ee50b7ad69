import { RequestError } from "octokit";
import { messageOf, OperationalError } from "../../../kernel/errors.ts";
import { limitWait, type Answer } from "./limits.ts";

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

/**
 * Sorts what octokit threw; `doing` says in words what was tried, e.g. "Reading acme/films". A limit that
 * names no time is rested for `unnamedMs`.
 */
export function asGitHubError(
  error: unknown,
  doing: string,
  { now, unnamedMs }: { readonly now: number; readonly unnamedMs: number },
): GitHubError {
  const answer = answerIn(error);
  if (!answer) {
    return new GitHubError("github-unreachable", `${doing} failed: ${messageOf(error)}.`, {
      hint: "Check the network and GitHub's base URL; it is tried again.",
      cause: error,
      isAmbiguous: !wasNeverSent(error),
    });
  }
  const waitMs = limitWait(answer, now, unnamedMs);
  if (waitMs !== null) return mustWait(doing, waitMs, error);
  // Octokit takes some answers of 200 for a 500.
  const status = error instanceof RequestError ? error.status : answer.status;
  const { code, hint } = BY_STATUS[status] ?? (status >= 500 ? SERVER_ERROR : REFUSED);
  return new GitHubError(code, `${doing} failed: GitHub answered ${status}.`, {
    hint,
    cause: error,
    isAmbiguous: status >= 500,
    isDeletion: status === 410,
  });
}

/** What GitHub answered, however octokit's plugins throw it; undefined when there was no answer. */
export function answerIn(error: unknown): Answer | undefined {
  if (!(error instanceof Error) || !("response" in error)) return undefined;
  const { response } = error;
  if (typeof response !== "object" || response === null) return undefined;
  return "status" in response && "headers" in response ? (response as Answer) : undefined;
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
