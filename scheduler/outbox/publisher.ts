import type { Tongue } from "../../kernel/tongue.ts";
import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError, GONE_AFTER } from "../inbox/github/failures.ts";
import { repositoryRef, type RepositoryName } from "../inbox/github/names.ts";
import { phrasesIn, type Phrases } from "../phrases/phrases.ts";
import { storeOnBranch } from "./branch-store.ts";
import { nameOf, type OutputFile } from "./output-file.ts";
import { storeInRelease } from "./release-store.ts";

export interface PublishOptions {
  readonly client: GitHub;
  readonly mode: "release" | "branch" | "link";
  /** Tag of the release, or name of the branch. */
  readonly place: string;
  /** GitHub takes less than 2 GiB for an asset, and 100 MB for a file on a branch. */
  readonly maxBytes: number;
  /** For `link`: where a job's folder can be seen; null: nowhere but on this machine. */
  readonly linkOf: (file: OutputFile) => string | null;
  /** Encodes a film again so that it fits; null when it can't. */
  readonly smaller: (file: OutputFile, maxBytes: number) => Promise<OutputFile | null>;
}

/** Where a file is now; without a URL the remark says why not. */
export interface Published {
  readonly url: string | null;
  readonly remark: string | null;
  /** It stays on this machine, as the settings want it; the remark is its path, for nobody elsewhere. */
  readonly isKept?: boolean;
  /** What GitHub said, for the log. */
  readonly refusal?: GitHubError;
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
 * is an answer; what may go better later is thrown, a refusal that may pass twice.
 */
export function publisher(options: PublishOptions): Publish {
  const { mode, maxBytes } = options;
  const refusals = new Map<string, number>();
  return async (repository, original, tongue, signal) => {
    const say = phrasesIn(tongue);
    if (mode === "link") return linked(original, options);
    const file = original.bytes > maxBytes ? await fitted(original, options) : original;
    if (!file) {
      return { url: null, remark: say.joined([tooBig(original, maxBytes, say), say.tooBigWays]) };
    }
    const remark =
      file === original
        ? null
        : say.joined([tooBig(original, maxBytes, say), say.smaller(sizeOf(file.bytes))]);
    const what = `${repositoryRef(repository)} ${nameOf(original)}`;
    try {
      const store = mode === "release" ? storeInRelease : storeOnBranch;
      const url = await store(repository, file, options, signal);
      refusals.delete(what);
      return { url, remark };
    } catch (error) {
      if (!(error instanceof GitHubError) || !isRefusal(error)) throw error;
      const count = (refusals.get(what) ?? 0) + 1;
      refusals.set(what, count);
      if (mayPass(error) && count < GONE_AFTER) throw passing(error);
      refusals.delete(what);
      return { url: null, remark: say.notUploaded(error.code, error.message), refusal: error };
    }
  };
}

function linked(file: OutputFile, { linkOf }: PublishOptions): Published {
  const url = linkOf(file);
  return url === null ? { url, remark: `\`${file.path}\``, isKept: true } : { url, remark: null };
}

const REFUSALS: ReadonlySet<string> = new Set([
  "github-forbidden",
  "github-gone",
  "github-refused",
]);

function isRefusal(error: GitHubError): boolean {
  return !error.isAmbiguous && REFUSALS.has(error.code);
}

/** What GitHub has made already it refuses to make, and may not show yet. */
function mayPass({ code }: GitHubError): boolean {
  return code !== "github-forbidden";
}

/** Never `github-gone`: that would be said of the issue. */
function passing(error: GitHubError): GitHubError {
  const hint = "It may be so for the moment only: it is tried again.";
  return new GitHubError("github-refused", error.message, { hint, cause: error });
}

async function fitted(file: OutputFile, options: PublishOptions): Promise<OutputFile | null> {
  if (file.output !== "video") return null;
  const smaller = await options.smaller(file, options.maxBytes);
  return smaller && smaller.bytes <= options.maxBytes ? smaller : null;
}

function tooBig({ bytes }: OutputFile, maxBytes: number, say: Phrases): string {
  return say.tooBig(sizeOf(bytes), sizeOf(maxBytes));
}

function sizeOf(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
