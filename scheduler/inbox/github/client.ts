import type { z } from "zod";
import { systemClock, type Clock } from "../../../kernel/clock.ts";
import {
  EventsAnswer,
  IssuesAnswer,
  LabelsAnswer,
  PermissionAnswer,
  SelfAnswer,
} from "./answers.ts";
import { caller, parse, type Caller } from "./caller.ts";
import { conversation, isBot, type Conversation } from "./conversation.ts";
import { issueWrites, type IssueWrites } from "./issue-writes.ts";
import { issueRef, named, numbered, repositoryRef } from "./names.ts";
import type { IssueName, RepositoryName } from "./names.ts";
import { openOctokit, type OctokitOptions } from "./octokit.ts";
import { conditionalPages, type ConditionalPages } from "./pages.ts";

/**
 * Everything Kantoku asks of GitHub and does there. Failures are `GitHubError`s; reads are tried
 * twice, writes once, because a repeated POST is a second comment.
 */
export interface GitHub extends IssueWrites, Conversation {
  /** Open issues (no pull requests) with the label; a repeated look costs nothing while nothing changed. */
  labelledIssues(repository: RepositoryName, label: string, signal: AbortSignal): Promise<Looked>;
  /** Labels added to and taken from an issue, oldest first. */
  labelEvents(issue: IssueName, signal: AbortSignal): Promise<LabelEvent[]>;
  /** `admin`, `write`, `read` or `none`. */
  permission(repository: RepositoryName, login: string, signal: AbortSignal): Promise<string>;
  /** The account that our token belongs to. */
  login(signal: AbortSignal): Promise<string>;
  labels(issue: IssueName, signal: AbortSignal): Promise<string[]>;
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

export interface GitHubOptions extends OctokitOptions {
  /** Account of the token, for GitHub Apps, which can't ask who they are: e.g. `kantoku[bot]`. */
  readonly login?: string;
  readonly clock?: Clock;
}

export function createGitHub(options: GitHubOptions): GitHub {
  const octokit = openOctokit(options);
  const call = caller(octokit, options.clock ?? systemClock);
  const pages = conditionalPages(octokit);
  return {
    ...lists(call, pages),
    ...conversation(call, pages),
    ...lookups(call, options.login),
    ...issueWrites(call),
  };
}

/** Lists of any length, read with ETags. */
function lists(
  call: Caller,
  pages: ConditionalPages,
): Pick<GitHub, "labelledIssues" | "labelEvents"> {
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

function labelledIssue(
  repository: RepositoryName,
  { number, title, body, updated_at }: z.infer<typeof IssuesAnswer>[number],
): LabelledIssue {
  return { ...named(repository), number, title, body: body ?? "", updatedAt: updated_at };
}

function labelEvent(event: z.infer<typeof EventsAnswer>[number]): LabelEvent[] {
  const { id, event: kind, label, actor, created_at } = event;
  if ((kind !== "labeled" && kind !== "unlabeled") || !label) return [];
  const who = actor && { login: actor.login, isBot: isBot(actor) };
  return [{ id, kind, label: label.name, actor: who, createdAt: created_at }];
}
