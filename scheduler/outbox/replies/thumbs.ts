import type { SteadyClock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Authorization } from "../../inbox/github/authorization.ts";
import type { GitHub } from "../../inbox/github/client.ts";
import type { Thumb } from "../../inbox/github/conversation.ts";
import { lastKnown } from "../../inbox/github/identity.ts";
import { repositoryRef, type RepositoryName } from "../../inbox/github/names.ts";
import type { Direction } from "./direction.ts";
import { approvalQuestions, type QuestionRow } from "./statements.ts";
import { thumbTurns } from "./thumb-turns.ts";

export interface ThumbsOptions {
  readonly client: Pick<GitHub, "thumbs">;
  readonly database: Database;
  readonly authorization: Authorization;
  readonly direction: Pick<Direction, "view" | "approve">;
  readonly clock: SteadyClock;
}

/** A thumb on the comment that asks for it, given since by somebody who may, is an approval. */
export function thumbCount(
  configured: RepositoryName,
  options: ThumbsOptions,
): (signal: AbortSignal) => Promise<void> {
  const { database, authorization } = options;
  const turns = thumbTurns(options.clock);
  return async (signal) => {
    const name = lastKnown(configured, database) ?? configured;
    const given = await thumbsFor(name, options, signal);
    for (const { id, by, question } of turns.due(given)) {
      const verdict = await authorization.judge(name, by, signal);
      if (verdict.kind === "refused") turns.refused(id);
      else await approve(question, options);
    }
  };
}

interface Answer extends Thumb {
  readonly question: QuestionRow;
}

async function thumbsFor(
  name: RepositoryName,
  { client, database }: ThumbsOptions,
  signal: AbortSignal,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const question of approvalQuestions(database, repositoryRef(name))) {
    const thumbs = await client.thumbs(name, question.comment, signal);
    const since = thumbs.filter((thumb) => isSince(thumb, question.askedAt));
    answers.push(...since.map((thumb) => ({ ...thumb, question })));
  }
  return answers;
}

/** For the hold that was asked about, and no other. */
async function approve({ job, hold }: QuestionRow, { direction }: ThumbsOptions): Promise<void> {
  const view = await direction.view(job);
  const held = view?.holds?.find(({ cause }) => cause === "approval");
  if (held?.heldAt === hold) direction.approve(job);
}

/** GitHub's times are whole seconds: one of the same second may be from before the question. */
function isSince({ at }: Thumb, askedAt: string): boolean {
  return secondOf(at) > secondOf(askedAt);
}

function secondOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
