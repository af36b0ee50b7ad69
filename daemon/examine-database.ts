import { statSync } from "node:fs";
import { examineIntegrity } from "../kernel/database/integrity.ts";
import { OperationalError } from "../kernel/errors.ts";
import type { Finding } from "./doctor.ts";

const ABOUT = { name: "database", purpose: "queue and jobs" } as const;

/** Looks through the home's database without changing it; a home may have none yet. */
export function examineDatabase(path: string): Finding {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) return { ...ABOUT, ok: true, detail: "none yet", remedy: "" };
  try {
    const { damages, ms } = examineIntegrity(path);
    const [first] = damages;
    if (first !== undefined) return damagedFinding(first);
    const size = `${(file.size / 1024 ** 2).toFixed(1)} MiB`;
    return { ...ABOUT, ok: true, detail: `sound: ${size} in ${ms} ms`, remedy: "" };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { ...ABOUT, ok: false, detail: error.message, remedy: error.hint };
  }
}

function damagedFinding(damage: string): Finding {
  const remedy = "kantoku down, and restore a backup: docs/operations.md, “A damaged database”";
  return { ...ABOUT, ok: false, detail: `damaged: ${damage}`, remedy };
}
