import type { SteadyClock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { GitHub } from "../../inbox/github/client.ts";
import type { SaidComment } from "../../inbox/github/conversation.ts";
import type { Decisions } from "../../inbox/github/decisions.ts";
import { identify, lastKnown, type Identity } from "../../inbox/github/identity.ts";
import { repositoryRef, type RepositoryName } from "../../inbox/github/names.ts";
import { isSealed } from "../seal.ts";
import { earlyComments } from "./early.ts";
import type { Listened } from "./listened.ts";
import { standingOf, type Requests, type Standing, type StandingOptions } from "./standing.ts";
import {
  heardUntil,
  insertReply,
  isHeard,
  isSheet,
  recordHeard,
  requestsAt,
} from "./statements.ts";

export interface ListeningOptions extends StandingOptions {
  readonly client: GitHub;
  /** Where the labels are looked for, too. */
  readonly decisions?: Decisions | undefined;
  /** Told after each look. */
  readonly listened?: Listened | undefined;
  readonly clock: SteadyClock;
}

/** Stores the comments that are for us; true when there was anything new. */
export type Ear = (signal: AbortSignal) => Promise<boolean>;

/** GitHub's lists may lag behind: so far back they are read again. */
const OVERLAP_MS = 15 * 60_000;
const LONGEST_WORDS = 4_000;

/** Listens to a repository in the settings, whatever it is called by now. */
export function repositoryEar(configured: RepositoryName, options: ListeningOptions): Ear {
  const { client, database, clock } = options;
  const strangers = knownStrangers();
  const early = earlyComments(repositoryRef(configured), options);
  return async (signal) => {
    const now = clock.now();
    const home = lastKnown(configured, database) ?? (await identify(configured, options, signal));
    const known = heardUntil(database, home.id);
    const { comments, at } = await client.changedComments(home, before(known), signal);
    // From the first look on, by GitHub's clock: ours may be wrong by hours.
    const until = known ?? at;
    const latest = comments.filter(({ updatedAt }) => updatedAt >= (before(until) ?? ""));
    strangers.forgetOthers(latest);
    const { aboutFilms, others } = await unheard(latest, home, options, signal);
    const fresh = aboutFilms.filter(strangers.isUnknown);
    const next = laterOf(until, earlierOf(comments[0]?.updatedAt, early.since(others)));
    const hasNews = next > until || fresh.length > 0;
    if (hasNews && !(await isStillMeant(configured, home, options, signal))) return false;
    for (const said of fresh) {
      if ((await take(said, options, signal)) === "stranger") strangers.remember(said);
    }
    database.transact((tx) => recordHeard(tx, home.id, next));
    options.listened?.note(repositoryRef(home), now);
    return fresh.length > 0;
  };
}

/** A comment, and the requests that it may be about, the newest first. */
interface Said extends SaidComment {
  readonly requests: Requests;
}

/** What is not from us, about a film or not. The list is newest first; who spoke first is heard first. */
async function unheard(
  comments: readonly SaidComment[],
  home: Identity,
  { client, database }: ListeningOptions,
  signal: AbortSignal,
): Promise<{ readonly aboutFilms: readonly Said[]; readonly others: readonly SaidComment[] }> {
  const self = (await client.login(signal)).toLowerCase();
  const repository = repositoryRef(home);
  const aboutFilms: Said[] = [];
  const others: SaidComment[] = [];
  for (const comment of comments.toReversed()) {
    if (isHeard(database, comment.id) || isOurs(comment, self, database)) continue;
    const { issue, createdAt: at } = comment;
    const [newest, ...older] = requestsAt(database, { repository, issue, at });
    if (newest) aboutFilms.push({ ...comment, requests: [newest, ...older] });
    else others.push(comment);
  }
  return { aboutFilms, others };
}

/**
 * The account may be a person's, who speaks with it, too. A comment of ours is known by its seal from
 * the moment it is there; by its number still when somebody has changed it by hand.
 */
function isOurs({ id, author, body }: SaidComment, self: string, database: Database): boolean {
  if (author?.login.toLowerCase() !== self) return false;
  return isSealed(body) || isSheet(database, id);
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

/** Whose it is; a stranger's is not stored. */
async function take(said: Said, options: ListeningOptions, signal: AbortSignal): Promise<Standing> {
  const { id, author, body, requests, createdAt } = said;
  const standing = await standingOf(author, requests, options, signal);
  if (!author || standing === "stranger") return "stranger";
  const reply = {
    comment: id,
    request: (requests.find(({ job }) => job !== null) ?? requests[0]).id,
    author: author.login,
    isTrusted: standing === "trusted" ? (1 as const) : (0 as const),
    text: body.slice(0, LONGEST_WORDS),
    saidAt: createdAt,
    heardAt: options.clock.now(),
  };
  options.database.transact((tx) => insertReply(tx, reply));
  return standing;
}

/**
 * What strangers said lately is read again and again, as lists may lag behind; who they are is asked
 * once, and again when they change it.
 */
function knownStrangers() {
  const known = new Map<number, string>();
  return {
    isUnknown: ({ id, updatedAt }: SaidComment): boolean => known.get(id) !== updatedAt,
    remember: ({ id, updatedAt }: SaidComment): void => void known.set(id, updatedAt),
    /** All but these, so that no more is known than is read. */
    forgetOthers: (comments: readonly SaidComment[]): void => {
      const read = new Set(comments.map(({ id }) => id));
      for (const id of known.keys()) if (!read.has(id)) known.delete(id);
    },
  };
}

/** Times as GitHub writes them. */
function earlierOf(one: string | undefined, other: string | undefined): string | undefined {
  return one !== undefined && other !== undefined && other < one ? other : one;
}

function laterOf(one: string, other: string | undefined): string {
  return other !== undefined && other > one ? other : one;
}

/** So much earlier that nothing is missed; as GitHub writes times. */
function before(until: string | undefined): string | null {
  if (until === undefined) return null;
  return `${new Date(Date.parse(until) - OVERLAP_MS).toISOString().slice(0, 19)}Z`;
}
