import { reactionsTo } from "../../support/github/reactions.ts";
import type { CommentState, IssueState } from "../../support/github/world.ts";
import type { Cleanup } from "../../support/temp.ts";
import { openDesk, type Desk, type DeskOptions } from "./desk.ts";

/** An issue with two films, all that is real, and comments heard. */
export async function openPairOfDesk(t: Cleanup, body: string, options: DeskOptions = {}) {
  const desk = await openDesk(t, { hasInbox: true, ...options });
  const issue = desk.films.open({ by: "rita", title: "Both", body });
  desk.films.label(issue, "video", "olga");
  await desk.until(() => sheets(issue).length === 1, "the first one is told");
  desk.advance(3_000);
  desk.films.label(issue, "video:square", "olga");
  await desk.until(() => sheets(issue).length === 2, "the second one is told");
  desk.advance(3_000);
  const ask = async (by: string, words: string): Promise<CommentState> => {
    const said = desk.github.world.comment(issue, by, words);
    await desk.until(() => reactionsTo(said).length > 0, `${words} was heard`);
    desk.advance(15_000);
    return said;
  };
  return { desk, issue, ask };
}

export const sheets = ({ comments }: IssueState): string[] =>
  comments.filter(({ author }) => author.login === "kantoku-bot").map(({ body }) => body);

/** The older film first. */
export const statuses = ({ stores }: Desk): string[] =>
  stores.jobs
    .list()
    .toSorted((a, b) => a.id.localeCompare(b.id))
    .map(({ status }) => status);

/** No film is ever there. */
export const ENDLESS = { gate: { step: "edit", open: new Promise<void>(() => {}) } };
