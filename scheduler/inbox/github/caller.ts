import type { Octokit } from "octokit";
import type { z } from "zod";
import type { SteadyClock } from "../../../kernel/clock.ts";
import { asGitHubError, GitHubError, mustWait } from "./failures.ts";
import { writeTurns } from "./write-turns.ts";

/** The one way to GitHub: whatever octokit throws leaves it as a `GitHubError`. */
export interface Caller {
  /** Runs `work`; whatever octokit throws leaves as a `GitHubError`. */
  readonly doing: <T>(what: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;
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

/** A limit is the account's: while GitHub asks for a rest, nobody asks GitHub for anything. */
export function caller(octokit: Octokit, clock: SteadyClock): Caller {
  let restUntil = -Infinity;
  const writing = writeTurns(clock);
  const rest = (what: string): void => {
    const restMs = restUntil - clock.uptime();
    if (restMs > 0) throw mustWait(what, restMs);
  };
  const doing: Caller["doing"] = async (what, signal, work) => {
    rest(what);
    try {
      return await work();
    } catch (error) {
      if (error instanceof GitHubError || signal.aborted) throw error;
      const failure = asGitHubError(error, what, clock.now());
      if (failure.retryAfterMs !== null) restUntil = clock.uptime() + failure.retryAfterMs;
      throw failure;
    }
  };
  const requestAt: Caller["requestAt"] = (what, route, fields, signal, own = {}) =>
    doing(what, signal, async () => {
      const isRead = route.startsWith("GET ");
      const request = { signal, route, ...(isRead ? {} : { retries: 0 }), ...own };
      const ask = async () => {
        const { data, headers } = await octokit.request(route, { ...fields, request });
        return { data: data as unknown, at: new Date(headers.date ?? clock.now()).toISOString() };
      };
      return isRead ? ask() : writing(() => (rest(what), ask()), signal);
    });
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
