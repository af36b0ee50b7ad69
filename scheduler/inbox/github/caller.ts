import type { Octokit } from "octokit";
import type { z } from "zod";
import type { SteadyClock } from "../../../kernel/clock.ts";
import { asGitHubError, GitHubError } from "./failures.ts";
import type { Kind, Rests } from "./rests.ts";
import { writeTurns } from "./write-turns.ts";

/** The one way to GitHub: whatever octokit throws leaves it as a `GitHubError`. */
export interface Caller {
  /** Runs `work`, which reads; whatever octokit throws leaves as a `GitHubError`. */
  readonly doing: <T>(
    what: string,
    signal: AbortSignal,
    work: () => Promise<T>,
    kind?: Kind,
  ) => Promise<T>;
  /** One request, not paged; answers its data. */
  readonly request: (...asked: Asking) => Promise<unknown>;
  /** The same, with GitHub's time of the answer (ISO 8601, whole seconds). */
  readonly requestAt: (
    ...asked: Asking
  ) => Promise<{ readonly data: unknown; readonly at: string }>;
}

type Asking = [
  what: string,
  route: string,
  fields: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  /** For a request that is unlike the others. */
  own?: { readonly fetch?: typeof fetch; readonly route?: string },
];

export function caller(octokit: Octokit, clock: SteadyClock, rests: Rests): Caller {
  const writing = writeTurns(clock);
  const doing: Caller["doing"] = async (what, signal, work, kind = "read") => {
    rests.expectOver(what);
    try {
      const result = await work();
      rests.answered(kind);
      return result;
    } catch (error) {
      if (error instanceof GitHubError || signal.aborted) throw error;
      const times = { now: clock.now(), unnamedMs: rests.unnamedMs(kind) };
      const failure = asGitHubError(error, what, times);
      if (failure.retryAfterMs !== null) rests.begin(kind, failure.retryAfterMs);
      else if (failure.code !== "github-unreachable") rests.answered(kind);
      throw failure;
    }
  };
  const requestAt: Caller["requestAt"] = (what, route, fields, signal, own = {}) => {
    const isRead = route.startsWith("GET ");
    const request = { signal, route, ...(isRead ? {} : { retries: 0 }), ...own };
    const ask = async () => {
      const { data, headers } = await octokit.request(route, { ...fields, request });
      return { data: data as unknown, at: new Date(headers.date ?? clock.now()).toISOString() };
    };
    const inTurn = () => writing(() => (rests.expectOver(what), ask()), signal);
    return isRead ? doing(what, signal, ask) : doing(what, signal, inTurn, "write");
  };
  return { doing, requestAt, request: async (...asked) => (await requestAt(...asked)).data };
}

/** The parts of an answer that we read; another form means that it is not GitHub that answered. */
export function parse<Schema extends z.ZodType>(schema: Schema, data: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new GitHubError("github-unreadable", "GitHub's answer has an unexpected form.", {
    hint: "Check that GitHub's base URL points to a GitHub API and not to a web page or proxy.",
    cause: parsed.error,
  });
}
