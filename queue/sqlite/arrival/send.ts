import type { Tx } from "../../../kernel/database.ts";
import { draft, topic } from "../../message.ts";
import type { NewMessage, Sent, Subscription } from "../../queue.ts";
import { commit, commitOne } from "../commit.ts";
import type { Context } from "../context.ts";
import { arrive, copy } from "./arrive.ts";
import { deleteSubscription, insertSubscription } from "./statements.ts";

/** The sending side: checks, one transaction, then the bell. */

/** All of them or none. */
export function send(context: Context, messages: readonly NewMessage[]): Sent[] {
  const { database, desk, clock, ring } = context;
  const now = clock.now();
  const drafts = messages.map((message) => draft(message, desk));
  const [only] = drafts;
  const isLone = drafts.length === 1 && only?.dedupeKey === null;
  const sent = isLone
    ? commitOne(database, "send", (tx) => [arrive(tx, only, now)])
    : commit(database, "send", (tx) => drafts.map((each) => arrive(tx, each, now)));
  ring(drafts.map((each) => each.topic));
  return sent;
}

/** In the caller's transaction, who rings after its commit. */
export function sendIn({ desk, clock }: Context, tx: Tx, messages: readonly NewMessage[]): Sent[] {
  const now = clock.now();
  return messages.map((message) => arrive(tx, draft(message, desk), now));
}

export function publish(context: Context, messages: readonly NewMessage[]): Sent[] {
  const { database, desk, clock, ring } = context;
  const now = clock.now();
  const drafts = messages.map((message) => draft(message, desk));
  const copies = commit(database, "publish", (tx) => drafts.flatMap((each) => copy(tx, each, now)));
  ring(copies.map(({ inbox }) => inbox));
  return copies.map(({ sent }) => sent);
}

export function subscribe({ database }: Context, subscription: Subscription): void {
  topic("topic", subscription.topic);
  topic("inbox", subscription.inbox);
  database.transact((tx) => insertSubscription(tx, subscription));
}

export function unsubscribe({ database }: Context, subscription: Subscription): boolean {
  return database.transact((tx) => deleteSubscription(tx, subscription)) === 1;
}
