import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import { expectMeant, type IsMeant } from "./bearer.ts";
import type { OpenSheetRow } from "./statements.ts";
import { issueOf } from "./touch.ts";

/**
 * GitHub calls an issue gone, too, when its repository is hidden from us for a while: then that is the
 * trouble. Otherwise the issue itself is asked for; where it is there after all, something else is gone.
 */
export async function goneOf(
  row: OpenSheetRow,
  error: GitHubError,
  { client, isMeant }: { readonly client: Pick<GitHub, "issue">; readonly isMeant: IsMeant },
  signal: AbortSignal,
): Promise<GitHubError> {
  const expectSeen = () => expectMeant(row, isMeant, signal, true);
  try {
    await expectSeen();
    const issue = await client.issue(issueOf(row), signal);
    // Once more, as it may have been hidden in between.
    await expectSeen();
    if (!issue) return error;
    const { message, hint } = error;
    return new GitHubError("github-refused", message, { hint, cause: error });
  } catch (trouble) {
    if (!(trouble instanceof GitHubError) || signal.aborted) throw trouble;
    return trouble;
  }
}
