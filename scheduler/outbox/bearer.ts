import type { SteadyClock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import { repositoryNamed } from "../inbox/github/names.ts";
import type { Repository } from "../inbox/github/repository-reads.ts";
import { noteReplaced, numbersNamed } from "../inbox/github/bearers/statements.ts";

/** What is to be said, and of which repository: its name, and GitHub's number where it is known. */
export interface Addressed {
  readonly repository: string;
  readonly repositoryId: number | null;
}

/**
 * Whether a repository's name still belongs to the one that was meant by it. Somebody who took the
 * name has issues of the same numbers, and nothing is to be said there. Throws `github-hidden` while
 * nobody can tell. What GitHub said lately is believed, unless it is asked anew.
 */
export type IsMeant = (
  addressed: Addressed,
  signal: AbortSignal,
  isAskedAnew?: boolean,
) => Promise<boolean>;

/** As long as the inbox rests: asking again costs nothing of the rate limit, but takes a while. */
const BELIEVED_MS = 20_000;

export function nameBearer(options: {
  readonly client: Pick<GitHub, "repository">;
  readonly database: Database;
  readonly clock: SteadyClock;
}): IsMeant {
  const { client, database, clock } = options;
  const believed = new Map<string, { bearer: Bearer; until: number }>();
  const ask = async (name: string, signal: AbortSignal): Promise<Bearer> => {
    const found = await orHidden(client.repository(repositoryNamed(name), signal));
    // Whatever the settings mean by this name, unless it is this one.
    if (found) database.transact((tx) => noteReplaced(tx, { name, id: found.id }));
    // Where issues are turned off, GitHub calls every one of them gone.
    const bearer = found?.hasIssues ? found.id : "hidden";
    believed.set(name, { bearer, until: clock.uptime() + BELIEVED_MS });
    return bearer;
  };
  return async ({ repository, repositoryId }, signal, isAskedAnew = false) => {
    const known = believed.get(repository);
    const isBelieved = !isAskedAnew && known && clock.uptime() < known.until;
    const bearer = isBelieved ? known.bearer : await ask(repository, signal);
    if (bearer === "hidden") throw hidden(repository);
    const meant = repositoryId === null ? numbersNamed(database, repository) : [repositoryId];
    return meant.length === 0 || meant.includes(bearer);
  };
}

/** Who has a name: a repository, by GitHub's number, or nobody that we can see. */
type Bearer = number | "hidden";

async function orHidden(answer: Promise<Repository>): Promise<Repository | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubError && error.code === "github-gone") return undefined;
    throw error;
  }
}

function hidden(repository: string): GitHubError {
  const message = `${repository}, or its issues, can't be seen.`;
  const hint =
    "Check that it exists, has its issues turned on, and that the token may see it; it is tried again.";
  return new GitHubError("github-hidden", message, { hint });
}

/** Throws `github-replaced` when the name is another's by now. */
export async function expectMeant(
  addressed: Addressed,
  isMeant: IsMeant,
  signal: AbortSignal,
  isAskedAnew = false,
): Promise<void> {
  if (await isMeant(addressed, signal, isAskedAnew)) return;
  const { repository } = addressed;
  const hint = `Nothing is said there. If it is meant: kantoku github accept ${repository}`;
  const message = `${repository} is another repository than before.`;
  throw new GitHubError("github-replaced", message, { hint });
}
