import type { Tx } from "../kernel/database.ts";

export function writePulse(tx: Tx, now: number): void {
  tx.prepare(
    `insert into pulse (only, at) values (1, @now)
     on conflict (only) do update set at = excluded.at`,
  ).run({ now });
}
