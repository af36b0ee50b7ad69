import { z } from "zod";

/** The parts of GitHub's answers that we read; whatever else they hold is left aside. */

const account = z.object({ login: z.string(), type: z.string() });

export const IssueAnswer = z.object({
  number: z.int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().optional() })])),
  updated_at: z.string(),
  repository_url: z.string(),
  pull_request: z.unknown().optional(),
  // An older GitHub Enterprise Server has neither.
  sub_issues_summary: z.object({ total: z.int() }).nullish(),
  issue_dependencies_summary: z.object({ total_blocked_by: z.int() }).nullish(),
});
export const IssuesAnswer = z.array(IssueAnswer);

const editor = z.object({ login: z.string(), __typename: z.string() }).nullable();
const GraphErrors = z.array(z.object({ type: z.string().optional(), message: z.string() }));

/** GraphQL: title and body as they are, and who renamed the issue; an issue that is gone is null. */
export const TextsAnswer = z.object({
  data: z
    .object({
      repository: z
        .record(
          z.string(),
          z
            .object({
              title: z.string(),
              body: z.string(),
              lastEditedAt: z.string().nullable(),
              timelineItems: z.object({
                pageInfo: z.object({ hasPreviousPage: z.boolean() }),
                nodes: z.array(
                  z.object({ createdAt: z.string(), previousTitle: z.string(), actor: editor }),
                ),
              }),
              userContentEdits: z
                .object({
                  pageInfo: z.object({ hasNextPage: z.boolean() }),
                  nodes: z.array(
                    z.object({ editedAt: z.string(), editor, diff: z.string().nullable() }),
                  ),
                })
                .nullish(),
            })
            .nullable(),
        )
        .nullable(),
    })
    .nullish(),
  errors: GraphErrors.optional(),
});

/** GraphQL: an issue's labels and comments; a number of 64 bits is a string. */
export const SnapshotAnswer = z.object({
  data: z
    .object({
      repository: z
        .object({
          issue: z
            .object({
              labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullable(),
              comments: z.object({
                nodes: z.array(
                  z.object({
                    fullDatabaseId: z.string().regex(/^\d+$/),
                    body: z.string(),
                    author: editor,
                  }),
                ),
              }),
            })
            .nullable(),
        })
        .nullable(),
    })
    .nullish(),
  errors: GraphErrors.optional(),
});

export const RepositoryAnswer = z.object({
  id: z.int(),
  full_name: z.string(),
  default_branch: z.string(),
  archived: z.boolean(),
  has_issues: z.boolean(),
  permissions: z.object({ push: z.boolean(), admin: z.boolean() }).optional(),
});

export const FileAnswer = z.object({ content: z.string(), encoding: z.string() });

export const EventsAnswer = z.array(
  z.object({
    id: z.int(),
    event: z.string(),
    actor: account.nullable(),
    label: z.object({ name: z.string() }).optional(),
    created_at: z.string(),
  }),
);

export const CommentsAnswer = z.array(
  z.object({ id: z.int(), body: z.string().optional(), user: account.nullable() }),
);

export const ChangedCommentsAnswer = z.array(
  z.object({
    id: z.int(),
    body: z.string().optional(),
    user: account.nullable(),
    issue_url: z.string(),
    created_at: z.string(),
    updated_at: z.string(),
  }),
);

export const OpenedAnswer = z.object({ user: account.nullable() });

export const ReactionsAnswer = z.array(
  z.object({ id: z.int(), user: account.nullable(), created_at: z.string() }),
);

export const LabelsAnswer = z.array(z.object({ name: z.string() }));
export const CreatedAnswer = z.object({ id: z.int() });
export const PermissionAnswer = z.object({ permission: z.string() });
export const SelfAnswer = z.object({ login: z.string() });
