import { setTimeout as rest } from "node:timers/promises";
import { codeOf, OperationalError } from "../../kernel/errors.ts";
import type { Database } from "../../kernel/database.ts";
import type { QueueOperations } from "../../queue/operations.ts";
import type { Queue, QueueTransactions } from "../../queue/queue.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { openTestQueue } from "../queue/fixtures/open.ts";
import { openJournal, type Journal } from "./journal.ts";
import { lots, type Lots } from "./lots.ts";

/** What is sent to be worked, and what is published; the two inboxes subscribe to the news. */
export const TOPICS = {
  work: "work",
  news: "news",
  inboxes: ["news-a", "news-b"],
  /** Never taken, only purged. */
  scrap: "scrap",
} as const;
/** Everything that consumers take from. */
export const TAKEN: readonly string[] = [TOPICS.work, ...TOPICS.inboxes];
/** The reply that goes out with an ack: the message's recorded effect. */
export const EFFECT = "effect";

export const ROLES = ["producer", "consumer", "sweeper", "reader"] as const;
export type Role = (typeof ROLES)[number];

/** One life of an actor, as its process is told on its command line. */
export interface Life {
  /** Worker name with generation, e.g. `consumer-2#17`. */
  readonly name: string;
  readonly role: Role;
  /** Who had the same place before. */
  readonly predecessor: string | null;
  /** Whether it has to report the predecessor's death; else those leases have to expire. */
  readonly isReported: boolean;
  readonly seed: number;
  /** Where it has to kill itself. */
  readonly crash: { readonly point: string; readonly nth: number } | null;
}

/** Who plays. */
export type Cast = Pick<Life, "name" | "predecessor" | "seed">;

/** What an actor plays with. */
export interface Stage extends Disposable {
  readonly folder: string;
  readonly life: Cast;
  readonly database: Database;
  readonly queue: Queue & QueueTransactions;
  readonly operations: QueueOperations;
  readonly journal: Journal;
  readonly lots: Lots;
  /** Pauses for so many ms; not at all where a life is only played through. */
  readonly rest: (ms: number) => Promise<void>;
}

export function openStage(folder: string, life: Cast, restful = true): Stage {
  const { database, queue, blobs } = openTestQueue(folder);
  return {
    folder,
    life,
    database,
    queue,
    operations: openQueueOperations(database, queue, { blobs }),
    journal: openJournal(folder, life.name),
    lots: lots(life.seed),
    rest: async (ms) => void (restful && (await rest(ms))),
    [Symbol.dispose]() {
      queue[Symbol.dispose]();
      database.close();
    },
  };
}

/** Plays one step; a database that stays busy is the actor's bad luck, not the end of it. */
export async function persevere(stage: Stage, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!isBusy(error)) throw error;
    stage.journal.write({ kind: "busy" });
  }
}

function isBusy(error: unknown): boolean {
  if (!(error instanceof OperationalError)) return false;
  return codeOf(error.cause)?.startsWith("SQLITE_BUSY") ?? false;
}
