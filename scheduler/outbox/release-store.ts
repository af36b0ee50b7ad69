import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import type { RepositoryName } from "../inbox/github/names.ts";
import type { Asset, Release } from "../inbox/github/releases.ts";
import { nameOf, unsure, type OutputFile } from "./output-file.ts";

/** GitHub takes 1 000 assets for a release; then the next one follows (`kantoku-films-2`). */
const MOST_ASSETS = 990;
const MOST_RELEASES = 100;

/** Puts a file into the release `place`, and answers where it is. */
export async function storeInRelease(
  repository: RepositoryName,
  file: OutputFile,
  { client, place }: { readonly client: GitHub; readonly place: string },
  signal: AbortSignal,
): Promise<string> {
  for (let number = 1; number <= MOST_RELEASES; number += 1) {
    const tag = number === 1 ? place : `${place}-${number}`;
    const release = await releaseOf(repository, tag, client, signal);
    const assets = await client.assets(repository, release.id, signal);
    const known = assets.find(({ name }) => name === nameOf(file));
    if (known && isSame(known, file)) return known.url;
    if (known) await client.deleteAsset(repository, known.id, signal);
    else if (assets.length >= MOST_ASSETS) continue;
    return upload(repository, release, file, client, signal);
  }
  throw new GitHubError("github-refused", `All releases ${place}-… are full.`, {
    hint: "Set github.place to another tag.",
  });
}

const WORDS = {
  title: "Kantoku's films",
  text: "Films, posters and captions, each named by its content. Their issues link to them.",
};

async function releaseOf(
  repository: RepositoryName,
  tag: string,
  client: GitHub,
  signal: AbortSignal,
): Promise<Release> {
  const known = await client.release(repository, tag, signal);
  if (known) return known;
  const made = await client.createRelease(repository, { tag, ...WORDS }, signal);
  const release = made === "taken" ? await client.release(repository, tag, signal) : made;
  if (!release) throw unsure(`GitHub has the release ${tag}, but does not show it yet.`);
  return release;
}

async function upload(
  repository: RepositoryName,
  release: Release,
  file: OutputFile,
  client: GitHub,
  signal: AbortSignal,
): Promise<string> {
  const { path, bytes } = file;
  const type = TYPES[file.extension] ?? "application/octet-stream";
  const asset = { name: nameOf(file), path, bytes, type };
  const uploaded = await client.uploadAsset(repository, release, asset, signal);
  // The list did not show it: look again, a little later.
  if (uploaded === "taken") throw unsure(`GitHub has ${asset.name}, but does not show it yet.`);
  if (isSame(uploaded, file)) return uploaded.url;
  await client.deleteAsset(repository, uploaded.id, signal);
  throw unsure(`${asset.name} arrived at GitHub with another content.`);
}

/** By size, and by digest where GitHub tells one. */
function isSame({ isWhole, bytes, digest }: Asset, file: OutputFile): boolean {
  const isContent = digest === null || digest === `sha256:${file.sha256}`;
  return isWhole && bytes === file.bytes && isContent;
}

const TYPES: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".png": "image/png",
  ".srt": "application/x-subrip",
};
