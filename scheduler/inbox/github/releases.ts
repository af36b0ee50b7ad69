import { openAsBlob } from "node:fs";
import { z } from "zod";
import { parse, type Caller } from "./caller.ts";
import { GitHubError } from "./failures.ts";
import { named, repositoryRef, type RepositoryName } from "./names.ts";
import { fetchWithin } from "./octokit.ts";
import type { ConditionalPages } from "./pages.ts";

/** Releases, as a place for big files. Each write is tried once. */
export interface Releases {
  /** Undefined when no release has this tag. */
  release(
    repository: RepositoryName,
    tag: string,
    signal: AbortSignal,
  ): Promise<Release | undefined>;
  /**
   * Tags the newest commit of the default branch; never called the repository's latest release.
   * `taken` when a release has this tag, shown or not yet.
   */
  createRelease(
    repository: RepositoryName,
    release: { readonly tag: string; readonly title: string; readonly text: string },
    signal: AbortSignal,
  ): Promise<Release | "taken">;
  /** All of them: also those that an upload broke off from, which no other list shows. */
  assets(repository: RepositoryName, release: number, signal: AbortSignal): Promise<Asset[]>;
  /** `taken` when the release has an asset of that name, whole or broken. */
  uploadAsset(
    repository: RepositoryName,
    release: Release,
    file: AssetFile,
    signal: AbortSignal,
  ): Promise<Asset | "taken">;
  /** One that is gone already is fine. */
  deleteAsset(repository: RepositoryName, asset: number, signal: AbortSignal): Promise<void>;
}

export interface Release {
  readonly id: number;
  /** RFC 6570: where GitHub takes assets, which is another host than the API's. */
  readonly uploadUrl: string;
  readonly url: string;
}

export interface Asset {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  /** `sha256:…`; null where GitHub has not looked yet. */
  readonly digest: string | null;
  /** False for what an upload left behind that broke off. */
  readonly isWhole: boolean;
  readonly url: string;
}

export interface AssetFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** E.g. `video/mp4`. */
  readonly type: string;
}

/** A slow line of 1 Mbit/s, and a minute beside. */
const uploadTimeoutMs = (bytes: number): number => 60_000 + Math.ceil(bytes / 125);

export function releases({ doing, request }: Caller, pages: ConditionalPages): Releases {
  return {
    release: async (repository, tag, signal) => {
      const route = "GET /repos/{owner}/{repo}/releases/tags/{tag}";
      const what = `Looking for the release ${tag} of ${repositoryRef(repository)}`;
      try {
        const data = await request(what, route, { ...named(repository), tag }, signal);
        return releaseOf(parse(ReleaseAnswer, data));
      } catch (error) {
        if (error instanceof GitHubError && error.code === "github-gone") return undefined;
        throw error;
      }
    },

    createRelease: async (repository, { tag, title, text }, signal) => {
      const route = "POST /repos/{owner}/{repo}/releases";
      const what = `Making the release ${tag} of ${repositoryRef(repository)}`;
      const words = { tag_name: tag, name: title, body: text, make_latest: "false" };
      const making = request(what, route, { ...named(repository), ...words }, signal);
      return orTaken(making, (data) => releaseOf(parse(ReleaseAnswer, data)));
    },

    assets: (repository, release_id, signal) =>
      doing(`Reading the assets of ${repositoryRef(repository)}`, signal, async () => {
        const route = "GET /repos/{owner}/{repo}/releases/{release_id}/assets";
        const fields = { ...named(repository), release_id };
        const keep = (items: readonly unknown[]) => parse(AssetsAnswer, items).map(assetOf);
        return (await pages.read(route, fields, signal, { keep })).items;
      }),

    uploadAsset: async (repository, release, { name, path, bytes, type }, signal) => {
      const what = `Uploading ${name} to ${repositoryRef(repository)}`;
      // A file's Blob is read while it is sent, and tells its length, without which GitHub takes nothing.
      const data = await openAsBlob(path, { type });
      const headers = { "content-type": type };
      const fields = { ...named(repository), name, data, headers };
      const own = { fetch: fetchWithin(uploadTimeoutMs(bytes)), route: UPLOAD };
      const uploading = request(what, `POST ${release.uploadUrl}`, fields, signal, own);
      return orTaken(uploading, (uploaded) => assetOf(parse(AssetAnswer, uploaded)));
    },

    deleteAsset: async (repository, asset_id, signal) => {
      const route = "DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}";
      const what = `Removing an asset of ${repositoryRef(repository)}`;
      try {
        await request(what, route, { ...named(repository), asset_id }, signal);
      } catch (error) {
        if (!(error instanceof GitHubError) || error.code !== "github-gone") throw error;
      }
    },
  };
}

/** As it is counted, whatever the host. */
const UPLOAD = "POST /repos/{owner}/{repo}/releases/{release_id}/assets";

async function orTaken<T>(making: Promise<unknown>, read: (data: unknown) => T) {
  try {
    return read(await making);
  } catch (error) {
    const isTaken = error instanceof GitHubError && AlreadyExists.safeParse(error.cause).success;
    if (isTaken) return "taken" as const;
    throw error;
  }
}

/** How GitHub says that the name is taken, beside the status 422. */
const AlreadyExists = z.object({
  status: z.literal(422),
  response: z.object({
    data: z.object({
      errors: z
        .array(z.object({ code: z.string() }))
        .refine((errors) => errors.some(({ code }) => code === "already_exists")),
    }),
  }),
});

const ReleaseAnswer = z.object({ id: z.int(), upload_url: z.string(), html_url: z.string() });

const AssetAnswer = z.object({
  id: z.int(),
  name: z.string(),
  size: z.int(),
  digest: z.string().nullish(),
  state: z.string(),
  browser_download_url: z.string(),
});
const AssetsAnswer = z.array(AssetAnswer);

function releaseOf({ id, upload_url, html_url }: z.infer<typeof ReleaseAnswer>): Release {
  return { id, uploadUrl: upload_url, url: html_url };
}

function assetOf(answer: z.infer<typeof AssetAnswer>): Asset {
  const { id, name, size, digest, state, browser_download_url } = answer;
  const isWhole = state === "uploaded";
  return { id, name, bytes: size, digest: digest ?? null, isWhole, url: browser_download_url };
}
