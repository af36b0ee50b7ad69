import type { Phrases } from "../../phrases/phrases.ts";
import type { Author } from "./conversation.ts";
import type { IssueText } from "./issue-text.ts";

/** Title and body as they count for a label; or why that can't be said. */
export type TextAtLabel =
  | { readonly kind: "text"; readonly title: string; readonly body: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** Whether anybody touched the text since the label; GitHub's times are whole seconds, so the same second counts. */
export function isTouchedSince({ lastEditedAt, renames }: IssueText, labelledAt: string): boolean {
  return (lastEditedAt ?? "") >= labelledAt || renames.some(({ at }) => at >= labelledAt);
}

/** Everybody who changed the text since the label; null is an account that is gone. */
export function editorsSince(text: IssueText, labelledAt: string): (Author | null)[] {
  return [...text.renames, ...(text.edits ?? [])]
    .filter(({ at }) => at >= labelledAt)
    .map(({ by }) => by);
}

/**
 * The text that counts. Where all who changed it since may start work, it is the present one;
 * otherwise what stood there when the label was set, as far as GitHub's history tells it for certain.
 */
export function textAtLabel(
  text: IssueText,
  labelledAt: string,
  strangers: readonly (Author | null)[],
  say: Phrases,
): TextAtLabel {
  const present = { kind: "text", title: text.title, body: text.body } as const;
  if (!isTouchedSince(text, labelledAt)) return present;
  if (text.isCut) return unknown(say.editedOften, say);
  const isBodyTouched = (text.lastEditedAt ?? "") >= labelledAt;
  const isTold = text.edits?.some(({ at }) => at >= labelledAt) ?? false;
  if (isBodyTouched && !isTold) return unknown(say.editedByUnknown, say);
  if (strangers.length === 0) return present;
  const title = oldest(text.renames.filter(({ at }) => at >= labelledAt))?.from ?? text.title;
  const body = isBodyTouched ? bodyBefore(text, labelledAt) : text.body;
  if (body !== null) return { kind: "text", title, body };
  const names = [...new Set(strangers.map((who) => who?.login ?? say.deletedAccount))];
  return unknown(say.editedBy(names), say);
}

/** The history is believed when its newest text is the one that stands there. */
function bodyBefore({ body, edits = [] }: IssueText, labelledAt: string): string | null {
  const inOrder = edits.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const isHistoryOfTexts = plain(inOrder.at(-1)?.body ?? null) === plain(body);
  const before = inOrder.findLast(({ at }) => at < labelledAt);
  return isHistoryOfTexts ? (before?.body ?? null) : null;
}

function plain(text: string | null): string | null {
  return text === null ? null : text.replaceAll("\r\n", "\n").trim();
}

function oldest<T extends { readonly at: string }>(items: readonly T[]): T | undefined {
  return items.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
}

function unknown(why: string, say: Phrases): TextAtLabel {
  return { kind: "unknown", reason: say.unknownText(why) };
}
