import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Authorization } from "../../inbox/github/authorization.ts";
import type { GitHub } from "../../inbox/github/client.ts";
import type { Author } from "../../inbox/github/conversation.ts";
import { repositoryNamed } from "../../inbox/github/names.ts";
import { holdFor } from "../job-view.ts";
import { QUESTIONS } from "../questions/defaults.ts";
import { haveDefaultsHeld } from "../questions/statements.ts";
import type { Direction } from "./direction.ts";
import type { RequestAtRow } from "./statements.ts";

export interface StandingOptions {
  readonly client: Pick<GitHub, "openerOf">;
  readonly database: Database;
  readonly authorization: Authorization;
  readonly direction: Pick<Direction, "view">;
  readonly clock: Clock;
}

/** Whose words count: the author's as long as the issue's questions are open, and a while longer. */
export type Standing = "trusted" | "author" | "stranger";

/** The requests that a comment may be about, the newest first. */
export type Requests = readonly [RequestAtRow, ...RequestAtRow[]];

/** So long after the time for answers an author is still listened to, to be told that it is over. */
const LATE_MS = 24 * 3_600_000;

/** What somebody is to an issue that films were asked for in. */
export async function standingOf(
  author: Author | null,
  requests: Requests,
  options: StandingOptions,
  signal: AbortSignal,
): Promise<Standing> {
  const { client, authorization } = options;
  if (!author) return "stranger";
  const [{ repository, issue }] = requests;
  const name = repositoryNamed(repository);
  const verdict = await authorization.judge(name, author, signal);
  if (verdict.kind === "allowed") return "trusted";
  if (author.isBot || !(await wasAnyAsking(requests, options))) return "stranger";
  const opener = await client.openerOf({ ...name, number: issue }, signal);
  return opener?.login.toLowerCase() === author.login.toLowerCase() ? "author" : "stranger";
}

/** It asks still, or nobody has answered it in time lately. */
async function wasAnyAsking(
  requests: Requests,
  { direction, database, clock }: StandingOptions,
): Promise<boolean> {
  const since = clock.now() - LATE_MS;
  for (const { job } of requests) {
    if (job === null) continue;
    const view = await direction.view(job);
    if (view && holdFor(view, QUESTIONS)) return true;
    if (haveDefaultsHeld(database, { job, since })) return true;
  }
  return false;
}
