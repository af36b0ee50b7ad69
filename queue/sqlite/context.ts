import type { Blobs } from "../../kernel/blobs.ts";
import { systemClock, type Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import { FREE_TOPICS, type TopicCatalog } from "../catalog.ts";
import { openDoorbell, type Doorbell } from "../doorbell.ts";
import { store, type Desk } from "../message.ts";
import type { Circumstances, Ended } from "./lease/end.ts";
import { payloadOf } from "./reading.ts";
import { idOf } from "./rows.ts";

export interface QueueOptions {
  /** Folder of the doorbell files, shared by all processes of one home. */
  readonly doorbells: string;
  /** Where payloads over 256 KB go; without it they are refused. */
  readonly blobs?: Blobs;
  readonly catalog?: TopicCatalog;
  readonly clock?: Clock;
  readonly events?: Events;
  /** Lots for the retry's jitter, 0 ≤ x < 1. */
  readonly random?: () => number;
}

/** What every part of one queue works with. */
export interface Context {
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly events: Events | undefined;
  /** The moment, the dice, and what holds for topics. */
  readonly circumstances: () => Circumstances;
  readonly ring: (topics: readonly string[]) => void;
  /** After the commit: wakes who may go on, tells who listens. */
  readonly announce: (ended: readonly Ended[]) => void;
}

export function contextOf(database: Database, options: QueueOptions): Context {
  const { clock = systemClock, catalog = FREE_TOPICS, blobs, random = Math.random } = options;
  const doorbell = openDoorbell(options.doorbells, clock);
  const ring = (topics: readonly string[]): void => doorbell.ring(new Set(topics));
  const standing: Omit<Circumstances, "now"> = {
    random,
    retryOf: (topic) => catalog.policyOf(topic).retry,
    payloadOf: (row) => payloadOf(row, blobs),
    store: (payload) => store(payload, blobs),
  };
  return {
    database,
    doorbell,
    desk: { catalog, blobs },
    clock,
    events: options.events,
    circumstances: () => ({ ...standing, now: clock.now() }),
    ring,
    announce: (ended) => {
      ring(ended.flatMap(({ row }) => [row.topic, row.reply_to ?? row.topic]));
      for (const each of ended) tellOfDeath(each, options.events);
    },
  };
}

function tellOfDeath({ row, fate }: Ended, events: Events | undefined): void {
  if (fate.kind !== "bury") return;
  events?.emit("message.dead", { topic: row.topic, id: idOf(row), reason: fate.reason });
}
