import type { SteadyClock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import { repositoryNamed } from "../inbox/github/names.ts";
import { numbersNamed } from "../inbox/github/statements.ts";

/**
 * Whether a repository's name still belongs to the one that was meant by it. Somebody who took the
 * name has issues of the same numbers, and nothing is to be said there.
 */
export type IsMeant = (repository: string, signal: AbortSignal) => Promise<boolean>;

/** As long as the inbox rests: asking again costs nothing of the rate limit, but takes a while. */
const BELIEVED_MS = 20_000;

export function nameBearer(options: {
  readonly client: Pick<GitHub, "repository">;
  readonly database: Database;
  readonly clock: SteadyClock;
}): IsMeant {
  const { client, database, clock } = options;
  const believed = new Map<string, { isMeant: boolean; until: number }>();
  return async (repository, signal) => {
    const known = believed.get(repository);
    if (known && clock.uptime() < known.until) return known.isMeant;
    const { id } = await client.repository(repositoryNamed(repository), signal);
    const numbers = numbersNamed(database, repository);
    const isMeant = numbers.length === 0 || numbers.includes(id);
    believed.set(repository, { isMeant, until: clock.uptime() + BELIEVED_MS });
    return isMeant;
  };
}

/** Throws `github-replaced` when the name is another's by now. */
export async function expectMeant(
  repository: string,
  isMeant: IsMeant,
  signal: AbortSignal,
): Promise<void> {
  if (await isMeant(repository, signal)) return;
  const hint = `Nothing is said there. If it is meant: kantoku github accept ${repository}`;
  const message = `${repository} is another repository than before.`;
  throw new GitHubError("github-replaced", message, { hint });
}
