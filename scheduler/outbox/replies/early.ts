import type { SteadyClock } from "../../../kernel/clock.ts";
import type { SaidComment } from "../../inbox/github/conversation.ts";
import type { Decisions } from "../../inbox/github/decisions.ts";

/** So long a comment waits for its film: whatever keeps the inbox from an issue is mended by then, or stays. */
const LONGEST_MS = 24 * 3_600_000;

/**
 * Comments on issues that no film is known of: somebody may have set the label before, and the inbox not
 * have come to it. Until it has, they have to be read again.
 */
export function earlyComments(
  repository: string,
  { decisions, clock }: { readonly decisions?: Decisions | undefined; readonly clock: SteadyClock },
) {
  let seen = new Map<number, number>();
  return {
    /** When the earliest of these that still may be about a film was said; undefined when none may. */
    since: (comments: readonly SaidComment[]): string | undefined => {
      const now = clock.uptime();
      seen = new Map(comments.map(({ id }) => [id, seen.get(id) ?? now]));
      const open = comments.filter(({ id, issue }) => {
        const at = seen.get(id) ?? now;
        return now - at < LONGEST_MS && decisions?.isOpen(repository, issue, at);
      });
      return open.map(({ updatedAt }) => updatedAt).toSorted()[0];
    },
  };
}
