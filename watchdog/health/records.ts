import type { Database } from "../../kernel/database.ts";
import type { Alert, Reading } from "./record.ts";
import * as statements from "./statements.ts";

/** Alerts and readings outlive the daemon; people read them without it. */
export interface HealthRecords {
  alerts(): Alert[];
  readings(): Reading[];
  /** Writes all of a look, or nothing of it. */
  write(changes: Changes): void;
}

/** What one look changes. */
export interface Changes {
  /** Begun, or seen again. */
  readonly seen: readonly Alert[];
  readonly ended: readonly Pick<Alert, "subject" | "measure">[];
  /** In the place of those that were kept; null leaves them. */
  readonly readings: readonly Reading[] | null;
}

export function openHealthRecords(database: Database): HealthRecords {
  return {
    alerts: () => statements.allAlerts(database),
    readings: () => statements.allReadings(database),
    write: ({ seen, ended, readings }) =>
      database.transact((tx) => {
        for (const alert of ended) statements.deleteAlert(tx, alert);
        for (const alert of seen) statements.writeAlert(tx, alert);
        if (readings) statements.deleteReadings(tx);
        for (const reading of readings ?? []) statements.insertReading(tx, reading);
      }),
  };
}

/** The same records; how long the last writing took is measured, since it is a write like any other. */
export function timedRecords(records: HealthRecords): HealthRecords & { seconds(): number | null } {
  let seconds: number | null = null;
  return {
    ...records,
    seconds: () => seconds,
    write: (changes) => {
      const began = performance.now();
      records.write(changes);
      seconds = (performance.now() - began) / 1000;
    },
  };
}
