import { createHash } from "node:crypto";
import type { components } from "@octokit/openapi-types";
import { time, userPayload, type Addresses } from "./payloads.ts";
import type { Account, RepositoryState, World } from "./world.ts";

/** Releases with their assets, and branches with their files: where big things lie. */
export interface Storage {
  readonly releases: ReleaseState[];
  /** Branch → path → content; `main` is there from the start. */
  readonly branches: Map<string, Map<string, Buffer>>;
}

export interface ReleaseState {
  readonly id: number;
  readonly tag: string;
  readonly name: string;
  readonly body: string;
  readonly author: Account;
  readonly createdAt: number;
  readonly assets: AssetState[];
}

export interface AssetState {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
  readonly uploader: Account;
  readonly createdAt: number;
  /** `starter` is what GitHub keeps of an upload that broke off; its description does not know the word. */
  readonly state: "uploaded" | "starter";
}

const storages = new WeakMap<RepositoryState, Storage>();

export function storageOf(repository: RepositoryState): Storage {
  const known = storages.get(repository);
  if (known) return known;
  const storage: Storage = { releases: [], branches: new Map([["main", new Map()]]) };
  storages.set(repository, storage);
  return storage;
}

export function addRelease(
  world: World,
  repository: RepositoryState,
  release: Pick<ReleaseState, "tag" | "name" | "body"> & { readonly by: string },
  now: number,
): ReleaseState {
  const { by, ...words } = release;
  const made = {
    id: world.nextId(),
    ...words,
    author: world.account(by),
    createdAt: now,
    assets: [],
  };
  storageOf(repository).releases.push(made);
  return made;
}

type Schemas = components["schemas"];

export function releasePayload(
  release: ReleaseState,
  repository: RepositoryState,
  addresses: Addresses,
): Schemas["release"] {
  const base = `${addresses.api}/repos/${repository.owner}/${repository.name}`;
  const url = `${base}/releases/${release.id}`;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: `${addresses.web}/${repository.owner}/${repository.name}/releases/tag/${release.tag}`,
    id: release.id,
    author: userPayload(release.author, addresses),
    node_id: `release-${release.id}`,
    tag_name: release.tag,
    target_commitish: "main",
    name: release.name,
    draft: false,
    prerelease: false,
    created_at: time(release.createdAt),
    published_at: time(release.createdAt),
    assets: release.assets
      .filter(({ state }) => state === "uploaded")
      .map((asset) => assetPayload(asset, release, repository, addresses)),
    tarball_url: `${base}/tarball/${release.tag}`,
    zipball_url: `${base}/zipball/${release.tag}`,
    body: release.body,
  };
}

export function assetPayload(
  asset: AssetState,
  release: ReleaseState,
  repository: RepositoryState,
  addresses: Addresses,
): Schemas["release-asset"] {
  const page = `${addresses.web}/${repository.owner}/${repository.name}`;
  const isWhole = asset.state === "uploaded";
  return {
    url: `${addresses.api}/repos/${repository.owner}/${repository.name}/releases/assets/${asset.id}`,
    id: asset.id,
    node_id: `asset-${asset.id}`,
    name: asset.name,
    label: "",
    uploader: userPayload(asset.uploader, addresses),
    content_type: asset.type,
    state: asset.state as "uploaded",
    size: asset.content.length,
    digest: isWhole ? `sha256:${createHash("sha256").update(asset.content).digest("hex")}` : null,
    download_count: 0,
    created_at: time(asset.createdAt),
    updated_at: time(asset.createdAt),
    browser_download_url: `${page}/releases/download/${release.tag}/${asset.name}`,
  };
}

export function filePayload(
  path: string,
  content: Buffer,
  branch: string,
  repository: RepositoryState,
  addresses: Addresses,
): Schemas["content-file"] {
  const base = `${addresses.api}/repos/${repository.owner}/${repository.name}`;
  const html = `${addresses.web}/${repository.owner}/${repository.name}/blob/${branch}/${path}`;
  const sha = gitHash(content);
  const url = `${base}/contents/${path}?ref=${branch}`;
  const git = `${base}/git/blobs/${sha}`;
  return {
    type: "file",
    encoding: "base64",
    size: content.length,
    name: path.split("/").at(-1) ?? path,
    path,
    content: content.toString("base64"),
    sha,
    url,
    git_url: git,
    html_url: html,
    download_url: html.replace("/blob/", "/raw/"),
    _links: { git, html, self: url },
  };
}

function gitHash(content: Buffer): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}

/** The commit that a branch ends in: by what is on it. */
export function headOf(files: ReadonlyMap<string, Buffer>): string {
  const names = [...files].map(([path, content]) => `${path} ${gitHash(content)}`);
  return createHash("sha1").update(names.join("\n")).digest("hex");
}
