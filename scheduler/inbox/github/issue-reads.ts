import type { z } from "zod";
import { EventsAnswer, IssueAnswer, IssuesAnswer, LabelsAnswer } from "./answers.ts";
import { parse, type Caller } from "./caller.ts";
import { isBot, type Author } from "./conversation.ts";
import { GitHubError } from "./failures.ts";
import { issueRef, named, numbered, repositoryNamed, repositoryRef } from "./names.ts";
import type { IssueName, RepositoryName } from "./names.ts";
import type { ConditionalPages } from "./pages.ts";

/** What GitHub knows of issues. A repeated look costs nothing of the rate limit while nothing changed. */
export interface IssueReads {
  /** Open issues (no pull requests) with the label, the last changed first. */
  labelledIssues(repository: RepositoryName, label: string, signal: AbortSignal): Promise<Looked>;
  /** Issues changed since (GitHub's clock, ISO 8601), closed ones too; `at` is GitHub's time of the answer. */
  changedIssues(
    repository: RepositoryName,
    since: string,
    signal: AbortSignal,
  ): Promise<{ readonly issues: readonly Issue[]; readonly at: string }>;
  /** Where it is now, should it have moved. */
  sighting(issue: IssueName, signal: AbortSignal): Promise<Sighting>;
  /** The same; undefined when it is deleted or hidden from us. */
  issue(issue: IssueName, signal: AbortSignal): Promise<Issue | undefined>;
  /** Labels added to and taken from an issue, oldest first. */
  labelEvents(issue: IssueName, signal: AbortSignal): Promise<LabelEvent[]>;
  labels(issue: IssueName, signal: AbortSignal): Promise<string[]>;
  /** Issues that GitHub itself holds for blocking this one: its blockers and its sub-issues. */
  blockers(issue: Issue, signal: AbortSignal): Promise<Issue[]>;
}

export interface Looked {
  readonly isUnchanged: boolean;
  readonly issues: readonly ListedIssue[];
}

/** With its text, to notice an edit. Of single issues, of which there are more, nobody needs it. */
export interface ListedIssue extends Issue {
  readonly body: string;
}

export interface Issue extends IssueName {
  readonly title: string;
  readonly isOpen: boolean;
  readonly labels: readonly string[];
  /** ISO 8601, in whole seconds. */
  readonly updatedAt: string;
  /** How many there are to ask for; undefined when GitHub does not say. */
  readonly blockedBy: number | undefined;
  readonly subIssues: number | undefined;
}

export type Sighting =
  | { readonly kind: "there"; readonly issue: Issue }
  /** GitHub says that it is deleted, or only that it knows of none. */
  | { readonly kind: "deleted" | "hidden" };

export interface LabelEvent {
  readonly id: number;
  readonly kind: "labeled" | "unlabeled";
  readonly label: string;
  readonly actor: Author | null;
  readonly createdAt: string;
}

export function issueReads({ doing }: Caller, pages: ConditionalPages): IssueReads {
  const sighting = sightings(doing, pages);
  const listed = async (what: string, route: string, issue: IssueName, signal: AbortSignal) =>
    orGone(
      doing(
        what,
        signal,
        async () => (await pages.read(route, numbered(issue), signal, { keep: issuesOf })).items,
      ),
    );
  return {
    labelledIssues: (repository, label, signal) =>
      doing(`Reading the issues of ${repositoryRef(repository)}`, signal, async () => {
        const filter = { labels: label, state: "open", sort: "updated", direction: "desc" };
        const fields = { ...named(repository), ...filter };
        const reading = { keep: listedIssuesOf };
        const { isUnchanged, items } = await pages.read(ISSUES, fields, signal, reading);
        return { isUnchanged, issues: items };
      }),

    changedIssues: (repository, since, signal) =>
      doing(`Reading what changed in ${repositoryRef(repository)}`, signal, async () => {
        const filter = { state: "all", since, sort: "updated", direction: "asc" };
        const fields = { ...named(repository), ...filter };
        const { items, at } = await pages.readOnce(ISSUES, fields, signal);
        return { issues: issuesOf(items), at };
      }),

    sighting,

    issue: async (name, signal) => {
      const seen = await sighting(name, signal);
      return seen.kind === "there" ? seen.issue : undefined;
    },

    labelEvents: (issue, signal) =>
      doing(`Reading the events of ${issueRef(issue)}`, signal, async () => {
        const route = `${ISSUE}/events`;
        return (await pages.read(route, numbered(issue), signal, { keep: labelEventsOf })).items;
      }),

    labels: (issue, signal) =>
      doing(`Reading the labels of ${issueRef(issue)}`, signal, async () => {
        const { items } = await pages.readOnce(`${ISSUE}/labels`, numbered(issue), signal);
        return parse(LabelsAnswer, items).map((label) => label.name);
      }),

    blockers: async (issue, signal) => {
      const what = `Reading what blocks ${issueRef(issue)}`;
      // An older GitHub Enterprise Server knows neither of these.
      const ask = async (count: number | undefined, route: string): Promise<Issue[]> =>
        count === 0 ? [] : ((await listed(what, route, issue, signal)) ?? []);
      return [
        ...(await ask(issue.blockedBy, `${ISSUE}/dependencies/blocked_by`)),
        ...(await ask(issue.subIssues, `${ISSUE}/sub_issues`)),
      ];
    },
  };
}

const ISSUES = "GET /repos/{owner}/{repo}/issues";
const ISSUE = `${ISSUES}/{issue_number}`;

function sightings(doing: Caller["doing"], pages: ConditionalPages): IssueReads["sighting"] {
  return async (name, signal) => {
    try {
      const issue = await doing(`Reading ${issueRef(name)}`, signal, () =>
        pages.item(ISSUE, numbered(name), signal, (data) => issueOf(parse(IssueAnswer, data))),
      );
      return { kind: "there", issue };
    } catch (error) {
      if (!(error instanceof GitHubError) || error.code !== "github-gone") throw error;
      return { kind: error.isDeletion ? "deleted" : "hidden" };
    }
  };
}

async function orGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubError && error.code === "github-gone") return undefined;
    throw error;
  }
}

function issuesOf(items: readonly unknown[]): Issue[] {
  return parse(IssuesAnswer, items).filter(isNoPull).map(issueOf);
}

function listedIssuesOf(items: readonly unknown[]): ListedIssue[] {
  const answers = parse(IssuesAnswer, items).filter(isNoPull);
  return answers.map((answer) => ({ ...issueOf(answer), body: answer.body ?? "" }));
}

const isNoPull = (answer: z.infer<typeof IssueAnswer>): boolean => !answer.pull_request;

/** Its name is the one that GitHub gives it: a repository may have been renamed. */
function issueOf(answer: z.infer<typeof IssueAnswer>): Issue {
  const path = answer.repository_url.split("/").slice(-2).join("/");
  return {
    ...repositoryNamed(path),
    number: answer.number,
    title: answer.title,
    isOpen: answer.state === "open",
    labels: answer.labels.flatMap((label) =>
      typeof label === "string" ? label : (label.name ?? []),
    ),
    updatedAt: answer.updated_at,
    blockedBy: answer.issue_dependencies_summary?.total_blocked_by,
    subIssues: answer.sub_issues_summary?.total,
  };
}

function labelEventsOf(items: readonly unknown[]): LabelEvent[] {
  return parse(EventsAnswer, items).flatMap(labelEvent);
}

function labelEvent(event: z.infer<typeof EventsAnswer>[number]): LabelEvent[] {
  const { id, event: kind, label, actor, created_at } = event;
  if ((kind !== "labeled" && kind !== "unlabeled") || !label) return [];
  const who = actor && { login: actor.login, isBot: isBot(actor) };
  return [{ id, kind, label: label.name, actor: who, createdAt: created_at }];
}
