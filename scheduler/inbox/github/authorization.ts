import type { Clock } from "../../../kernel/clock.ts";
import type { GitHub } from "./client.ts";
import type { LabelEvent } from "./issue-reads.ts";
import { repositoryRef, type RepositoryName } from "./names.ts";

/** Whether a label counts: tells who may start work, and why not. */
export type Verdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "refused"; readonly reason: string };

export interface Authorization {
  /** Throws a `GitHubError` when GitHub can't be asked: nobody is let in by accident. */
  judge(
    repository: RepositoryName,
    actor: LabelEvent["actor"],
    signal: AbortSignal,
  ): Promise<Verdict>;
}

/** How long a permission is believed. */
const BELIEVED_MS = 15 * 60_000;
const MAY_START: ReadonlySet<string> = new Set(["admin", "write"]);
const ALLOWED: Verdict = { kind: "allowed" };

/** `allowed` are logins that need no permission; bots get in only this way. */
export function authorization(
  github: GitHub,
  allowed: readonly string[],
  clock: Clock,
): Authorization {
  const logins = new Set(allowed.map((login) => login.toLowerCase()));
  const believed = new Map<string, { permission: string; until: number }>();

  const permissionOf = async (repository: RepositoryName, login: string, signal: AbortSignal) => {
    const key = `${repositoryRef(repository)} ${login}`;
    const known = believed.get(key);
    if (known && clock.now() < known.until) return known.permission;
    const permission = await github.permission(repository, login, signal);
    believed.set(key, { permission, until: clock.now() + BELIEVED_MS });
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

function refused(reason: string): Verdict {
  return { kind: "refused", reason };
}
