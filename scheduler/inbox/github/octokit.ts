import { Octokit, RequestError } from "octokit";
import type { Events } from "../../../kernel/events.ts";

export interface OctokitOptions {
  readonly token: string;
  /** Default `https://api.github.com`. */
  readonly baseUrl?: string;
  readonly events?: Events;
  /** Default 30 000 ms for one request. */
  readonly timeoutMs?: number;
  /** GitHub's good manners (a write a second, a comment every three); only tests do without. */
  readonly isThrottled?: boolean;
}

const TIMEOUT_MS = 30_000;

/**
 * Rate limits are not waited out inside octokit, where nothing could interrupt the wait: they
 * surface as `github-limited`, and the services rest.
 */
export function openOctokit(options: OctokitOptions): Octokit {
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: (options.baseUrl ?? "https://api.github.com").replace(/\/+$/, ""),
    userAgent: "kantoku",
    log: SILENCE,
    request: { fetch: fetchWithin(options.timeoutMs ?? TIMEOUT_MS) },
    retry: { retries: 1, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    throttle: {
      enabled: options.isThrottled ?? true,
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
    },
  });
  if (options.events) countAnswers(octokit, options.events);
  return octokit;
}

const SILENCE = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A time limit for the request alone: time spent in octokit's queue does not count. */
function fetchWithin(timeoutMs: number): typeof fetch {
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
      const response = error instanceof RequestError ? error.response : undefined;
      count(route, response?.status ?? 0, response?.headers);
      throw error;
    }
  });
}
