import {
  FileAnswer,
  LabelsAnswer,
  PermissionAnswer,
  RepositoryAnswer,
  SelfAnswer,
} from "./answers.ts";
import { parse, type Caller } from "./caller.ts";
import type { Credentials } from "./credentials.ts";
import { GitHubError } from "./failures.ts";
import { named, repositoryNamed, repositoryRef, type RepositoryName } from "./names.ts";
import type { ConditionalPages } from "./pages.ts";

/** What GitHub knows of a repository, and of us. */
export interface RepositoryReads {
  /** `admin`, `write`, `read` or `none`. */
  permission(repository: RepositoryName, login: string, signal: AbortSignal): Promise<string>;
  /** The account that our token belongs to. */
  login(signal: AbortSignal): Promise<string>;
  repository(repository: RepositoryName, signal: AbortSignal): Promise<Repository>;
  repositoryLabels(repository: RepositoryName, signal: AbortSignal): Promise<string[]>;
  /** A file's text on the default branch; undefined when there is none. */
  file(repository: RepositoryName, path: string, signal: AbortSignal): Promise<string | undefined>;
}

export interface Repository extends RepositoryName {
  /** Stays when it is renamed. */
  readonly id: number;
  readonly defaultBranch: string;
  readonly isArchived: boolean;
  readonly hasIssues: boolean;
  /** Whether we may push; undefined when GitHub does not say, as for an App. */
  readonly mayPush: boolean | undefined;
}

export function repositoryReads(
  { doing, request }: Caller,
  pages: ConditionalPages,
  credentials: Credentials,
): RepositoryReads {
  let self: string | undefined;
  return {
    permission: async (repository, username, signal) => {
      const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
      const what = `Asking what ${username} may do in ${repositoryRef(repository)}`;
      const data = await request(what, route, { ...named(repository), username }, signal);
      return parse(PermissionAnswer, data).permission;
    },

    login: async (signal) => {
      const ask = () => request("Asking whose the token is", "GET /user", {}, signal);
      self ??= await doing("Asking for the App's name", signal, () => credentials.login());
      self ??= parse(SelfAnswer, await ask()).login;
      return self;
    },

    repository: (repository, signal) =>
      doing(`Reading ${repositoryRef(repository)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}";
        return pages.item(route, { ...named(repository) }, signal, repositoryOf);
      }),

    repositoryLabels: (repository, signal) =>
      doing(`Reading the labels of ${repositoryRef(repository)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/labels";
        const { items } = await pages.readOnce(route, { ...named(repository) }, signal);
        return parse(LabelsAnswer, items).map(({ name }) => name);
      }),

    file: async (repository, path, signal) => {
      const route = "GET /repos/{owner}/{repo}/contents/{path}";
      const what = `Reading ${path} of ${repositoryRef(repository)}`;
      try {
        const { content } = parse(
          FileAnswer,
          await request(what, route, { ...named(repository), path }, signal),
        );
        return Buffer.from(content, "base64").toString("utf8");
      } catch (error) {
        if (error instanceof GitHubError && error.code === "github-gone") return undefined;
        throw error;
      }
    },
  };
}

function repositoryOf(data: unknown): Repository {
  const answer = parse(RepositoryAnswer, data);
  return {
    ...repositoryNamed(answer.full_name),
    id: answer.id,
    defaultBranch: answer.default_branch,
    isArchived: answer.archived,
    hasIssues: answer.has_issues,
    mayPush: answer.permissions?.push,
  };
}
