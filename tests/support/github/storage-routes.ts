import {
  addRelease,
  assetPayload,
  filePayload,
  headOf,
  releasePayload,
  storageOf,
  type AssetState,
  type ReleaseState,
} from "./storage.ts";
import { NOT_FOUND, page, problem, refused, type Handler, type Place } from "./answers.ts";

const REPO = "/repos/{owner}/{repo}";
const RELEASES = `${REPO}/releases`;

/** What GitHub does with releases, assets, branches and files. */
export const STORAGE: Readonly<Record<string, Handler>> = {
  [`GET ${RELEASES}/tags/{tag}`]: ({ match }, place) => {
    const { tag } = match.parameters;
    const release = storageOf(place.repository).releases.find((one) => one.tag === tag);
    return release ? { status: 200, body: shown(release, place) } : NOT_FOUND;
  },

  [`GET ${RELEASES}`]: ({ query }, place) =>
    page(storageOf(place.repository).releases, query, urlOf(place, "releases"), (release) =>
      shown(release, place),
    ),

  [`POST ${RELEASES}`]: ({ body, login }, place) => {
    const { world, repository } = place;
    const tag = String(body["tag_name"]);
    const isTaken = storageOf(repository).releases.some((one) => one.tag === tag);
    if (isTaken) return refused("Release", "already_exists", "tag_name");
    const { name = "", body: text = "" } = body as { name?: string; body?: string };
    const words = { tag, name, body: text };
    const release = addRelease(world, repository, { ...words, by: login }, world.now());
    return { status: 201, body: shown(release, place) };
  },

  [`GET ${RELEASES}/{release_id}/assets`]: ({ match, query, hidden, shownUntil }, place) => {
    const release = releaseById(match.parameters["release_id"], place);
    if (!release) return NOT_FOUND;
    const assets = release.assets
      .slice(0, release.assets.length - hidden)
      .filter(({ createdAt }) => createdAt <= shownUntil);
    return page(assets, query, urlOf(place, `releases/${release.id}/assets`), (asset) =>
      assetPayload(asset, release, place.repository, place.addresses),
    );
  },

  [`POST ${RELEASES}/{release_id}/assets`]: (asked, place) => {
    const release = releaseById(asked.match.parameters["release_id"], place);
    if (!release) return NOT_FOUND;
    const name = asked.query.get("name") ?? "";
    if (release.assets.some((one) => one.name === name))
      return refused("ReleaseAsset", "already_exists", "name");
    const { world } = place;
    const asset: AssetState = {
      id: world.nextId(),
      name,
      type: asked.type,
      content: asked.breaksOff ? Buffer.alloc(0) : asked.raw,
      uploader: world.account(asked.login),
      createdAt: world.now(),
      state: asked.breaksOff ? "starter" : "uploaded",
    };
    release.assets.push(asset);
    return { status: 201, body: assetPayload(asset, release, place.repository, place.addresses) };
  },

  [`DELETE ${RELEASES}/assets/{asset_id}`]: ({ match }, { repository }) => {
    const id = Number(match.parameters["asset_id"]);
    const release = storageOf(repository).releases.find((one) =>
      one.assets.some((asset) => asset.id === id),
    );
    if (!release) return NOT_FOUND;
    release.assets.splice(
      release.assets.findIndex((asset) => asset.id === id),
      1,
    );
    return { status: 204, body: undefined };
  },

  [`GET ${REPO}/git/ref/{ref}`]: ({ match }, place) => {
    const name = (match.parameters["ref"] ?? "").replace(/^heads\//, "");
    const files = storageOf(place.repository).branches.get(name);
    return files ? { status: 200, body: refOf(name, headOf(files), place) } : NOT_FOUND;
  },

  [`POST ${REPO}/git/refs`]: ({ body }, place) => {
    const { branches } = storageOf(place.repository);
    const name = String(body["ref"]).replace(/^refs\/heads\//, "");
    if (branches.has(name)) return problem(422, "Reference already exists");
    const from = [...branches.values()].find((files) => headOf(files) === body["sha"]);
    if (!from) return problem(422, "Object does not exist");
    branches.set(name, new Map(from));
    return { status: 201, body: refOf(name, headOf(from), place) };
  },

  [`GET ${REPO}/contents/{path}`]: ({ match, query }, place) => {
    const branch = query.get("ref") ?? "main";
    const path = match.parameters["path"] ?? "";
    const content = storageOf(place.repository).branches.get(branch)?.get(path);
    if (!content) return NOT_FOUND;
    return {
      status: 200,
      body: filePayload(path, content, branch, place.repository, place.addresses),
    };
  },

  [`PUT ${REPO}/contents/{path}`]: ({ match, body }, place) => {
    const { branch = "main" } = body as { branch?: string };
    const path = match.parameters["path"] ?? "";
    const files = storageOf(place.repository).branches.get(branch);
    if (!files) return problem(404, `Branch ${branch} not found`);
    if (files.has(path)) return problem(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
    const content = Buffer.from(String(body["content"]), "base64");
    files.set(path, content);
    const file = filePayload(path, content, branch, place.repository, place.addresses);
    return { status: 201, body: { content: file, commit: { sha: headOf(files) } } };
  },
};

function shown(release: ReleaseState, { repository, addresses }: Place) {
  return releasePayload(release, repository, addresses);
}

function releaseById(id: string | undefined, { repository }: Place): ReleaseState | undefined {
  return storageOf(repository).releases.find((one) => one.id === Number(id));
}

function urlOf({ addresses, repository }: Place, rest: string): string {
  return `${addresses.api}/repositories/${repository.id}/${rest}`;
}

function refOf(name: string, sha: string, { addresses, repository }: Place) {
  const base = `${addresses.api}/repos/${repository.owner}/${repository.name}/git`;
  return {
    ref: `refs/heads/${name}`,
    node_id: `ref-${name}`,
    url: `${base}/refs/heads/${name}`,
    object: { type: "commit", sha, url: `${base}/commits/${sha}` },
  };
}
