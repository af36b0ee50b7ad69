import { join } from "node:path";
import { openDatabase, type Database } from "../../../kernel/database.ts";
import type { Queue, QueueTransactions } from "../../../queue/queue.ts";
import { openQueue, queueMigrations } from "../../../queue/sqlite/queue.ts";
import type { Clock } from "../../../kernel/clock.ts";

export interface Ground extends Disposable {
  readonly path: string;
  readonly database: Database;
  readonly queue: Queue & QueueTransactions;
}

/** The queue of `folder` as a home has it: every commit waits for the disk. */
export function openGround(
  folder: string,
  { clock, busyMs }: { clock?: Clock; busyMs?: number } = {},
): Ground {
  const path = join(folder, "kantoku.db");
  const database = openDatabase(path, {
    migrations: [queueMigrations],
    ...(busyMs !== undefined && { busyMs }),
  });
  const queue = openQueue(database, {
    doorbells: join(folder, "doorbells"),
    ...(clock && { clock }),
  });
  return {
    path,
    database,
    queue,
    [Symbol.dispose]: () => {
      queue[Symbol.dispose]();
      database.close();
    },
  };
}

/** What happened when a call was made: an operational error's code and hint, or `fine`. */
export async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return "fine";
  } catch (error) {
    if (error instanceof Error && error.name === "OperationalError") {
      const { code, hint } = error as Error & { code: string; hint: string };
      return `${code}: ${hint}`;
    }
    throw error;
  }
}
