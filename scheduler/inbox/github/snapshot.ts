import type { Octokit } from "octokit";
import type { z } from "zod";
import { SnapshotAnswer } from "./answers.ts";
import { parse, type Caller } from "./caller.ts";
import type { Comment } from "./conversation.ts";
import { answered, askGraph, authorOf } from "./graph.ts";
import { issueRef, named, type IssueName } from "./names.ts";

/**
 * An issue's labels and comments in one answer, as they were at one moment. GitHub may answer from a
 * copy that lags behind; but a copy that shows what was done later shows what was done before.
 */
export interface Snapshots {
  /** Undefined when the issue is deleted or hidden from us. */
  snapshot(issue: IssueName, signal: AbortSignal): Promise<Snapshot | undefined>;
}

export interface Snapshot {
  readonly labels: readonly string[];
  /** The newest hundred, the oldest of them first. */
  readonly comments: readonly Comment[];
}

export function snapshots({ doing }: Caller, octokit: Octokit): Snapshots {
  return {
    snapshot: (issue, signal) =>
      doing(
        `Reading ${issueRef(issue)} as a whole`,
        signal,
        async () => {
          const variables = { ...named(issue), number: issue.number };
          const asked = await askGraph(octokit, issue, QUERY, variables, signal);
          const { issue: found } = answered(parse(SnapshotAnswer, asked));
          return found ? snapshotOf(found) : undefined;
        },
        "query",
      ),
  };
}

/** `databaseId` has 32 bits; the ids of comments have outgrown them. */
const QUERY = `query ($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    issue(number: $number) {
      labels(first: 100) { nodes { name } }
      comments(last: 100) { nodes { fullDatabaseId body author { login __typename } } }
    }
  }
}`;

type Found = NonNullable<
  NonNullable<NonNullable<z.infer<typeof SnapshotAnswer>["data"]>["repository"]>["issue"]
>;

function snapshotOf({ labels, comments }: Found): Snapshot {
  return {
    labels: (labels?.nodes ?? []).map(({ name }) => name),
    comments: comments.nodes.map(({ fullDatabaseId, body, author }) => ({
      id: Number(fullDatabaseId),
      body,
      author: authorOf(author)?.login ?? null,
    })),
  };
}
