import type { Tx } from "../../kernel/database.ts";
import type { Alert, Reading } from "./record.ts";

/** All SQL of the health watch. */

type Reads = Pick<Tx, "prepare">;

export function allAlerts(from: Reads): Alert[] {
  return from
    .prepare<Alert>(
      `select subject, measure, opened_at as openedAt, seen_at as seenAt, value, usual, calm
       from health_alert order by opened_at, subject, measure`,
    )
    .all();
}

export function writeAlert(tx: Tx, alert: Alert): void {
  tx.prepare(
    `insert into health_alert (subject, measure, opened_at, seen_at, value, usual, calm)
     values (@subject, @measure, @openedAt, @seenAt, @value, @usual, @calm)
     on conflict (subject, measure) do update set
       opened_at = excluded.opened_at, seen_at = excluded.seen_at, value = excluded.value,
       usual = excluded.usual, calm = excluded.calm`,
  ).run({ ...alert });
}

export function deleteAlert(
  tx: Tx,
  { subject, measure }: Pick<Alert, "subject" | "measure">,
): void {
  const sql = "delete from health_alert where subject = @subject and measure = @measure";
  tx.prepare(sql).run({ subject, measure });
}

export function allReadings(from: Reads): Reading[] {
  return from
    .prepare<Reading>(
      `select subject, measure, read_at as readAt, value, usual
       from health_reading order by subject, measure`,
    )
    .all();
}

export function insertReading(tx: Tx, reading: Reading): void {
  tx.prepare(
    `insert into health_reading (subject, measure, read_at, value, usual)
     values (@subject, @measure, @readAt, @value, @usual)`,
  ).run({ ...reading });
}

export function deleteReadings(tx: Tx): void {
  tx.prepare("delete from health_reading").run();
}
