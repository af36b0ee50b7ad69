import { createHash } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
} from "node:fs";
import { pipeline } from "node:stream/promises";
import { basename, extname, isAbsolute, join } from "node:path";
import type { Blobs } from "../../../kernel/blobs.ts";
import { OperationalError } from "../../../kernel/errors.ts";
import type { OwnFile } from "../../brief/brief.ts";
import { isWebAddress } from "../../brief/web-address.ts";
import type { Asset } from "../manifest.ts";
import { convertDrawing, convertMusic, convertPicture } from "./convert.ts";
import type { Converted, ConvertOptions } from "./decode.ts";
import { convertFootage, stillFrom } from "./footage.ts";
import { formatOf, HEAD_BYTES, type Format } from "./format.ts";
import { filesOf, locate, type Located } from "./locate.ts";

export interface TakeOptions {
  readonly files: readonly OwnFile[];
  /** A folder whose pictures are all meant; null for none. */
  readonly folder: string | null;
  /** Where files may lie: beside the brief, and what the configuration allows. */
  readonly allowed: readonly string[];
  readonly maxMegabytes: number;
  /** Fetches what lies behind addresses on the web, for briefs that name some; default: nothing is fetched. */
  readonly links?: Links;
  /** Length of the film, for its music. */
  readonly seconds: number;
  /** For what is made on the way. */
  readonly work: string;
  readonly blobs: Blobs;
  readonly signal: AbortSignal;
  readonly report: (doing: string) => void;
}

export interface Links {
  isAllowed(address: URL): boolean;
  /** Into the file `target`. */
  fetch(address: string, target: string, signal: AbortSignal): Promise<Located>;
}

/** A file of the author's that is ready for the film. */
export interface OwnAsset {
  readonly file: OwnFile;
  readonly asset: Asset;
}

export interface Taken {
  readonly assets: readonly OwnAsset[];
  /** A sentence for each file that can't be used, with the reason. */
  readonly problems: readonly string[];
}

/** More would be shown for less than a second each. */
const MOST_FILES = 40;

/** Takes the author's own files: found, checked by what they are, decoded once, made fit for the film. */
export async function takeOwnFiles(options: TakeOptions): Promise<Taken> {
  const all = wantedFiles(options);
  const elsewhere = all.filter(({ path }) => isElsewhere(path, options));
  const wanted = all.filter((file) => !elsewhere.includes(file));
  const assets: OwnAsset[] = [];
  const problems: string[] = elsewhere.length > 0 ? [unfetched(elsewhere)] : [];
  for (const [index, file] of wanted.slice(0, MOST_FILES).entries()) {
    options.report(`Taking ${basename(file.path)}`);
    const taken = await take(file, index, options);
    if (typeof taken === "string") problems.push(`${file.path} is not in the film: ${taken}.`);
    else if (!assets.some(({ asset }) => asset.id === taken.id))
      assets.push({ file, asset: taken });
  }
  const left = wanted.length - MOST_FILES;
  if (left > 0) problems.push(`${left} more files are not in the film: it takes ${MOST_FILES}.`);
  return { assets, problems };
}

/** Behind an address that may not be fetched. */
function isElsewhere(path: string, { links }: TakeOptions): boolean {
  return isWebAddress(path) && !(URL.canParse(path) && links?.isAllowed(new URL(path)));
}

/** One sentence for all of them: many a README begins with a row of badges. */
function unfetched(files: readonly OwnFile[]): string {
  const hosts = new Set(files.map(({ path }) => (URL.canParse(path) ? new URL(path).host : path)));
  const named = [...hosts].slice(0, 3).join(", ") + (hosts.size > 3 ? " and others" : "");
  const what = files.length === 1 ? "A file is" : `${files.length} files are`;
  return `${what} not in the film: nothing is fetched from ${named} (see assets.hosts).`;
}

/** Those that are named, then those that only lie in the folder. */
function wantedFiles(options: TakeOptions): OwnFile[] {
  const { files, folder, allowed } = options;
  if (folder === null) return [...files];
  const named = new Set(
    files.flatMap(({ path }) => {
      const found = whereIs(path, options);
      return found.kind === "found" ? [found.file] : [];
    }),
  );
  const others = filesOf(folder, allowed).filter((path) => !named.has(path));
  return [
    ...files,
    ...others.map((path) => ({ path, use: "picture" as const, text: wordsOf(path), span: null })),
  ];
}

/** `harbour-at-night_2.jpg` is about a harbour at night. */
function wordsOf(path: string): string {
  return basename(path, extname(path))
    .replaceAll(/[-_.\d]+/g, " ")
    .trim();
}

/** The asset, or why there is none. */
async function take(file: OwnFile, index: number, options: TakeOptions): Promise<Asset | string> {
  const folder = join(options.work, `own-${index}`);
  mkdirSync(folder, { recursive: true });
  const located = await fetchOrFind(file.path, join(folder, "fetched"), options);
  if (located.kind === "refused") return located.reason;
  if (located.bytes > options.maxMegabytes * 1e6) {
    return `it has ${Math.ceil(located.bytes / 1e6)} MB, more than the ${options.maxMegabytes} MB allowed`;
  }
  const format = formatOf(headOf(located.file));
  if (!format) return "it is no picture, footage or sound that can be read";
  // A plain name: others upset programs, and the file could be exchanged while it is looked at.
  const copy = join(folder, `source${format.extension}`);
  copyFileSync(located.file, copy);
  const converted = await inTime(convert(file, format, { ...options, file: copy, format, folder }));
  if (converted.kind === "broken") return converted.reason;
  return assetOf(file, located.file, format, converted, options.blobs);
}

async function fetchOrFind(path: string, target: string, options: TakeOptions): Promise<Located> {
  const { links, signal, report } = options;
  if (!isWebAddress(path) || !links) return whereIs(path, options);
  const fetched = await links.fetch(path, target, signal);
  report(`Reading ${basename(path)}`);
  return fetched;
}

/** Beside the brief first, then in its folder of assets. */
function whereIs(path: string, { allowed, folder }: TakeOptions): Located {
  const beside = locate(path, allowed);
  if (beside.kind === "found" || folder === null || isAbsolute(path)) return beside;
  const inside = locate(join(folder, path), allowed);
  return inside.kind === "found" ? inside : beside;
}

function headOf(path: string): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  const descriptor = openSync(path, "r");
  try {
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}

/** What takes too long to read is no reason to try the step again. */
async function inTime(converting: Promise<Converted>): Promise<Converted> {
  try {
    return await converting;
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== "program-timed-out") throw error;
    return { kind: "broken", reason: "it takes too long to read" };
  }
}

async function convert(
  { use }: OwnFile,
  { kind, name }: Format,
  options: ConvertOptions & { readonly seconds: number },
): Promise<Converted> {
  if ((use === "music") !== (kind === "sound")) {
    return { kind: "broken", reason: `${name} is no ${use === "music" ? "music" : "picture"}` };
  }
  if (kind === "sound") return convertMusic(options);
  if (kind === "drawing") return convertDrawing(options);
  if (kind === "picture") return convertPicture(options);
  return use === "logo" ? stillFrom(options) : convertFootage(options);
}

async function assetOf(
  { path, use }: OwnFile,
  source: string,
  format: Format,
  { file, type, seconds, done }: Extract<Converted, { kind: "ready" }>,
  blobs: Blobs,
): Promise<Asset> {
  const blob = await blobs.putFile(file);
  return {
    id: use === "picture" ? `own-${blob.sha256.slice(0, 12)}` : `own-${use}`,
    type,
    uri: `blob:${blob.sha256}`,
    generator: "author",
    blob,
    shot: null,
    seconds,
    licence: licenceOf(source),
    provenance: `${isWebAddress(path) ? `From ${plainAddress(path)}` : `The author's ${basename(path)}`} (sha256 ${await hashOf(source)})${done === null ? "" : `, ${done}`}.`,
    fallback:
      format.kind === "footage" && type === "image"
        ? `${basename(path)} is footage; as a logo it is shown as a still.`
        : null,
  };
}

/** What follows the path may be a key. */
function plainAddress(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** As REUSE writes it: `photo.jpg.license` beside `photo.jpg` (https://reuse.software/spec). */
function licenceOf(source: string): string {
  const sidecar = `${source}.license`;
  const said = existsSync(sidecar)
    ? /SPDX-License-Identifier:\s*([\w.+ ()-]{1,80})/.exec(
        readFileSync(sidecar, "utf8").slice(0, 4_000),
      )?.[1]
    : undefined;
  return said?.trim() ?? "not stated by the author";
}
