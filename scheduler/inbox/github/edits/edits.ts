import type { Database, Tx } from "../../../../kernel/database.ts";
import type { Jobs } from "../../../job.ts";
import { phrasesIn } from "../../../phrases/phrases.ts";
import type { ListedIssue } from "../issue-reads.ts";
import type { Edit, IssueText, Rename } from "../issue-text.ts";
import { insertNamedNeeds } from "../needs/statements.ts";
import {
  requestOfJob,
  setSeenHash,
  takeAgain,
  wakeSheets,
  type RequestRow,
} from "../statements.ts";
import { briefOf, strangersAmong, textHash, type TakingOptions } from "../taking.ts";
import { deleteEdit, editOf, saveEdit, type EditRow } from "./statements.ts";

/**
 * Looks at a text that may have been edited since its brief was taken. An edit by somebody with
 * permission is kept, to be asked about; a brief that could not be used is taken again at once, as
 * nothing was made of it. An edit by anybody else changes nothing.
 */
export async function noteEdit(
  request: RequestRow,
  issue: ListedIssue,
  options: TakingOptions,
  signal: AbortSignal,
): Promise<void> {
  if (request.state === "ignored" || request.seenHash === null) return;
  if (textHash(issue.title, issue.body) === request.seenHash) return;
  const text = await options.client.textWithEdits(issue, signal);
  // A list may be from before an edit that was noted already.
  if (!text || textHash(text.title, text.body) === request.seenHash) return;
  const last = lastChange(text);
  const isStrange = (await strangersAmong([last?.by ?? null], issue, options, signal)).length > 0;
  const say = phrasesIn(options.speaks(`${text.title} ${text.body}`));
  const brief = briefOf({ kind: "text", title: text.title, body: text.body }, issue, say);
  options.database.transact((tx) => {
    setSeenHash(tx, request.id, textHash(text.title, text.body));
    if (isStrange || !last || brief.reason !== null) return;
    const editor = last.by?.login ?? "";
    if (request.state === "refused") {
      insertNamedNeeds(tx, request.id, brief.needs);
      return takeAgain(tx, {
        id: request.id,
        title: brief.title,
        brief: brief.brief,
        actor: editor,
      });
    }
    const edit = { request: request.id, editor, editedAt: last.at };
    saveEdit(tx, { ...edit, title: brief.title, brief: text.body, now: options.clock.now() });
    wakeSheets(tx, request.id);
  });
}

function lastChange({ renames, edits = [] }: IssueText): Rename | Edit | undefined {
  return [...renames, ...edits].toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
}

/** Text that waits for somebody to say whether it is to be filmed as well; undefined for none. */
export function pendingEdit(database: Pick<Tx, "prepare">, job: string): EditRow | undefined {
  const request = requestOfJob(database, job);
  return request && editOf(database, request.id);
}

/**
 * The answer to "make it again?". With a yes the issue's request is admitted once more, from the
 * new text, and shown in the same comment; what is left of the first job is called off. False when
 * there is nothing to decide on.
 */
export function decideEdit(
  database: Database,
  jobs: Pick<Jobs, "cancel">,
  job: string,
  answer: "again" | "leave",
  /** Why the first job is called off. */
  reason = phrasesIn("en").madeAgain,
): boolean {
  const decided = database.transact((tx) => {
    const request = requestOfJob(tx, job);
    const edit = request && editOf(tx, request.id);
    if (!request || !edit) return false;
    deleteEdit(tx, request.id);
    if (answer === "leave") return true;
    const home = { owner: "", repo: "", number: request.issue };
    const [owner = "", repo = ""] = request.repository.split("/");
    const text = { kind: "text", title: edit.title, body: edit.brief } as const;
    // What is wrong with it is told when it is admitted.
    const { title, brief, needs } = briefOf(text, { ...home, owner, repo }, phrasesIn("en"));
    insertNamedNeeds(tx, request.id, needs);
    takeAgain(tx, { id: request.id, title, brief, actor: edit.editor });
    return true;
  });
  if (decided && answer === "again") jobs.cancel(job, reason);
  return decided;
}
