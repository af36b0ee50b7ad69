import { join } from "node:path";
import type { Migrations } from "../kernel/database.ts";

/** What came from GitHub, and what was told there. */
export const githubMigrations: Migrations = {
  room: "github",
  folder: join(import.meta.dirname, "github-migrations"),
};

/** Jobs, their steps, attempts, outputs and events; they share the queue's file. */
export const schedulerMigrations: Migrations = {
  room: "scheduler",
  folder: join(import.meta.dirname, "migrations"),
};
