import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import type { RepositoryName } from "../inbox/github/names.ts";
import { NAMES, nameOf, unsure, type OutputFile } from "./output-file.ts";

/** Commits a file to the branch `place`, which begins where the default branch is; answers where it is. */
export async function storeOnBranch(
  repository: RepositoryName,
  file: OutputFile,
  { client, place: branch }: { readonly client: GitHub; readonly place: string },
  signal: AbortSignal,
): Promise<string> {
  const path = `films/${nameOf(file)}`;
  const content = readFileSync(file.path);
  await beginBranch(repository, branch, client, signal);
  const ours = async (): Promise<string | undefined> => {
    const found = await client.branchFile(repository, { branch, path }, signal);
    return found?.sha === gitHash(content) ? found.url : undefined;
  };
  const known = await ours();
  if (known !== undefined) return known;
  const message = `${NAMES[file.output]} ${file.sha256.slice(0, 16)}`;
  const commit = { branch, path, content, message };
  await orThere(client.commitFile(repository, commit, signal), ours);
  const committed = await ours();
  if (committed === undefined) throw unsure(`${path} is not on the branch ${branch} yet.`);
  return committed;
}

async function beginBranch(
  repository: RepositoryName,
  branch: string,
  client: GitHub,
  signal: AbortSignal,
): Promise<void> {
  const head = () => client.branchHead(repository, branch, signal);
  if ((await head()) !== undefined) return;
  const { defaultBranch } = await client.repository(repository, signal);
  const commit = await client.branchHead(repository, defaultBranch, signal);
  if (commit === undefined) throw emptyRepository(defaultBranch);
  await orThere(client.createBranch(repository, { name: branch, commit }, signal), head);
}

/**
 * GitHub refuses to make what it has already, and says in words alone that this is why. An earlier
 * write may have made it, so what was refused is looked for before the refusal is believed.
 */
async function orThere(
  write: Promise<void>,
  look: () => Promise<string | undefined>,
): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof GitHubError) || error.code !== "github-refused") throw error;
    if ((await look()) === undefined) throw error;
  }
}

function emptyRepository(branch: string): GitHubError {
  return new GitHubError("github-refused", `The repository has no commit on ${branch}.`, {
    hint: "Make a first commit, or set github.publish to link.",
  });
}

/** The name that git gives a content. */
function gitHash(content: Buffer): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}
