import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import { isSameIssue, isSameRepository, type IssueName } from "../inbox/github/names.ts";
import { expectMeant, type IsMeant } from "./bearer.ts";
import type { OpenSheetRow } from "./statements.ts";
import { issueOf } from "./touch.ts";

type Seeing = Pick<GitHub, "issue" | "repository">;

/** Where an issue is by now; undefined where it was not moved to another repository, or can't be seen. */
export async function movedTo(
  row: OpenSheetRow,
  client: Seeing,
  signal: AbortSignal,
): Promise<IssueName | undefined> {
  const name = issueOf(row);
  const issue = await client.issue(name, signal);
  if (!issue || isSameIssue(issue, name)) return undefined;
  // A repository that was renamed has moved no issue.
  return isSameRepository(await client.repository(name, signal), issue) ? undefined : issue;
}

/**
 * GitHub calls an issue gone, too, when its repository is hidden from us for a while: then that is the
 * trouble. Otherwise the issue itself is asked for; where it is there after all, something else is gone.
 * Answers where it is by now should it have been moved.
 */
export async function goneOf(
  row: OpenSheetRow,
  error: GitHubError,
  { client, isMeant }: { readonly client: Seeing; readonly isMeant: IsMeant },
  signal: AbortSignal,
): Promise<GitHubError | IssueName> {
  const expectSeen = () => expectMeant(row, isMeant, signal, true);
  try {
    await expectSeen();
    const issue = await client.issue(issueOf(row), signal);
    const moved = issue && (await movedTo(row, client, signal));
    // Once more, as it may have been hidden in between.
    await expectSeen();
    if (!issue) return error;
    if (moved) return moved;
    if (error.code !== "github-gone") return error;
    const { message, hint } = error;
    return new GitHubError("github-refused", message, { hint, cause: error });
  } catch (trouble) {
    if (!(trouble instanceof GitHubError) || signal.aborted) throw trouble;
    return trouble;
  }
}
