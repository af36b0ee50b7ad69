import { createHash } from "node:crypto";

/**
 * The last line of a comment of ours, which nobody sees: what it is about, and a digest of all that
 * stands above it. By the digest we know our own words where others write with the same account: whoever
 * takes them over and adds a word of their own has said something of their own.
 */
export interface About {
  readonly job: string | null;
  /** Id of the `labeled` event. */
  readonly generation: number;
}

export function sealed(text: string, { job, generation }: About): string {
  const named = job === null ? "" : `job=${job} `;
  return `${text}\n\n<!-- kantoku:${named}text=${digestOf(text)} ${markerOf(generation)}`;
}

/** Finds a request's comment again; the same for all jobs of one label, and in every version of us. */
export function markerOf(generation: number): string {
  return `generation=${generation} -->`;
}

const SEAL = /\s*<!-- kantoku:(?:job=\S+ )?(?:text=([0-9a-f]{16}) )?generation=\d+ -->\s*$/;
/** All comments of ours begin so; those of an earlier version have no digest. */
const OPENING = "### ";

/** Whether a comment says nothing but what we have written. */
export function isSealed(body: string): boolean {
  const seal = SEAL.exec(body);
  if (!seal) return false;
  const text = body.slice(0, seal.index);
  return seal[1] === undefined ? text.startsWith(OPENING) : seal[1] === digestOf(text);
}

/** Whatever a web page makes of line ends, and JSON of half a character. */
function digestOf(text: string): string {
  const words = text.toWellFormed().replaceAll(/\s+/g, " ").trim();
  return createHash("sha256").update(words).digest("hex").slice(0, 16);
}
