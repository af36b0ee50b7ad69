import { statSync } from "node:fs";
import { examineIntegrity } from "../kernel/database/integrity.ts";
import { OperationalError } from "../kernel/errors.ts";
import type { Home } from "../kernel/home.ts";
import type { Finding } from "./doctor.ts";

type About = Pick<Finding, "name" | "purpose" | "remedy">;

const DATABASE: About = {
  name: "database",
  purpose: "queue and jobs",
  remedy: "kantoku down, and restore a backup: docs/operations.md, “A damaged database”",
};

const BEATS: About = {
  name: "beats",
  purpose: "who is alive",
  remedy: "kantoku status: it puts data/heartbeats.db aside and makes a new one; nothing is lost",
};

/** Looks through the home's databases without changing them; a home may have none yet. */
export function examineDatabases({
  database,
  heartbeats,
}: Pick<Home, "database" | "heartbeats">): Finding[] {
  return [examine(database, DATABASE), examine(heartbeats, BEATS)];
}

function examine(path: string, { remedy, ...about }: About): Finding {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) return { ...about, ok: true, detail: "none yet", remedy: "" };
  try {
    const { damages, ms } = examineIntegrity(path);
    const [first] = damages;
    if (first !== undefined) return { ...about, ok: false, detail: `damaged: ${first}`, remedy };
    const size = `${(file.size / 1024 ** 2).toFixed(1)} MiB`;
    return { ...about, ok: true, detail: `sound: ${size} in ${ms} ms`, remedy: "" };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { ...about, ok: false, detail: error.message, remedy: error.hint };
  }
}
