import type { Database } from "../../../kernel/database.ts";
import type { Authorization } from "../../inbox/github/authorization.ts";
import type { GitHub } from "../../inbox/github/client.ts";
import type { Thumb } from "../../inbox/github/conversation.ts";
import { lastKnown } from "../../inbox/github/identity.ts";
import { repositoryRef, type RepositoryName } from "../../inbox/github/names.ts";
import type { Direction } from "./heed.ts";
import { approvalQuestions, type QuestionRow } from "./statements.ts";

export interface ThumbsOptions {
  readonly client: Pick<GitHub, "thumbs">;
  readonly database: Database;
  readonly authorization: Authorization;
  readonly direction: Pick<Direction, "view" | "approve">;
}

/** A thumb on the comment that asks for it, given since by somebody who may, is an approval. */
export async function countThumbs(
  configured: RepositoryName,
  options: ThumbsOptions,
  signal: AbortSignal,
): Promise<void> {
  const { database, direction } = options;
  const name = lastKnown(configured, database) ?? configured;
  for (const question of approvalQuestions(database, repositoryRef(name))) {
    if (!(await isAnswered(name, question, options, signal))) continue;
    const view = await direction.view(question.job);
    const held = view?.holds?.find(({ cause }) => cause === "approval");
    if (held?.heldAt === question.hold) direction.approve(question.job);
  }
}

async function isAnswered(
  name: RepositoryName,
  { comment, askedAt }: QuestionRow,
  { client, authorization }: ThumbsOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const thumbs = await client.thumbs(name, comment, signal);
  for (const { by } of thumbs.filter((thumb) => isSince(thumb, askedAt))) {
    const verdict = await authorization.judge(name, by, signal);
    if (verdict.kind === "allowed") return true;
  }
  return false;
}

/** GitHub's times are whole seconds: one of the same second may be from before the question. */
function isSince({ at }: Thumb, askedAt: string): boolean {
  return secondOf(at) > secondOf(askedAt);
}

function secondOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
