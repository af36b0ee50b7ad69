import type { z } from "zod";
import { ChangedCommentsAnswer, CommentsAnswer, OpenedAnswer, ReactionsAnswer } from "./answers.ts";
import { parse, type Caller } from "./caller.ts";
import { GitHubError } from "./failures.ts";
import { issueRef, named, numbered, repositoryRef } from "./names.ts";
import type { IssueName, RepositoryName } from "./names.ts";
import type { ConditionalPages } from "./pages.ts";

/** What people say on issues. */
export interface Conversation {
  /** Comments changed at or after `since` (ISO 8601, GitHub's clock). */
  comments(issue: IssueName, since: string, signal: AbortSignal): Promise<Comment[]>;
  /**
   * Comments of a whole repository, the last changed first, back to `since`, or of the first page
   * when that is null. One request for all issues; a repeated look costs nothing of the rate limit
   * while nobody says anything. `at` is GitHub's time of the answer.
   */
  changedComments(
    repository: RepositoryName,
    since: string | null,
    signal: AbortSignal,
  ): Promise<{
    readonly isUnchanged: boolean;
    readonly comments: readonly SaidComment[];
    readonly at: string;
  }>;
  /** Who opened an issue; null when the account is gone. */
  openerOf(issue: IssueName, signal: AbortSignal): Promise<Author | null>;
  /** Who gave a comment a thumb up, and when; none when it is gone. */
  thumbs(repository: RepositoryName, comment: number, signal: AbortSignal): Promise<Thumb[]>;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string | null;
}

export interface Author {
  readonly login: string;
  readonly isBot: boolean;
}

export interface Thumb {
  /** Of this thumb: another one by the same account has another. */
  readonly id: number;
  readonly by: Author;
  /** ISO 8601, GitHub's clock, in whole seconds. */
  readonly at: string;
}

export interface SaidComment {
  readonly id: number;
  readonly issue: number;
  readonly body: string;
  readonly author: Author | null;
  /** ISO 8601, GitHub's clock. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function conversation({ doing, request }: Caller, pages: ConditionalPages): Conversation {
  return {
    comments: (issue, since, signal) =>
      doing(`Reading the comments of ${issueRef(issue)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
        const keep = (items: readonly unknown[]) => parse(CommentsAnswer, items).map(comment);
        return (await pages.read(route, { ...numbered(issue), since }, signal, { keep })).items;
      }),

    changedComments: (repository, since, signal) =>
      doing(`Reading the comments of ${repositoryRef(repository)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/issues/comments";
        // No `since` in the URL: an ETag holds for one URL only.
        const fields = { ...named(repository), sort: "updated", direction: "desc" };
        const isOld = ({ updatedAt }: SaidComment) => since !== null && updatedAt < since;
        const { isUnchanged, items, at } = await pages.read(route, fields, signal, {
          keep: (page) => parse(ChangedCommentsAnswer, page).map(saidComment),
          isLast: (page) => since === null || page.some(isOld),
        });
        return { isUnchanged, comments: items.filter((item) => !isOld(item)), at };
      }),

    openerOf: async (issue, signal) => {
      const route = "GET /repos/{owner}/{repo}/issues/{issue_number}";
      const data = await request(`Reading ${issueRef(issue)}`, route, numbered(issue), signal);
      const { user } = parse(OpenedAnswer, data);
      return user && author(user);
    },

    thumbs: async (repository, comment_id, signal) => {
      const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
      const what = `Reading the reactions in ${repositoryRef(repository)}`;
      const fields = { ...named(repository), comment_id, content: "+1" };
      const read = async () => (await pages.read(route, fields, signal, { keep: thumbs })).items;
      try {
        return await doing(what, signal, read);
      } catch (error) {
        if (error instanceof GitHubError && error.code === "github-gone") return [];
        throw error;
      }
    },
  };
}

function thumbs(items: readonly unknown[]): Thumb[] {
  return parse(ReactionsAnswer, items).flatMap(({ id, user, created_at: at }) =>
    user ? [{ id, by: author(user), at }] : [],
  );
}

function comment({ id, body, user }: z.infer<typeof CommentsAnswer>[number]): Comment {
  return { id, body: body ?? "", author: user?.login ?? null };
}

function saidComment(said: z.infer<typeof ChangedCommentsAnswer>[number]): SaidComment {
  return {
    id: said.id,
    issue: Number(said.issue_url.split("/").at(-1)),
    body: said.body ?? "",
    author: said.user && author(said.user),
    createdAt: said.created_at,
    updatedAt: said.updated_at,
  };
}

function author(user: { readonly login: string; readonly type: string }): Author {
  return { login: user.login, isBot: isBot(user) };
}

/** Apps' accounts end in `[bot]`, whatever their type says. */
export function isBot({ login, type }: { login: string; type: string }): boolean {
  return type !== "User" || login.endsWith("[bot]");
}
