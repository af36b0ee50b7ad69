import { z } from "zod";

/** The parts of GitHub's answers that we read; whatever else they hold is left aside. */

const account = z.object({ login: z.string(), type: z.string() });

export const IssuesAnswer = z.array(
  z.object({
    number: z.int().positive(),
    title: z.string(),
    body: z.string().nullish(),
    updated_at: z.string(),
    pull_request: z.unknown().optional(),
  }),
);

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

export const ReactionsAnswer = z.array(z.object({ user: account.nullable() }));

export const LabelsAnswer = z.array(z.object({ name: z.string() }));
export const CreatedAnswer = z.object({ id: z.int() });
export const PermissionAnswer = z.object({ permission: z.string() });
export const SelfAnswer = z.object({ login: z.string() });
