import { z } from "zod";
import { parse, type Caller } from "./caller.ts";
import { GitHubError } from "./failures.ts";
import { named, repositoryRef, type RepositoryName } from "./names.ts";

/** Files on a branch of their own. Each write is tried once. */
export interface BranchFiles {
  /** Undefined when there is none at this path. */
  branchFile(
    repository: RepositoryName,
    place: BranchPlace,
    signal: AbortSignal,
  ): Promise<BranchFile | undefined>;
  /** Refused (`github-refused`) when there is a file at this path. */
  commitFile(
    repository: RepositoryName,
    place: BranchPlace & { readonly content: Buffer; readonly message: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** The commit that a branch ends in; undefined when there is no such branch. */
  branchHead(
    repository: RepositoryName,
    branch: string,
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** Refused (`github-refused`) when there is one of that name. */
  createBranch(
    repository: RepositoryName,
    branch: { readonly name: string; readonly commit: string },
    signal: AbortSignal,
  ): Promise<void>;
}

export interface BranchPlace {
  readonly branch: string;
  readonly path: string;
}

export interface BranchFile {
  /** Git's own: of a header and the content, by SHA-1. */
  readonly sha: string;
  readonly bytes: number;
  readonly url: string;
}

const Content = z.object({ sha: z.string(), size: z.int(), html_url: z.string().nullable() });
const Ref = z.object({ object: z.object({ sha: z.string() }) });

export function branchFiles({ request }: Caller): BranchFiles {
  const orMissing = async <T>(answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof GitHubError && error.code === "github-gone") return undefined;
      throw error;
    }
  };
  return {
    branchFile: async (repository, { branch, path }, signal) => {
      const route = "GET /repos/{owner}/{repo}/contents/{path}";
      const what = `Looking for ${path} in ${repositoryRef(repository)}`;
      const fields = { ...named(repository), path, ref: branch };
      const data = await orMissing(request(what, route, fields, signal));
      if (data === undefined) return undefined;
      const { sha, size, html_url } = parse(Content, data);
      return { sha, bytes: size, url: html_url ?? "" };
    },

    commitFile: async (repository, { branch, path, content, message }, signal) => {
      const route = "PUT /repos/{owner}/{repo}/contents/{path}";
      const what = `Committing ${path} to ${repositoryRef(repository)}`;
      const file = { path, branch, message, content: content.toString("base64") };
      await request(what, route, { ...named(repository), ...file }, signal);
    },

    branchHead: async (repository, branch, signal) => {
      const route = "GET /repos/{owner}/{repo}/git/ref/{ref}";
      const what = `Looking for the branch ${branch} of ${repositoryRef(repository)}`;
      const fields = { ...named(repository), ref: `heads/${branch}` };
      const data = await orMissing(request(what, route, fields, signal));
      return data === undefined ? undefined : parse(Ref, data).object.sha;
    },

    createBranch: async (repository, { name, commit }, signal) => {
      const route = "POST /repos/{owner}/{repo}/git/refs";
      const what = `Making the branch ${name} of ${repositoryRef(repository)}`;
      const fields = { ...named(repository), ref: `refs/heads/${name}`, sha: commit };
      await request(what, route, fields, signal);
    },
  };
}
