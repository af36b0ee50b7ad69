import { join } from "node:path";
import { openDatabase, type Database, type Migrations } from "../../kernel/database.ts";
import { queueMigrations } from "../../queue/sqlite/queue.ts";
import { temporaryFolder, type Cleanup } from "./temp.ts";

/** A fresh database file with the queue's tables (and those of `rooms`), closed when the test ends. */
export function temporaryDatabase(t: Cleanup, rooms: readonly Migrations[] = []): Database {
  const path = join(temporaryFolder(t), "kantoku.db");
  const database = openDatabase(path, {
    migrations: [queueMigrations, ...rooms],
    synchronous: "normal",
  });
  t.after(() => database.close());
  return database;
}
