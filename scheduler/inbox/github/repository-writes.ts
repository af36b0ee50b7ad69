import type { Caller } from "./caller.ts";
import { named, repositoryRef, type RepositoryName } from "./names.ts";

/** What `kantoku github setup` does to a repository. */
export interface RepositoryWrites {
  createLabel(repository: RepositoryName, label: LabelLook, signal: AbortSignal): Promise<void>;
  /** Commits a new file to the default branch; refused when the path exists. */
  createFile(
    repository: RepositoryName,
    file: { readonly path: string; readonly text: string; readonly message: string },
    signal: AbortSignal,
  ): Promise<void>;
}

export interface LabelLook {
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
  readonly description: string;
}

export function repositoryWrites({ request }: Caller): RepositoryWrites {
  return {
    createLabel: async (repository, { name, color, description }, signal) => {
      const route = "POST /repos/{owner}/{repo}/labels";
      const what = `Making the label ${name} in ${repositoryRef(repository)}`;
      await request(what, route, { ...named(repository), name, color, description }, signal);
    },

    createFile: async (repository, { path, text, message }, signal) => {
      const route = "PUT /repos/{owner}/{repo}/contents/{path}";
      const what = `Writing ${path} to ${repositoryRef(repository)}`;
      const content = Buffer.from(text).toString("base64");
      await request(what, route, { ...named(repository), path, message, content }, signal);
    },
  };
}
