import { existsSync } from "node:fs";
import { requireIntegrity } from "./integrity.ts";
import { lookAround, suspicionOf, type Suspicion } from "./run-mark.ts";

export interface Examination {
  readonly suspicion: Suspicion;
  readonly ms: number;
}

/**
 * Looks through the file when its last run did not end as it should; undefined when it did, or when
 * there is no file yet. To be called before the database is opened, which would change the file.
 * Throws `database-damaged` or `database-unusable`.
 */
export function examineAfterUncleanEnd(path: string): Examination | undefined {
  if (!existsSync(path)) return undefined;
  const suspicion = suspicionOf(lookAround(path));
  if (suspicion === undefined) return undefined;
  return { suspicion, ms: requireIntegrity(path).ms };
}
