import type { Octokit } from "octokit";
import type { z } from "zod";
import { TextsAnswer } from "./answers.ts";
import { parse, type Caller } from "./caller.ts";
import type { Author } from "./conversation.ts";
import { answered, askGraph, authorOf } from "./graph.ts";
import { named, repositoryRef, type IssueName, type RepositoryName } from "./names.ts";

/** What people wrote, when, and who. Only GraphQL tells the edits of a text. */
export interface IssueTexts {
  /** Texts by issue number; an issue that is gone is left out. */
  texts(
    repository: RepositoryName,
    numbers: readonly number[],
    signal: AbortSignal,
  ): Promise<Map<number, IssueText>>;
  /** The same with the body's edits. */
  textWithEdits(issue: IssueName, signal: AbortSignal): Promise<IssueText | undefined>;
}

/** A moment's title and body, with their past as far as GitHub tells it. Times are ISO 8601. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
  readonly lastEditedAt: string | null;
  readonly renames: readonly Rename[];
  /** Undefined when not asked for. */
  readonly edits: readonly Edit[] | undefined;
  /** There are more renames or edits than were read. */
  readonly isCut: boolean;
}

export interface Rename {
  readonly at: string;
  readonly by: Author | null;
  readonly from: string;
}

export interface Edit {
  readonly at: string;
  readonly by: Author | null;
  /** The whole body after this edit; null when somebody removed it from the history. */
  readonly body: string | null;
}

/** As many as keep a query far from GitHub's limit of nodes. */
const AT_ONCE = 25;

export function issueTexts({ doing }: Caller, octokit: Octokit): IssueTexts {
  const ask = (
    repository: RepositoryName,
    numbers: readonly number[],
    fields: string,
    signal: AbortSignal,
  ) =>
    doing(
      `Reading texts of issues of ${repositoryRef(repository)}`,
      signal,
      async () => {
        const query = queryFor(numbers, fields);
        const asked = await askGraph(octokit, repository, query, { ...named(repository) }, signal);
        return textsOf(parse(TextsAnswer, asked));
      },
      "query",
    );
  return {
    texts: async (repository, numbers, signal) => {
      const found = new Map<number, IssueText>();
      for (let start = 0; start < numbers.length; start += AT_ONCE) {
        const some = numbers.slice(start, start + AT_ONCE);
        for (const [number, text] of await ask(repository, some, "", signal)) {
          found.set(number, text);
        }
      }
      return found;
    },
    textWithEdits: async (issue, signal) =>
      (await ask(issue, [issue.number], EDITS, signal)).get(issue.number),
  };
}

const EDITS = `userContentEdits(first: 100) {
      pageInfo { hasNextPage } nodes { editedAt diff editor { login __typename } } }`;

/** Numbers are numbers: nothing that anybody wrote gets into a query. */
function queryFor(numbers: readonly number[], fields: string): string {
  const issues = numbers.map((number) => `    i${number}: issue(number: ${number}) { ...text }`);
  return `query ($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
${issues.join("\n")}
  }
}
fragment text on Issue {
  title body lastEditedAt
  timelineItems(itemTypes: [RENAMED_TITLE_EVENT], last: 50) {
    pageInfo { hasPreviousPage }
    nodes { ... on RenamedTitleEvent { createdAt previousTitle actor { login __typename } } }
  }
  ${fields}
}`;
}

function textsOf(answer: z.infer<typeof TextsAnswer>): Map<number, IssueText> {
  const texts = Object.entries(answered(answer)).flatMap(([alias, issue]) =>
    issue ? [[Number(alias.slice(1)), textOf(issue)] as const] : [],
  );
  return new Map(texts);
}

type GraphText = NonNullable<
  NonNullable<NonNullable<z.infer<typeof TextsAnswer>["data"]>["repository"]>[string]
>;

function textOf({
  title,
  body,
  lastEditedAt,
  timelineItems,
  userContentEdits,
}: GraphText): IssueText {
  return {
    title,
    body,
    lastEditedAt,
    renames: timelineItems.nodes.map(({ createdAt, previousTitle, actor }) => ({
      at: createdAt,
      by: authorOf(actor),
      from: previousTitle,
    })),
    edits: userContentEdits?.nodes.map(({ editedAt, editor, diff }) => ({
      at: editedAt,
      by: authorOf(editor),
      body: diff,
    })),
    isCut:
      timelineItems.pageInfo.hasPreviousPage || (userContentEdits?.pageInfo.hasNextPage ?? false),
  };
}
