import { time, userPayload, type Addresses } from "./payloads.ts";
import { page, type Answered, type Asked, type Handler, type Place } from "./answers.ts";
import type { Account, CommentState, IssueState } from "./world.ts";

interface ReactionState {
  readonly id: number;
  readonly content: string;
  readonly by: Account;
  readonly createdAt: number;
}

type Subject = IssueState | CommentState;

const reactions = new WeakMap<Subject, ReactionState[]>();

/** What people and we made of an issue or comment, e.g. `["+1 olga", "eyes kantoku-bot"]`. */
export function reactionsTo(subject: Subject): string[] {
  return (reactions.get(subject) ?? []).map(({ content, by }) => `${content} ${by.login}`);
}

const COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}";
const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

/** What GitHub does with reactions: the same one twice by the same account is one. */
export const REACTIONS: Readonly<Record<string, Handler>> = {
  [`GET ${COMMENT}/reactions`]: (asked, place) => list(commentOf(asked, place), asked, place),
  [`POST ${COMMENT}/reactions`]: (asked, place) => add(commentOf(asked, place), asked, place),
  [`GET ${ISSUE}/reactions`]: (asked, place) => list(place.issue, asked, place),
  [`POST ${ISSUE}/reactions`]: (asked, place) => add(place.issue, asked, place),
};

function commentOf({ match }: Asked, { issue }: Place): CommentState {
  return issue.comments.find((one) => one.id === Number(match.parameters["comment_id"]))!;
}

function list(subject: Subject, { query }: Asked, { addresses, repository }: Place): Answered {
  const wanted = query.get("content");
  const found = (reactions.get(subject) ?? []).filter(
    ({ content }) => wanted === null || content === wanted,
  );
  const url = `${addresses.api}/repositories/${repository.id}/reactions`;
  return page(found, query, url, (reaction) => payload(reaction, addresses));
}

function add(subject: Subject, { body, login }: Asked, { world, addresses }: Place): Answered {
  const { isNew, reaction } = react(subject, String(body["content"]), world.account(login), world);
  return { status: isNew ? 201 : 200, body: payload(reaction, addresses) };
}

/** A person's click. */
export function react(
  subject: Subject,
  content: string,
  by: Account,
  world: { nextId(): number; now(): number },
): { readonly isNew: boolean; readonly reaction: ReactionState } {
  const all = reactions.get(subject) ?? [];
  const known = all.find((one) => one.content === content && one.by.login === by.login);
  if (known) return { isNew: false, reaction: known };
  const reaction = { id: world.nextId(), content, by, createdAt: world.now() };
  reactions.set(subject, [...all, reaction]);
  return { isNew: true, reaction };
}

/** A person's second click. */
export function takeBack(subject: Subject, content: string, by: Account): void {
  const others = (reactions.get(subject) ?? []).filter(
    (one) => one.content !== content || one.by.login !== by.login,
  );
  reactions.set(subject, others);
}

function payload({ id, content, by, createdAt }: ReactionState, addresses: Addresses) {
  return {
    id,
    node_id: `reaction-${id}`,
    user: userPayload(by, addresses),
    content,
    created_at: time(createdAt),
  };
}
