import { join } from "node:path";
import { openBlobs } from "../../kernel/blobs.ts";
import { openDatabase } from "../../kernel/database.ts";
import { openQueue, queueMigrations } from "../../queue/sqlite/queue.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { temporaryFolder } from "../support/temp.ts";
import { conformance, TOPICS } from "./conformance.ts";

conformance("sqlite", (t, clock, events) => {
  const folder = temporaryFolder(t);
  const blobs = openBlobs(join(folder, "blobs"));
  const open = (doorbells: string) => {
    const path = join(folder, "kantoku.db");
    const database = openDatabase(path, { migrations: [queueMigrations], synchronous: "normal" });
    const queue = openQueue(database, {
      doorbells: join(folder, doorbells),
      blobs,
      catalog: TOPICS,
      clock,
      events,
      random: () => 1,
    });
    t.after(() => {
      queue[Symbol.dispose]();
      database.close();
    });
    return { database, queue };
  };
  const { database, queue } = open("doorbells");
  // Rings at another door: between the two connections every doorbell is lost.
  const { queue: peer } = open("doorbells-of-peer");
  return { queue, peer, operations: openQueueOperations(database, queue, { clock, blobs }) };
});
