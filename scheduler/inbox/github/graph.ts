import type { Octokit } from "octokit";
import type { Author } from "./conversation.ts";
import { GitHubError } from "./failures.ts";
import { isLimit, LimitedAnswer } from "./limits.ts";
import { repositoryRef, type RepositoryName } from "./names.ts";

/** What all questions to GitHub's GraphQL have in common. */

/** Throws GraphQL's limits, which come with a 200, like any other answer that is none. */
export async function askGraph(
  octokit: Octokit,
  repository: RepositoryName,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<unknown> {
  const request = { signal, route: "POST /graphql", repository: repositoryRef(repository) };
  const baseUrl = graphUrl(octokit.request.endpoint.DEFAULTS.baseUrl);
  const response = await octokit.request("POST /graphql", { baseUrl, query, variables, request });
  if (isLimit(response)) throw new LimitedAnswer(response);
  return response.data;
}

/** An Enterprise Server has `/api/v3` for REST and `/api/graphql`. */
function graphUrl(baseUrl: string): string {
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
  const code = error?.type === "FORBIDDEN" ? "github-forbidden" : "github-refused";
  return new GitHubError(
    error?.type === "NOT_FOUND" ? "github-gone" : code,
    `GitHub's GraphQL refused: ${words}`,
    {
      hint: "Check that the token may read the repository's issues (docs/github.md).",
    },
  );
}
