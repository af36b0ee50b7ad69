import type { Database, Tx } from "../kernel/database.ts";

export function writePulse(tx: Tx, now: number): void {
  tx.prepare(
    `insert into pulse (only, at) values (1, @now)
     on conflict (only) do update set at = excluded.at`,
  ).run({ now });
}

/** 0 when nothing was relayed yet. */
export function lastRelayed(from: Pick<Database, "prepare">): number {
  return from.prepare<{ event: number }>("select event from relayed").get()?.event ?? 0;
}

export function writeRelayed(tx: Tx, event: number): void {
  tx.prepare(
    `insert into relayed (only, event) values (1, @event)
     on conflict (only) do update set event = excluded.event`,
  ).run({ event });
}
