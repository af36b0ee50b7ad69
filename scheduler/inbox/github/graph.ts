import type { Author } from "./conversation.ts";
import { GitHubError } from "./failures.ts";

/** What all questions to GitHub's GraphQL have in common. */

/** An Enterprise Server has `/api/v3` for REST and `/api/graphql`. */
export function graphUrl(baseUrl: string): string {
  return baseUrl.replace(/\/api\/v3$/, "/api");
}

interface Answer<Repository> {
  readonly data?: { readonly repository: Repository | null } | null | undefined;
  readonly errors?: readonly Problem[] | undefined;
}

interface Problem {
  readonly type?: string | undefined;
  readonly message: string;
}

/** What was asked of a repository; a missing issue is an error beside the others' data. */
export function answered<Repository>({ data, errors = [] }: Answer<Repository>): Repository {
  const grave = errors.find((error) => error.type !== "NOT_FOUND");
  if (grave || !data?.repository) throw refusal(grave ?? errors[0]);
  return data.repository;
}

/** GraphQL leaves the `[bot]` away that REST writes. */
export function authorOf(actor: { login: string; __typename: string } | null): Author | null {
  if (!actor) return null;
  const isBot = actor.__typename !== "User";
  const isNamedSo = actor.__typename !== "Bot" || actor.login.endsWith("[bot]");
  return { login: isNamedSo ? actor.login : `${actor.login}[bot]`, isBot };
}

function refusal(error: Problem | undefined): GitHubError {
  const words = error?.message ?? "it answered nothing";
  if (error?.type === "RATE_LIMITED") {
    return new GitHubError("github-limited", `GitHub's GraphQL must wait: ${words}`, {
      hint: "Nothing to do.",
      retryAfterMs: 60_000,
    });
  }
  const code = error?.type === "FORBIDDEN" ? "github-forbidden" : "github-refused";
  return new GitHubError(
    error?.type === "NOT_FOUND" ? "github-gone" : code,
    `GitHub's GraphQL refused: ${words}`,
    {
      hint: "Check that the token may read the repository's issues (docs/github.md).",
    },
  );
}
