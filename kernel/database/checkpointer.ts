import { statSync } from "node:fs";
import { inStep, systemClock, type Clock } from "../clock.ts";
import { LOG_LIMIT_BYTES, type Database } from "../database.ts";
import { OperationalError } from "../errors.ts";
import { loop, type LoopOptions, type Service } from "../service.ts";
import { logOf } from "./run-mark.ts";

export interface CheckpointerOptions extends Pick<LoopOptions, "onFailure"> {
  readonly clock?: Clock;
}

const EVERY_MS = 10_000;

/**
 * Keeps the write-ahead log small. SQLite starts it anew by itself when no reader needs it and
 * somebody writes; this service empties one that grew meanwhile and that nobody writes to any more.
 * As long as a reader holds up a log beyond the limit, that is told as `database-log-held`.
 */
export function checkpointer(
  database: Pick<Database, "path" | "checkpoint">,
  options: CheckpointerOptions = {},
): Service {
  const { clock = systemClock } = options;
  let largeSince: number | null = null;
  const turn = (): number => {
    const bytes = statSync(logOf(database.path), { throwIfNoEntry: false })?.size ?? 0;
    if (bytes <= LOG_LIMIT_BYTES || database.checkpoint() === "done") {
      largeSince = null;
      return inStep(EVERY_MS, clock.now());
    }
    largeSince ??= clock.now();
    throw held(database.path, bytes, clock.now() - largeSince);
  };
  return loop("checkpointer", turn, { ...options, clock });
}

function held(path: string, bytes: number, ms: number): OperationalError {
  const size = `${Math.round(bytes / 1024 ** 2)} MiB`;
  const seconds = Math.round(ms / 1000);
  return new OperationalError(
    "database-log-held",
    `The log of the database ${path} has grown to ${size}: a reader has held it up for ${seconds} s.`,
    { hint: `See who reads for so long: fuser -v ${path}. The log shrinks when they end.` },
  );
}
