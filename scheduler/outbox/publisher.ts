import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Tongue } from "../../kernel/tongue.ts";
import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import type { RepositoryName } from "../inbox/github/names.ts";
import type { Asset, Release } from "../inbox/github/releases.ts";
import { phrasesIn, type Phrases } from "../phrases/phrases.ts";

/** A finished film's file, ready to be published. */
export interface OutputFile {
  readonly output: "video" | "poster" | "captions";
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** With its dot. */
  readonly extension: string;
}

export interface PublishOptions {
  readonly client: GitHub;
  readonly mode: "release" | "branch" | "link";
  /** Tag of the release, or name of the branch. */
  readonly place: string;
  /** GitHub takes less than 2 GiB for an asset, and 100 MB for a file on a branch. */
  readonly maxBytes: number;
  /** For `link`: where a job's folder can be seen; null: the path on this machine is told. */
  readonly linkOf: (file: OutputFile) => string | null;
  /** Encodes a film again so that it fits; null when it can't. */
  readonly smaller: (file: OutputFile, maxBytes: number) => Promise<OutputFile | null>;
}

/** Where a file is now; without a URL the remark says why not. */
export interface Published {
  readonly url: string | null;
  readonly remark: string | null;
}

export type Publish = (
  repository: RepositoryName,
  file: OutputFile,
  /** Of the remark. */
  tongue: Tongue,
  signal: AbortSignal,
) => Promise<Published>;

/** A job's files, and the way to publish one. */
export interface Publishing {
  readonly filesOf: (job: string) => readonly OutputFile[] | Promise<readonly OutputFile[]>;
  readonly publish: Publish;
}

/**
 * Puts a film's files where people can see them. Each is named by its content, and looked for before
 * it is sent: whatever broke off before, there is one of it in the end. What GitHub refuses for good
 * is an answer; what may go better later is thrown.
 */
export function publisher(options: PublishOptions): Publish {
  const { mode, maxBytes } = options;
  return async (repository, original, tongue, signal) => {
    const say = phrasesIn(tongue);
    if (mode === "link") return { url: options.linkOf(original), remark: `\`${original.path}\`` };
    const file = original.bytes > maxBytes ? await fitted(original, options) : original;
    if (!file) return { url: null, remark: tooBig(original, maxBytes, say) };
    const remark =
      file === original
        ? null
        : say.joined([tooBig(original, maxBytes, say), say.smaller(sizeOf(file.bytes))]);
    try {
      const store = mode === "release" ? storeInRelease : storeOnBranch;
      return { url: await store(repository, file, options, signal), remark };
    } catch (error) {
      if (!(error instanceof GitHubError) || !isFinal(error)) throw error;
      return { url: null, remark: say.notUploaded(`${error.message} ${error.hint}`) };
    }
  };
}

const FINAL: ReadonlySet<string> = new Set(["github-forbidden", "github-gone", "github-refused"]);

function isFinal(error: GitHubError): boolean {
  return !error.isAmbiguous && FINAL.has(error.code);
}

async function fitted(file: OutputFile, options: PublishOptions): Promise<OutputFile | null> {
  if (file.output !== "video") return null;
  const smaller = await options.smaller(file, options.maxBytes);
  return smaller && smaller.bytes <= options.maxBytes ? smaller : null;
}

function tooBig({ bytes, path }: OutputFile, maxBytes: number, say: Phrases): string {
  return say.tooBig(sizeOf(bytes), sizeOf(maxBytes), path);
}

function sizeOf(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

const NAMES = { video: "film", poster: "poster", captions: "captions" } as const;
const TYPES: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".png": "image/png",
  ".srt": "application/x-subrip",
};

/** `film-0123456789abcdef.mp4` */
function nameOf({ output, sha256, extension }: OutputFile): string {
  return `${NAMES[output]}-${sha256.slice(0, 16)}${extension}`;
}

/** GitHub takes 1 000 assets for a release; then the next one follows (`kantoku-films-2`). */
const MOST_ASSETS = 990;
const MOST_RELEASES = 100;

async function storeInRelease(
  repository: RepositoryName,
  file: OutputFile,
  options: PublishOptions,
  signal: AbortSignal,
): Promise<string> {
  const { client, place } = options;
  for (let number = 1; number <= MOST_RELEASES; number += 1) {
    const tag = number === 1 ? place : `${place}-${number}`;
    const release =
      (await client.release(repository, tag, signal)) ??
      (await client.createRelease(repository, { tag, ...WORDS }, signal));
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

function unsure(message: string, cause?: unknown): GitHubError {
  const hint = "It is tried again.";
  return new GitHubError("github-unreachable", message, { hint, cause, isAmbiguous: true });
}

async function storeOnBranch(
  repository: RepositoryName,
  file: OutputFile,
  { client, place: branch }: PublishOptions,
  signal: AbortSignal,
): Promise<string> {
  const path = `films/${nameOf(file)}`;
  const content = readFileSync(file.path);
  if ((await client.branchHead(repository, branch, signal)) === undefined) {
    const { defaultBranch } = await client.repository(repository, signal);
    const commit = await client.branchHead(repository, defaultBranch, signal);
    if (commit === undefined) throw emptyRepository(defaultBranch);
    await client.createBranch(repository, { name: branch, commit }, signal);
  }
  const isOurs = async (): Promise<string | undefined> => {
    const found = await client.branchFile(repository, { branch, path }, signal);
    return found?.sha === gitHash(content) ? found.url : undefined;
  };
  const known = await isOurs();
  if (known !== undefined) return known;
  const message = `${NAMES[file.output]} ${file.sha256.slice(0, 16)}`;
  await client.commitFile(repository, { branch, path, content, message }, signal);
  const committed = await isOurs();
  if (committed === undefined) throw unsure(`${path} is not on the branch ${branch} yet.`);
  return committed;
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
