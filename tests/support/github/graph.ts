import type { Answered } from "./answers.ts";
import { time } from "./payloads.ts";
import type { Account, IssueState, TextState, World } from "./world.ts";

/**
 * The GraphQL queries that Kantoku asks: texts of issues with their past, and an issue's labels and
 * comments. What does not look like them is refused, as GitHub refuses a query that it can't read.
 * Labels and comments are as they were at `shownUntil`, all of one moment.
 */
export function answerGraph(world: World, body: unknown, shownUntil: number): Answered {
  const { query, variables } = body as {
    query: string;
    variables: { owner: string; repo: string; number?: number };
  };
  const unknown = query.match(/\w+(?=\s*[({\s:])|\w+/g)?.find((word) => !isKnown(word));
  if (unknown !== undefined) return refused(`Field '${unknown}' doesn't exist`);
  const repository = world.findRepository(variables.owner, variables.repo);
  if (!repository) return notFound("repository", { repository: null });
  if (variables.number !== undefined) {
    const issue = repository.issues.get(variables.number);
    if (!issue) return notFound("issue", { repository: { issue: null } });
    return { status: 200, body: { data: { repository: { issue: moment(issue, shownUntil) } } } };
  }
  const found: Record<string, unknown> = {};
  const errors: unknown[] = [];
  for (const [, alias = "", number] of query.matchAll(/(i\d+): issue\(number: (\d+)\)/g)) {
    const issue = repository.issues.get(Number(number));
    found[alias] = issue ? shown(issue, query.includes("userContentEdits")) : null;
    if (!issue) errors.push({ type: "NOT_FOUND", path: [alias], message: `No issue ${number}.` });
  }
  const data = { repository: found };
  return { status: 200, body: errors.length > 0 ? { data, errors } : { data } };
}

const WORDS = new Set(
  `query owner repo String repository name issue number text fragment on Issue title body
   lastEditedAt timelineItems itemTypes RENAMED_TITLE_EVENT last pageInfo hasPreviousPage nodes
   RenamedTitleEvent createdAt previousTitle actor login __typename userContentEdits first
   hasNextPage editedAt diff editor labels comments fullDatabaseId author Int`.split(/\s+/),
);

function isKnown(word: string): boolean {
  return WORDS.has(word) || /^i?\d+$/.test(word);
}

function refused(message: string): Answered {
  return { status: 200, body: { errors: [{ type: "undefinedField", message }] } };
}

function notFound(what: string, data: unknown): Answered {
  const message = `Could not resolve to a ${what}.`;
  return { status: 200, body: { data, errors: [{ type: "NOT_FOUND", message }] } };
}

function moment(issue: IssueState, shownUntil: number): unknown {
  const names = new Set<string>();
  for (const { event, label, createdAt } of issue.events) {
    if (createdAt > shownUntil) continue;
    if (event === "labeled") names.add(label.name);
    else names.delete(label.name);
  }
  const comments = issue.comments.filter(({ createdAt }) => createdAt <= shownUntil);
  return {
    labels: { nodes: [...names].map((name) => ({ name })) },
    comments: {
      nodes: comments.slice(-100).map(({ id, body, author }) => ({
        fullDatabaseId: String(id),
        body,
        author: actor(author),
      })),
    },
  };
}

const LONGEST_HISTORY = 100;

function shown(issue: IssueState, withEdits: boolean): unknown {
  const edits = issue.bodies.toReversed();
  const hasEdits = edits.length > 1;
  return {
    title: issue.title,
    body: issue.body ?? "",
    lastEditedAt: hasEdits ? time(edits[0]!.at) : null,
    timelineItems: {
      pageInfo: { hasPreviousPage: false },
      nodes: issue.titles.slice(1).map((title, index) => ({
        createdAt: time(title.at),
        previousTitle: issue.titles[index]!.text,
        actor: actor(title.by),
      })),
    },
    ...(withEdits && {
      userContentEdits: {
        pageInfo: { hasNextPage: edits.length > LONGEST_HISTORY },
        nodes: (hasEdits ? edits : []).slice(0, LONGEST_HISTORY).map(edit),
      },
    }),
  };
}

function edit({ at, by, text, isHidden }: TextState): unknown {
  return { editedAt: time(at), editor: actor(by), diff: isHidden ? null : text };
}

/** GraphQL names a bot without the `[bot]` of REST. */
function actor({ login, type }: Account): unknown {
  return { login: login.replace(/\[bot\]$/, ""), __typename: type };
}
