import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { LOG_LIMIT_BYTES, type Database } from "../../../kernel/database.ts";
import { checkpointer } from "../../../kernel/database/checkpointer.ts";
import { TRY_MS } from "../../../kernel/database/turn.ts";
import type { OperationalError } from "../../../kernel/errors.ts";
import { fakeClock } from "../../support/clock.ts";
import { fill, ledger } from "./ledger.ts";

const logBytes = (path: string): number => statSync(`${path}-wal`).size;

/** Begins to read, and goes on until the answer is called. */
function readFrom(database: Database): () => void {
  database.prepare("begin").run();
  database.prepare("select count(*) from thing").get();
  return () => void database.prepare("commit").run();
}

function growBeyondLimit(writer: Database): void {
  while (logBytes(writer.path) <= LOG_LIMIT_BYTES) fill(writer, 2_000);
}

test("a log that a long reader made grow is cut by the writes that follow it", (t) => {
  const { path, open } = ledger(t);
  using writer = open();
  using reader = open();
  const end = readFrom(reader);
  growBeyondLimit(writer);
  const grown = logBytes(path);
  fill(writer, 2_000);
  assert.ok(logBytes(path) > grown, "the reader holds it up");
  end();
  fill(writer, 1); // Moves the log into the file,
  fill(writer, 1); // and starts it anew.
  assert.ok(logBytes(path) <= LOG_LIMIT_BYTES, `${logBytes(path)} bytes`);
});

test("without writes, the checkpointer empties the log once the reader has gone", async (t) => {
  const { path, open } = ledger(t);
  using writer = open();
  using reader = open();
  const end = readFrom(reader);
  growBeyondLimit(writer);
  const clock = fakeClock();
  const failures: OperationalError[] = [];
  const stop = new AbortController();
  const running = checkpointer(writer, {
    clock,
    onFailure: (error) => failures.push(error),
  }).run(stop.signal);
  await clock.sleeping();
  await clock.advance(10_000);
  await clock.sleeping();
  assert.deepEqual([...new Set(failures.map(({ code }) => code))], ["database-log-held"]);
  assert.match(
    failures.at(-1)?.message ?? "",
    /has grown to \d+ MiB: a reader has held it up for 10 s/,
  );
  end();
  await clock.advance(10_000);
  await clock.sleeping();
  assert.equal(logBytes(path), 0);
  stop.abort();
  await running;
});

test("a checkpoint waits neither for readers nor for writers", (t) => {
  const { open } = ledger(t);
  using database = open();
  using other = open();
  fill(database, 1);
  const end = readFrom(other);
  fill(database, 1);
  assert.equal(database.checkpoint(), "held");
  end();
  other.transact((tx) => {
    tx.prepare("delete from thing where id = 1").run();
    assert.equal(database.checkpoint(), "held");
  });
  assert.equal(database.checkpoint(), "done");
  assert.deepEqual(database.prepare("pragma busy_timeout").get(), { timeout: TRY_MS });
});
