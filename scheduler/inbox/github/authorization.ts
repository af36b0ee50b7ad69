import type { SteadyClock } from "../../../kernel/clock.ts";
import type { GitHub } from "./client.ts";
import type { Author } from "./conversation.ts";
import { GitHubError } from "./failures.ts";
import { repositoryRef, type RepositoryName } from "./names.ts";

/** Whether somebody's word counts, and why not. */
export type Verdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "refused"; readonly reason: string };

export interface Authorization {
  /**
   * Who set a label, edited a text or gave a command; null is an account that is gone. Throws a
   * `GitHubError` when GitHub can't be asked: nobody is let in by accident.
   */
  judge(repository: RepositoryName, actor: Author | null, signal: AbortSignal): Promise<Verdict>;
}

/** How long a permission is believed, and for how long a lack of it: it may just have been given. */
const BELIEVED_MS = { allowed: 15 * 60_000, refused: 60_000 };
/** People who come and go are forgotten, the longest known first. */
const MOST_KNOWN = 1_000;
const MAY_START: ReadonlySet<string> = new Set(["admin", "write"]);
const ALLOWED: Verdict = { kind: "allowed" };

/** `allowed` are logins that need no permission; bots get in only this way. */
export function authorization(
  github: Pick<GitHub, "permission">,
  allowed: readonly string[],
  clock: SteadyClock,
): Authorization {
  const logins = new Set(allowed.map((login) => login.toLowerCase()));
  const believed = new Map<string, { permission: string; until: number }>();

  const permissionOf = async (repository: RepositoryName, login: string, signal: AbortSignal) => {
    const key = `${repositoryRef(repository)} ${login}`.toLowerCase();
    const known = believed.get(key);
    if (known && clock.uptime() < known.until) return known.permission;
    const permission = await askPermission(github, repository, login, signal);
    const period = BELIEVED_MS[MAY_START.has(permission) ? "allowed" : "refused"];
    believed.delete(key);
    believed.set(key, { permission, until: clock.uptime() + period });
    const oldest = believed.keys().next().value;
    if (believed.size > MOST_KNOWN && oldest !== undefined) believed.delete(oldest);
    return permission;
  };

  return {
    judge: async (repository, actor, signal) => {
      if (!actor) return refused("the account that set the label no longer exists");
      if (logins.has(actor.login.toLowerCase())) return ALLOWED;
      if (actor.isBot) return refused(`${actor.login} is a bot that is not on the list`);
      const permission = await permissionOf(repository, actor.login, signal);
      if (MAY_START.has(permission)) return ALLOWED;
      const ref = repositoryRef(repository);
      return refused(`${actor.login} may not write to ${ref} (permission: ${permission})`);
    },
  };
}

/** Somebody whom GitHub does not know has no permission. */
async function askPermission(
  github: Pick<GitHub, "permission">,
  repository: RepositoryName,
  login: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await github.permission(repository, login, signal);
  } catch (error) {
    if (error instanceof GitHubError && error.code === "github-gone") return "none";
    throw error;
  }
}

function refused(reason: string): Verdict {
  return { kind: "refused", reason };
}
