import { dirname, join } from "node:path";
import type { Database, Migrations } from "../kernel/database.ts";
import { codeOf } from "../kernel/errors.ts";
import { requireRoom } from "./room.ts";
import { writePulse } from "./statements.ts";

export const daemonMigrations: Migrations = {
  room: "daemon",
  folder: join(import.meta.dirname, "migrations"),
};

/**
 * Throws when the database can't be written: `disk-full` when nothing else could be written beside it
 * either, else what the database says (damaged, locked, read-only).
 */
export function writesTo(database: Database, now: number = Date.now()): void {
  try {
    database.transact((tx) => writePulse(tx, now));
  } catch (error) {
    if (codeOf(error) === "database-unusable") requireRoom(dirname(database.path));
    throw error;
  }
}
