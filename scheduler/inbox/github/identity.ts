import type { Database } from "../../../kernel/database.ts";
import type { Events } from "../../../kernel/events.ts";
import type { GitHub } from "./client.ts";
import { GitHubError } from "./failures.ts";
import { repositoryRef, type RepositoryName } from "./names.ts";
import { renameRepository, repositoryNamedRow } from "./statements.ts";

/**
 * Who is meant by a configured name: GitHub leads old names on to renamed repositories, until
 * somebody makes another one of that name. Throws `github-replaced` for such a one: its people are
 * not those who were trusted.
 */
export async function identify(
  configured: RepositoryName,
  options: {
    readonly client: Pick<GitHub, "repository">;
    readonly database: Database;
    readonly events: Events;
  },
  signal: AbortSignal,
): Promise<RepositoryName & { readonly id: number }> {
  const { client, database, events } = options;
  const ref = repositoryRef(configured);
  const found = await client.repository(configured, signal);
  const name = repositoryRef(found);
  const known = repositoryNamedRow(database, ref);
  if (known && known.id !== found.id) throw replaced(ref);
  const say = (code: string, message: string, hint: string): void =>
    events.emit("service.failed", {
      service: `github-inbox ${ref}`,
      code,
      message,
      hint,
      failures: 1,
    });
  if (name.toLowerCase() !== ref.toLowerCase()) {
    database.transact((tx) => renameRepository(tx, ref, name));
    say(
      "github-renamed",
      `${ref} is called ${name} now; it is watched all the same.`,
      "Change the name in github.repositories.",
    );
  } else if (name !== ref) database.transact((tx) => renameRepository(tx, ref, name));
  if (found.isArchived)
    say(
      "github-archived",
      `${ref} is archived: nothing can be written there.`,
      "Take it out of github.repositories.",
    );
  if (!found.hasIssues)
    say(
      "github-no-issues",
      `${ref} has its issues turned off.`,
      "Turn them on, or take it out of github.repositories.",
    );
  return { owner: found.owner, repo: found.repo, id: found.id };
}

function replaced(ref: string): GitHubError {
  const hint = `If this one is meant: kantoku github accept ${ref}`;
  return new GitHubError("github-replaced", `${ref} is another repository than before.`, { hint });
}
