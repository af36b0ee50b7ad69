import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { Payload } from "../ledger.ts";
import {
  BATCH,
  batches,
  readyWorker,
  type Durability,
  type Handle,
  type Peer,
  type ReadyWorker,
  type Store,
  type Style,
} from "./peer.ts";

/**
 * No queue at all: the fewest statements that could pass for one, without leases, fences, retries,
 * priorities or checks. It shows how much SQLite allows.
 */
export const rawSqlite: Peer = {
  name: "raw SQLite",
  fields: ["send", "work"],
  settings: {
    storage:
      "SQLite in WAL mode, one table of (number, payload, state) without an index, done rows are deleted",
    "one by one": "claim by update … returning, ack by delete, each a transaction",
    prefetch: `one claim for ${BATCH}, a delete for each`,
    batches: `one claim for ${BATCH}, one transaction for all deletes`,
  },
  connect: async (folder, durability) => new RawStore(folder, durability),
};

interface Row {
  readonly number: number;
  readonly payload: string;
}

class RawStore implements Store {
  readonly #connection: Sqlite.Database;
  readonly #insert: Sqlite.Statement<[string]>;
  readonly #claim: Sqlite.Statement<[number], Row>;
  readonly #remove: Sqlite.Statement<[number]>;

  constructor(folder: string, durability: Durability) {
    this.#connection = new Sqlite(join(folder, "raw.db"));
    this.#connection.pragma("journal_mode = wal");
    this.#connection.pragma(`synchronous = ${durability}`);
    this.#connection.exec(
      `create table message (
         number integer primary key, payload text not null, state text not null default 'waiting')`,
    );
    this.#insert = this.#connection.prepare("insert into message (payload) values (?)");
    this.#claim = this.#connection.prepare(
      `update message set state = 'leased'
       where number in (select number from message where state = 'waiting' order by number limit ?)
       returning number, payload`,
    );
    this.#remove = this.#connection.prepare("delete from message where number = ?");
  }

  async sendOneByOne(payloads: readonly Payload[]): Promise<void> {
    for (const payload of payloads) this.#insert.run(JSON.stringify(payload));
  }

  async sendInBatches(payloads: readonly Payload[]): Promise<void> {
    const insertAll = this.#connection.transaction((batch: readonly Payload[]) => {
      for (const payload of batch) this.#insert.run(JSON.stringify(payload));
    });
    for (const batch of batches(payloads)) insertAll.immediate(batch);
  }

  async worker(style: Style, count: number, handle: Handle): Promise<ReadyWorker> {
    return readyWorker(async () => this.#work(style, count, handle));
  }

  #work(style: Style, count: number, handle: Handle): void {
    const removeAll = this.#connection.transaction((rows: readonly Row[]) => {
      for (const { number } of rows) this.#remove.run(number);
    });
    const max = style === "one by one" ? 1 : BATCH;
    for (let done = 0; done < count;) {
      const rows = this.#claim.all(Math.min(max, count - done));
      if (rows.length === 0) return; // All had been sent before, so nothing more will come.
      for (const { number, payload } of rows) {
        handle(JSON.parse(payload) as Payload);
        if (style !== "batches") this.#remove.run(number);
      }
      if (style === "batches") removeAll.immediate(rows);
      done += rows.length;
    }
  }

  async left(): Promise<number> {
    return this.#connection.prepare("select count(*) from message").pluck().get() as number;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close();
  }
}
