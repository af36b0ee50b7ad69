import { join } from "node:path";
import type { Database, Migrations } from "../../kernel/database.ts";
import type { Queue, QueueTransactions } from "../queue.ts";
import * as arrival from "./arrival/send.ts";
import { commit } from "./commit.ts";
import { contextOf, type QueueOptions } from "./context.ts";
import * as leases from "./lease/leases.ts";
import { Receiver } from "./line/receiver.ts";
import { messageView, topicStats } from "./operations/statements.ts";

/** The tables of messages, for `openDatabase`. */
export const queueMigrations: Migrations = {
  room: "queue",
  folder: join(import.meta.dirname, "migrations"),
};

/**
 * The queue in `database`, which stays the caller's to close. A message's way leads through three
 * folders: `arrival/`, `line/` and `lease/`; queue/lifecycle.md tells it.
 */
export function openQueue(database: Database, options: QueueOptions): Queue & QueueTransactions {
  const context = contextOf(database, options);
  const receiver = new Receiver(context);
  return {
    send: async (messages) => arrival.send(context, messages),
    publish: async (messages) => arrival.publish(context, messages),
    subscribe: async (subscription) => arrival.subscribe(context, subscription),
    unsubscribe: async (subscription) => arrival.unsubscribe(context, subscription),

    receive: (request, signal) => receiver.receive(request, signal),
    sweep: async () => {
      await receiver.settle();
      return leases.sweepLeases(context);
    },

    extend: async (lease, leaseMs) => leases.extend(context, lease, leaseMs),
    holds: async (lease) => leases.holds(context, lease),
    ack: async (lease, replies = []) => leases.ack(context, lease, replies),
    ackAll: async (all) => leases.ackAll(context, all),
    nack: async (lease, failure) => leases.nack(context, lease, failure),
    release: async (lease) => leases.release(context, lease),
    snooze: async (lease, delayMs, reason = "") =>
      leases.snoozeFor(context, lease, delayMs, reason || null),
    leasesOf: async (worker) => leases.leasesOf(context, worker),
    releaseWorker: async (worker, reason) => leases.releaseWorker(context, worker, reason),
    addEvidence: async (worker, evidence) => leases.addEvidence(context, worker, evidence),
    cancel: async ({ correlationId }) =>
      commit(database, "cancel", (tx) => leases.cancelIn(context, tx, correlationId)),

    stats: async () => topicStats(database, receiver.seen, context.clock.now()),
    find: async (id) => messageView(database, id),

    sendIn: (tx, messages) => arrival.sendIn(context, tx, messages),
    ackIn: (tx, lease) => leases.ackIn(context, tx, lease),
    cancelIn: (tx, { correlationId }) => leases.cancelIn(context, tx, correlationId),
    findIn: messageView,
    ring: context.ring,

    [Symbol.dispose]: () => context.doorbell[Symbol.dispose](),
  };
}
