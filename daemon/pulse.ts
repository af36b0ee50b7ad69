import { join } from "node:path";
import type { Database, Migrations } from "../kernel/database.ts";
import { writePulse } from "./statements.ts";

export const daemonMigrations: Migrations = {
  room: "daemon",
  folder: join(import.meta.dirname, "migrations"),
};

/** Throws when the database can't be written: the disk is full, or the file is damaged or locked. */
export function writesTo(database: Database, now: number = Date.now()): void {
  database.transact((tx) => writePulse(tx, now));
}
