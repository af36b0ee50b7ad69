import { Octokit, RequestError } from "octokit";
import type { Events } from "../../../kernel/events.ts";
import type { Credentials } from "./credentials.ts";
import { answerIn, GitHubError } from "./failures.ts";
import type { pacing } from "./pacing.ts";

export interface OctokitOptions {
  readonly credentials: Credentials;
  readonly baseUrl: string;
  readonly events?: Events;
  /** Default 30 000 ms for one request. */
  readonly timeoutMs?: number;
  readonly pace: ReturnType<typeof pacing>;
}

export const TIMEOUT_MS = 30_000;

/**
 * Rate limits are not waited out inside octokit, where nothing could interrupt the wait: they
 * surface as `github-limited`, and the services rest.
 */
export function openOctokit(options: OctokitOptions): Octokit {
  const octokit = new Octokit({
    baseUrl: options.baseUrl,
    userAgent: "kantoku",
    log: SILENCE,
    request: { fetch: fetchWithin(options.timeoutMs ?? TIMEOUT_MS) },
    retry: { retries: 1, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    throttle: {
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
      // The plugin takes limiters of any make; its types know those of its own library only.
      ...(options.pace as object),
    },
  });
  authorize(octokit, options.credentials);
  if (options.events) countAnswers(octokit, options.events);
  return octokit;
}

const SILENCE = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Whoever is refused with a token that has run out comes again with a new one: nothing was done yet. */
function authorize(octokit: Octokit, credentials: Credentials): void {
  octokit.hook.wrap("request", async (request, options) => {
    const repository = repositoryOf({ ...options });
    const withToken = (token: string) => {
      // Octokit's hooks all hold this one object: what is passed on instead of it gets lost.
      options.headers.authorization = `token ${token}`;
      return request(options);
    };
    const token = await credentials.token(repository);
    try {
      return await withToken(token);
    } catch (error) {
      const isRefused = error instanceof RequestError && error.status === 401;
      if (!isRefused || !(await credentials.renew(token))) throw error;
      return withToken(await credentials.token(repository));
    }
  });
}

/** From the route's parameters; requests without any (a next page, GraphQL) say it beside. */
function repositoryOf(options: Readonly<Record<string, unknown>>): string | undefined {
  const { owner, repo } = options;
  if (typeof owner === "string" && typeof repo === "string") return `${owner}/${repo}`;
  const { repository } = (options["request"] ?? {}) as Readonly<Record<string, unknown>>;
  return typeof repository === "string" ? repository : undefined;
}

/** A time limit for the request alone: time spent in octokit's queue does not count. */
export function fetchWithin(timeoutMs: number): typeof fetch {
  return (input, init) => {
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    return fetch(input, { ...init, signal });
  };
}

/** Counts by route, never by repository or issue, so that metrics keep few names. */
function countAnswers(octokit: Octokit, events: Events): void {
  const count = (route: string, status: number, headers: Record<string, unknown> = {}): void => {
    const left = headers["x-ratelimit-remaining"];
    const remaining = left === undefined ? {} : { remaining: Number(left) };
    events.emit("github.answered", { route, status, ...remaining });
  };
  octokit.hook.wrap("request", async (request, options) => {
    const route = String(options.request?.["route"] ?? `${options.method} ${options.url}`);
    try {
      const response = await request(options);
      count(route, response.status, response.headers);
      return response;
    } catch (error) {
      const answer = answerIn(error);
      // What we kept back ourselves was never sent.
      if (!(error instanceof GitHubError)) count(route, answer?.status ?? 0, answer?.headers);
      throw error;
    }
  });
}
