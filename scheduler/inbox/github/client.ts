import { Octokit, RequestError } from "octokit";
import type { z } from "zod";
import { systemClock, type Clock } from "../../../kernel/clock.ts";
import type { Events } from "../../../kernel/events.ts";
import {
  CommentsAnswer,
  CreatedAnswer,
  EventsAnswer,
  IssuesAnswer,
  LabelsAnswer,
  PermissionAnswer,
  SelfAnswer,
} from "./answers.ts";
import { asGitHubError, GitHubError } from "./failures.ts";
import { issueRef, repositoryRef, type IssueName, type RepositoryName } from "./names.ts";
import { conditionalPages } from "./pages.ts";

/**
 * Everything Kantoku asks of GitHub and does there. Failures are `GitHubError`s; reads are tried
 * twice, writes once, because a repeated POST is a second comment.
 */
export interface GitHub {
  /** Open issues (no pull requests) with the label; a repeated look costs nothing while nothing changed. */
  labelledIssues(repository: RepositoryName, label: string, signal: AbortSignal): Promise<Looked>;
  /** Labels added to and taken from an issue, oldest first. */
  labelEvents(issue: IssueName, signal: AbortSignal): Promise<LabelEvent[]>;
  /** `admin`, `write`, `read` or `none`. */
  permission(repository: RepositoryName, login: string, signal: AbortSignal): Promise<string>;
  /** The account that our token belongs to. */
  login(signal: AbortSignal): Promise<string>;
  /** Comments changed at or after `since` (ISO 8601, GitHub's clock). */
  comments(issue: IssueName, since: string, signal: AbortSignal): Promise<Comment[]>;
  /** Answers the comment's id. */
  createComment(issue: IssueName, body: string, signal: AbortSignal): Promise<number>;
  editComment(
    repository: RepositoryName,
    id: number,
    body: string,
    signal: AbortSignal,
  ): Promise<void>;
  labels(issue: IssueName, signal: AbortSignal): Promise<string[]>;
  addLabel(issue: IssueName, label: string, signal: AbortSignal): Promise<void>;
  /** A label that is gone already is fine. */
  removeLabel(issue: IssueName, label: string, signal: AbortSignal): Promise<void>;
  closeIssue(issue: IssueName, signal: AbortSignal): Promise<void>;
}

export interface Looked {
  readonly isUnchanged: boolean;
  readonly issues: readonly LabelledIssue[];
}

export interface LabelledIssue extends IssueName {
  readonly title: string;
  readonly body: string;
  /** ISO 8601, in whole seconds. */
  readonly updatedAt: string;
}

export interface LabelEvent {
  readonly id: number;
  readonly kind: "labeled" | "unlabeled";
  readonly label: string;
  readonly actor: { readonly login: string; readonly isBot: boolean } | null;
  readonly createdAt: string;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string | null;
}

export interface GitHubOptions {
  readonly token: string;
  /** Default `https://api.github.com`. */
  readonly baseUrl?: string;
  /** Account of the token, for GitHub Apps, which can't ask who they are: e.g. `kantoku[bot]`. */
  readonly login?: string;
  readonly events?: Events;
  readonly clock?: Clock;
  /** Default 30 000 ms for one request. */
  readonly timeoutMs?: number;
  /** GitHub's good manners (a write a second, a comment every three); only tests do without. */
  readonly isThrottled?: boolean;
}

export function createGitHub(options: GitHubOptions): GitHub {
  const octokit = openOctokit(options);
  const call = caller(octokit, options.clock ?? systemClock);
  const pages = conditionalPages(octokit);
  let self = options.login;

  return {
    labelledIssues: (repository, label, signal) =>
      call.doing(`Reading the issues of ${repositoryRef(repository)}`, signal, async () => {
        const { isUnchanged, items } = await pages.read(
          "GET /repos/{owner}/{repo}/issues",
          {
            ...named(repository),
            labels: label,
            state: "open",
            sort: "updated",
            direction: "desc",
          },
          signal,
        );
        const issues = parse(IssuesAnswer, items).filter((issue) => !issue.pull_request);
        return {
          isUnchanged,
          issues: issues.map(({ number, title, body, updated_at }) => ({
            ...named(repository),
            number,
            title,
            body: body ?? "",
            updatedAt: updated_at,
          })),
        };
      }),

    labelEvents: (issue, signal) =>
      call.doing(`Reading the events of ${issueRef(issue)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/events";
        const { items } = await pages.read(route, numbered(issue), signal);
        return parse(EventsAnswer, items).flatMap(labelEvent);
      }),

    permission: async (repository, username, signal) => {
      const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
      const doing = `Asking what ${username} may do in ${repositoryRef(repository)}`;
      const data = await call.request(doing, route, { ...named(repository), username }, signal);
      return parse(PermissionAnswer, data).permission;
    },

    login: async (signal) => {
      const ask = () => call.request("Asking whose the token is", "GET /user", {}, signal);
      self ??= parse(SelfAnswer, await ask()).login;
      return self;
    },

    comments: (issue, since, signal) =>
      call.doing(`Reading the comments of ${issueRef(issue)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
        const { items } = await pages.read(route, { ...numbered(issue), since }, signal);
        return parse(CommentsAnswer, items).map(({ id, body, user }) => ({
          id,
          body: body ?? "",
          author: user?.login ?? null,
        }));
      }),

    labels: async (issue, signal) => {
      const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/labels";
      const doing = `Reading the labels of ${issueRef(issue)}`;
      const fields = { ...numbered(issue), per_page: 100 };
      return parse(LabelsAnswer, await call.request(doing, route, fields, signal)).map(
        (label) => label.name,
      );
    },

    ...writes(call),
  };
}

function writes(
  call: Caller,
): Pick<GitHub, "createComment" | "editComment" | "addLabel" | "removeLabel" | "closeIssue"> {
  return {
    createComment: async (issue, body, signal) => {
      const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
      const fields = { ...numbered(issue), body };
      const data = await call.request(`Commenting on ${issueRef(issue)}`, route, fields, signal);
      return parse(CreatedAnswer, data).id;
    },

    editComment: async (repository, comment_id, body, signal) => {
      const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
      const doing = `Editing a comment in ${repositoryRef(repository)}`;
      await call.request(doing, route, { ...named(repository), comment_id, body }, signal);
    },

    addLabel: async (issue, label, signal) => {
      const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
      const doing = `Labelling ${issueRef(issue)}`;
      await call.request(doing, route, { ...numbered(issue), labels: [label] }, signal);
    },

    removeLabel: async (issue, name, signal) => {
      const route = "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}";
      const doing = `Taking the label ${name} from ${issueRef(issue)}`;
      try {
        await call.request(doing, route, { ...numbered(issue), name }, signal);
      } catch (error) {
        if (!(error instanceof GitHubError) || error.code !== "github-gone") throw error;
      }
    },

    closeIssue: async (issue, signal) => {
      const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
      const change = { state: "closed", state_reason: "completed" };
      const fields = { ...numbered(issue), ...change };
      await call.request(`Closing ${issueRef(issue)}`, route, fields, signal);
    },
  };
}

/** GitHub refuses fields that it does not know, so what a caller keeps beside the name stays here. */
function named({ owner, repo }: RepositoryName): RepositoryName {
  return { owner, repo };
}

function numbered({ owner, repo, number }: IssueName) {
  return { owner, repo, issue_number: number };
}

function labelEvent(event: z.infer<typeof EventsAnswer>[number]): LabelEvent[] {
  const { id, event: kind, label, actor, created_at } = event;
  if ((kind !== "labeled" && kind !== "unlabeled") || !label) return [];
  const who = actor && { login: actor.login, isBot: isBot(actor) };
  return [{ id, kind, label: label.name, actor: who, createdAt: created_at }];
}

function isBot({ login, type }: { login: string; type: string }): boolean {
  return type !== "User" || login.endsWith("[bot]");
}

interface Caller {
  /** Runs `work`; whatever octokit throws leaves as a `GitHubError`. */
  doing<T>(what: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** One request, not paged; answers its data. */
  request(
    what: string,
    route: string,
    fields: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<unknown>;
}

function caller(octokit: Octokit, clock: Clock): Caller {
  const doing: Caller["doing"] = async (what, signal, work) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof GitHubError || signal.aborted) throw error;
      throw asGitHubError(error, what, clock.now());
    }
  };
  return {
    doing,
    request: (what, route, fields, signal) =>
      doing(what, signal, async () => {
        const isRead = route.startsWith("GET ");
        const request = { signal, route, ...(isRead ? {} : { retries: 0 }) };
        const { data } = await octokit.request(route, { ...fields, request });
        return data as unknown;
      }),
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, data: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new GitHubError("github-unreadable", "GitHub's answer has an unexpected form.", {
    hint: "Check that GitHub's base URL points to a GitHub API and not to a web page or proxy.",
    cause: parsed.error,
  });
}

const TIMEOUT_MS = 30_000;

/**
 * Rate limits are not waited out inside octokit, where nothing could interrupt the wait: they
 * surface as `github-limited`, and the services rest.
 */
function openOctokit(options: GitHubOptions): Octokit {
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
