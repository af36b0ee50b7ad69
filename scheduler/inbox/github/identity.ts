import type { Database } from "../../../kernel/database.ts";
import type { Events } from "../../../kernel/events.ts";
import type { GitHub } from "./client.ts";
import { GitHubError } from "./failures.ts";
import { hasName, repositoryNamed, repositoryRef, type RepositoryName } from "./names.ts";
import { noteReplaced, repositoryNamedRow, saveName } from "./bearers/statements.ts";
import type { Repository } from "./repository-reads.ts";

/** A repository as it was last known: its number stays, its name may not. */
export interface Identity extends RepositoryName {
  readonly id: number;
}

/**
 * What was last known of a repository in the settings, without asking; undefined before the first look,
 * and when its name has become another's.
 */
export function lastKnown(configured: RepositoryName, database: Database): Identity | undefined {
  const name = repositoryRef(configured);
  const row = repositoryNamedRow(database, name);
  const present = row?.presentName ?? name;
  return row && hasName(present) ? { ...repositoryNamed(present), id: row.id } : undefined;
}

/**
 * Who is meant by a configured name: GitHub leads old names on to renamed repositories, until
 * somebody makes another one of that name. All that was taken under an earlier name moves to the
 * present one. Throws `github-replaced` for another repository: its people are not those who were
 * trusted.
 */
export async function identify(
  configured: RepositoryName,
  {
    client,
    database,
  }: { readonly client: Pick<GitHub, "repository">; readonly database: Database },
  signal: AbortSignal,
): Promise<Repository> {
  const name = repositoryRef(configured);
  const found = await client.repository(configured, signal);
  const known = repositoryNamedRow(database, name);
  if (known && known.id !== found.id) {
    database.transact((tx) => noteReplaced(tx, { name, id: found.id }));
    throw replaced(name);
  }
  const presentName = repositoryRef(found);
  const isKnown = known?.presentName === presentName && known.replacedBy === null;
  if (!isKnown) {
    database.transact((tx) => saveName(tx, { name, id: found.id, presentName }));
  }
  return found;
}

function replaced(name: string): GitHubError {
  const hint = `If this one is meant: kantoku github accept ${name}`;
  return new GitHubError("github-replaced", `${name} is another repository than before.`, { hint });
}

/** Tells what a person should mend in the settings, or at GitHub. */
export function tellOddities(configured: RepositoryName, found: Repository, events: Events): void {
  const ref = repositoryRef(configured);
  const name = repositoryRef(found);
  const service = `github-inbox ${ref}`;
  const say = (code: string, message: string, hint: string): void =>
    events.emit("service.failed", { service, code, message, hint, failures: 1 });
  if (name.toLowerCase() !== ref.toLowerCase()) {
    const hint = "Change the name in github.repositories.";
    say("github-renamed", `${ref} is called ${name} now; it is watched all the same.`, hint);
  }
  if (found.isArchived) {
    const hint = "Take it out of github.repositories.";
    say("github-archived", `${ref} is archived: nothing can be written there.`, hint);
  }
  if (!found.hasIssues) {
    const hint = "Turn them on, or take it out of github.repositories.";
    say("github-no-issues", `${ref} has its issues turned off.`, hint);
  }
}
