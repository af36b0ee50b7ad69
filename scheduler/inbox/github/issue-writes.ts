import { CreatedAnswer } from "./answers.ts";
import { parse, type Caller } from "./caller.ts";
import { GitHubError } from "./failures.ts";
import { issueRef, named, numbered, repositoryRef } from "./names.ts";
import type { IssueName, RepositoryName } from "./names.ts";

/** What Kantoku does to issues. Each write is tried once, because a repeated POST is a second comment. */
export interface IssueWrites {
  /** Answers the comment's id, and since when it is there. */
  createComment(
    issue: IssueName,
    body: string,
    signal: AbortSignal,
  ): Promise<Shown & { readonly id: number }>;
  editComment(
    repository: RepositoryName,
    id: number,
    body: string,
    signal: AbortSignal,
  ): Promise<Shown>;
  /** A comment that is gone already is fine. */
  deleteComment(repository: RepositoryName, id: number, signal: AbortSignal): Promise<void>;
  addLabel(issue: IssueName, label: string, signal: AbortSignal): Promise<void>;
  /** A label that is gone already is fine. */
  removeLabel(issue: IssueName, label: string, signal: AbortSignal): Promise<void>;
  closeIssue(issue: IssueName, signal: AbortSignal): Promise<void>;
  /** The same reaction twice is one, to GitHub too. */
  reactToIssue(issue: IssueName, reaction: Reaction, signal: AbortSignal): Promise<void>;
  reactToComment(
    repository: RepositoryName,
    comment: number,
    reaction: Reaction,
    signal: AbortSignal,
  ): Promise<void>;
}

/** People can have read it then: GitHub's clock, ISO 8601. */
export interface Shown {
  readonly at: string;
}

/** 👍, 😕, 👀 */
export type Reaction = "+1" | "confused" | "eyes";

export function issueWrites({ request, requestAt }: Caller): IssueWrites {
  return {
    createComment: async (issue, body, signal) => {
      const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
      const fields = { ...numbered(issue), body };
      const doing = `Commenting on ${issueRef(issue)}`;
      const { data, at } = await requestAt(doing, route, fields, signal);
      return { id: parse(CreatedAnswer, data).id, at };
    },

    editComment: async (repository, comment_id, body, signal) => {
      const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
      const doing = `Editing a comment in ${repositoryRef(repository)}`;
      const fields = { ...named(repository), comment_id, body };
      const { at } = await requestAt(doing, route, fields, signal);
      return { at };
    },

    deleteComment: async (repository, comment_id, signal) => {
      const route = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}";
      const doing = `Removing a second comment in ${repositoryRef(repository)}`;
      await unlessGone(request(doing, route, { ...named(repository), comment_id }, signal));
    },

    addLabel: async (issue, label, signal) => {
      const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
      const fields = { ...numbered(issue), labels: [label] };
      await request(`Labelling ${issueRef(issue)}`, route, fields, signal);
    },

    removeLabel: async (issue, name, signal) => {
      const route = "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}";
      const doing = `Taking the label ${name} from ${issueRef(issue)}`;
      await unlessGone(request(doing, route, { ...numbered(issue), name }, signal));
    },

    closeIssue: async (issue, signal) => {
      const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
      const change = { state: "closed", state_reason: "completed" };
      await request(`Closing ${issueRef(issue)}`, route, { ...numbered(issue), ...change }, signal);
    },

    reactToIssue: async (issue, content, signal) => {
      const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/reactions";
      const fields = { ...numbered(issue), content };
      await request(`Reacting to ${issueRef(issue)}`, route, fields, signal);
    },

    reactToComment: async (repository, comment_id, content, signal) => {
      const route = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
      const doing = `Reacting to a comment in ${repositoryRef(repository)}`;
      await request(doing, route, { ...named(repository), comment_id, content }, signal);
    },
  };
}

/** What is to be gone may be gone already. */
async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof GitHubError) || error.code !== "github-gone") throw error;
  }
}
