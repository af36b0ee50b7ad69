import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Authorization } from "../../inbox/github/authorization.ts";
import type { GitHub } from "../../inbox/github/client.ts";
import type { SaidComment } from "../../inbox/github/conversation.ts";
import { identify, lastKnown, type Identity } from "../../inbox/github/identity.ts";
import { repositoryNamed, repositoryRef, type RepositoryName } from "../../inbox/github/names.ts";
import type { Direction } from "./heed.ts";
import {
  heardUntil,
  insertReply,
  isHeard,
  recordHeard,
  requestAt,
  type RequestAtRow,
} from "./statements.ts";

export interface ListeningOptions {
  readonly client: GitHub;
  readonly database: Database;
  readonly authorization: Authorization;
  readonly direction: Direction;
  readonly clock: Clock;
}

/** Stores the comments that are for us; true when there was anything new. */
export type Ear = (signal: AbortSignal) => Promise<boolean>;

/** GitHub's lists may lag behind: so far back they are read again. */
const OVERLAP_MS = 15 * 60_000;
const LONGEST_WORDS = 4_000;

/** Listens to a repository in the settings, whatever it is called by now. */
export function repositoryEar(configured: RepositoryName, options: ListeningOptions): Ear {
  const { client, database } = options;
  return async (signal) => {
    const home = lastKnown(configured, database) ?? (await identify(configured, options, signal));
    const known = heardUntil(database, home.id);
    const { comments, at } = await client.changedComments(home, before(known), signal);
    // From the first look on, by GitHub's clock: ours may be wrong by hours.
    const until = known ?? at;
    const fresh = await unheard(comments, before(until) ?? "", options, signal);
    if (fresh.length > 0 && !(await isStillMeant(configured, home, options, signal))) return false;
    for (const comment of fresh) await take(home, comment, options, signal);
    const last = comments[0]?.updatedAt ?? until;
    database.transact((tx) => recordHeard(tx, home.id, last > until ? last : until));
    return fresh.length > 0;
  };
}

/** Of others than us. The list is newest first; who spoke first is heard first. */
async function unheard(
  comments: readonly SaidComment[],
  since: string,
  { client, database }: ListeningOptions,
  signal: AbortSignal,
): Promise<SaidComment[]> {
  const self = (await client.login(signal)).toLowerCase();
  return comments
    .filter(({ updatedAt }) => updatedAt >= since)
    .filter(({ id, author }) => author?.login.toLowerCase() !== self && !isHeard(database, id))
    .toReversed();
}

/**
 * Asked after the comments were read, so that nobody is listened to who took the name meanwhile. Under
 * another name than before they are read once more: what they are about was stored under the old one.
 */
async function isStillMeant(
  configured: RepositoryName,
  home: Identity,
  options: ListeningOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await identify(configured, options, signal);
  return repositoryRef(found) === repositoryRef(home);
}

async function take(
  home: Identity,
  { id, issue, author, body, createdAt }: SaidComment,
  options: ListeningOptions,
  signal: AbortSignal,
): Promise<void> {
  const moment = { repository: repositoryRef(home), issue, at: createdAt };
  const request = requestAt(options.database, moment);
  if (!request || !author) return;
  const standing = await standingOf(author, request, options, signal);
  if (standing === "stranger") return;
  const reply = {
    comment: id,
    request: request.id,
    author: author.login,
    isTrusted: standing === "trusted" ? (1 as const) : (0 as const),
    text: body.slice(0, LONGEST_WORDS),
    heardAt: options.clock.now(),
  };
  options.database.transact((tx) => insertReply(tx, reply));
}

async function standingOf(
  author: NonNullable<SaidComment["author"]>,
  { repository, issue, job }: RequestAtRow,
  { client, authorization, direction }: ListeningOptions,
  signal: AbortSignal,
): Promise<"trusted" | "author" | "stranger"> {
  const name = repositoryNamed(repository);
  const verdict = await authorization.judge(name, author, signal);
  if (verdict.kind === "allowed") return "trusted";
  const view = job === null ? undefined : await direction.view(job);
  if (author.isBot || !view?.holds?.some(({ cause }) => cause === "questions")) return "stranger";
  const opener = await client.openerOf({ ...name, number: issue }, signal);
  return opener?.login.toLowerCase() === author.login.toLowerCase() ? "author" : "stranger";
}

/** So much earlier that nothing is missed; as GitHub writes times. */
function before(until: string | undefined): string | null {
  if (until === undefined) return null;
  return `${new Date(Date.parse(until) - OVERLAP_MS).toISOString().slice(0, 19)}Z`;
}
