import type { Authorization } from "../../inbox/github/authorization.ts";
import type { GitHub } from "../../inbox/github/client.ts";
import type { Database } from "../../../kernel/database.ts";
import { lastKnown } from "../../inbox/github/identity.ts";
import { repositoryRef, type RepositoryName } from "../../inbox/github/names.ts";
import type { Direction } from "./heed.ts";
import { commentsAskingForApproval } from "./statements.ts";

export interface ThumbsOptions {
  readonly client: Pick<GitHub, "thumbs">;
  readonly database: Database;
  readonly authorization: Authorization;
  readonly direction: Pick<Direction, "approve">;
}

/** A thumb on the comment that asks for it, by somebody who may, is an approval. */
export async function countThumbs(
  configured: RepositoryName,
  { client, database, direction, authorization }: ThumbsOptions,
  signal: AbortSignal,
): Promise<void> {
  const name = lastKnown(configured, database) ?? configured;
  for (const { comment, job } of commentsAskingForApproval(database, repositoryRef(name))) {
    for (const person of await client.thumbs(name, comment, signal)) {
      const verdict = await authorization.judge(name, person, signal);
      if (verdict.kind !== "allowed") continue;
      direction.approve(job);
      break;
    }
  }
}
