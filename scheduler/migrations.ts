import { join } from "node:path";
import type { Migrations } from "../kernel/database.ts";

/** Jobs, their steps, attempts, outputs and events; they share the queue's file. */
export const schedulerMigrations: Migrations = {
  room: "scheduler",
  folder: join(import.meta.dirname, "migrations"),
};
