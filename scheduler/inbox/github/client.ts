import type { Octokit } from "octokit";
import type { z } from "zod";
import { systemClock, type Clock } from "../../../kernel/clock.ts";
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
import { openOctokit, type OctokitOptions } from "./octokit.ts";
import { conditionalPages, type ConditionalPages } from "./pages.ts";

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

export interface GitHubOptions extends OctokitOptions {
  /** Account of the token, for GitHub Apps, which can't ask who they are: e.g. `kantoku[bot]`. */
  readonly login?: string;
  readonly clock?: Clock;
}

export function createGitHub(options: GitHubOptions): GitHub {
  const octokit = openOctokit(options);
  const call = caller(octokit, options.clock ?? systemClock);
  const pages = conditionalPages(octokit);
  return { ...lists(call, pages), ...lookups(call, options.login), ...writes(call) };
}

/** Lists of any length, read with ETags. */
function lists(
  call: Caller,
  pages: ConditionalPages,
): Pick<GitHub, "labelledIssues" | "labelEvents" | "comments"> {
  return {
    labelledIssues: (repository, label, signal) =>
      call.doing(`Reading the issues of ${repositoryRef(repository)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/issues";
        const filter = { labels: label, state: "open", sort: "updated", direction: "desc" };
        const fields = { ...named(repository), ...filter };
        const { isUnchanged, items } = await pages.read(route, fields, signal);
        const issues = parse(IssuesAnswer, items).filter((issue) => !issue.pull_request);
        return { isUnchanged, issues: issues.map((issue) => labelledIssue(repository, issue)) };
      }),

    labelEvents: (issue, signal) =>
      call.doing(`Reading the events of ${issueRef(issue)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/events";
        const { items } = await pages.read(route, numbered(issue), signal);
        return parse(EventsAnswer, items).flatMap(labelEvent);
      }),

    comments: (issue, since, signal) =>
      call.doing(`Reading the comments of ${issueRef(issue)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
        const { items } = await pages.read(route, { ...numbered(issue), since }, signal);
        return parse(CommentsAnswer, items).map(comment);
      }),
  };
}

function lookups(
  call: Caller,
  knownLogin: string | undefined,
): Pick<GitHub, "permission" | "login" | "labels"> {
  let self = knownLogin;
  return {
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

    labels: async (issue, signal) => {
      const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/labels";
      const doing = `Reading the labels of ${issueRef(issue)}`;
      const fields = { ...numbered(issue), per_page: 100 };
      const data = await call.request(doing, route, fields, signal);
      return parse(LabelsAnswer, data).map((label) => label.name);
    },
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

function labelledIssue(
  repository: RepositoryName,
  { number, title, body, updated_at }: z.infer<typeof IssuesAnswer>[number],
): LabelledIssue {
  return { ...named(repository), number, title, body: body ?? "", updatedAt: updated_at };
}

function comment({ id, body, user }: z.infer<typeof CommentsAnswer>[number]): Comment {
  return { id, body: body ?? "", author: user?.login ?? null };
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
