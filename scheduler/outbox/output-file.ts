import { GitHubError } from "../inbox/github/failures.ts";

/** A finished film's file, ready to be published. */
export interface OutputFile {
  readonly output: "video" | "poster" | "captions";
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** With its dot. */
  readonly extension: string;
}

export const NAMES = { video: "film", poster: "poster", captions: "captions" } as const;

/** `film-0123456789abcdef.mp4` */
export function nameOf({ output, sha256, extension }: OutputFile): string {
  return `${NAMES[output]}-${sha256.slice(0, 16)}${extension}`;
}

/** What was sent may be there all the same: it is looked for again, as often as it takes. */
export function unsure(message: string): GitHubError {
  const hint = "It is tried again.";
  return new GitHubError("github-unreachable", message, { hint, isAmbiguous: true });
}
