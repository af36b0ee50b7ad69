import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openBlobs } from "../../kernel/blobs.ts";
import { openDatabase } from "../../kernel/database.ts";
import { InputError, OperationalError } from "../../kernel/errors.ts";
import { armFaultPoints } from "../../kernel/fault-points.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { openQueue, queueMigrations } from "../../queue/sqlite/queue.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/temp.ts";

const FROM = { topics: ["a"], worker: "w#1" };

test("sends, acks and cancels of a caller's transaction happen together or not at all", async (t) => {
  const database = temporaryDatabase(t);
  using queue = openQueue(database, { doorbells: temporaryFolder(t) });
  await queue.send([
    { topic: "a", payload: 1 },
    { topic: "b", payload: 2, correlationId: "job" },
  ]);
  const [message] = await queue.receive(FROM);
  assert.ok(message);
  const settle = (end: () => void): void =>
    database.transact((tx) => {
      assert.equal(queue.ackIn(tx, message), "ok");
      assert.equal(queue.ackIn(tx, message), "lost");
      assert.equal(queue.cancelIn(tx, { correlationId: "job" }), 1);
      assert.equal(queue.sendIn(tx, [{ topic: "c", payload: 3 }]).length, 1);
      end();
    });
  assert.throws(() => settle(() => assert.fail("the caller fails")));
  assert.equal((await queue.find(message.id))?.state, "leased");
  assert.deepEqual(
    (await queue.stats()).map(({ topic }) => topic),
    ["a", "b"],
  );
  settle(() => {});
  queue.ring(["c"]);
  assert.equal((await queue.find(message.id))?.state, "done");
  assert.deepEqual(
    (await queue.stats()).map(({ topic }) => topic),
    ["c"],
  );
});

test("a bad message fails the caller's whole transaction", async (t) => {
  const database = temporaryDatabase(t);
  using queue = openQueue(database, { doorbells: temporaryFolder(t) });
  const messages = [
    { topic: "a", payload: 1 },
    { topic: "a", payload: undefined },
  ];
  assert.throws(() => database.transact((tx) => queue.sendIn(tx, messages)), InputError);
  assert.deepEqual(await queue.stats(), []);
});

test("a database of a newer Kantoku is refused and left alone", (t) => {
  const path = join(temporaryFolder(t), "kantoku.db");
  const options = { migrations: [queueMigrations] };
  {
    using database = openDatabase(path, options);
    database
      .prepare("insert into migrations (room, number, name) values ('queue', 99, '099_future.sql')")
      .run();
  }
  assert.throws(
    () => openDatabase(path, options),
    (error) => error instanceof OperationalError && error.code === "database-too-new",
  );
});

test("the schema refuses states that can't be", async (t) => {
  const database = temporaryDatabase(t);
  using queue = openQueue(database, { doorbells: temporaryFolder(t) });
  const [sent] = await queue.send([{ topic: "a", payload: 1 }]);
  const impossible = [
    "state = 'sleeping'",
    "state = 'ready'",
    "state = 'behind'",
    "state = 'leased'",
    "state = 'done', worker = 'w', leased_at = 1",
    "lease_token = 'x'",
    "finished_at = 1",
    "priority = 4",
    "state = 'dead'",
    "payload = null",
    "blob = '{}'",
    "attempt_timeout = 0",
  ];
  for (const change of impossible) {
    const statement = database.prepare(`update message set ${change} where number = @number`);
    const code = /^SQLITE_CONSTRAINT_(CHECK|TRIGGER)$/;
    assert.throws(() => statement.run({ number: Number(sent?.id) }), { code }, change);
  }
});

test("the newest message can't be deleted, so that no number is given out twice", async (t) => {
  const database = temporaryDatabase(t);
  using queue = openQueue(database, { doorbells: temporaryFolder(t) });
  await queue.send([
    { topic: "a", payload: 1 },
    { topic: "a", payload: 2 },
  ]);
  const remove = (number: number) =>
    database.prepare("delete from message where number = @number").run({ number });
  assert.throws(() => remove(2), { code: "SQLITE_CONSTRAINT_TRIGGER" });
  assert.equal(remove(1).changes, 1);
});

test("a rolled back receive forgets no arrival", async (t) => {
  const database = temporaryDatabase(t);
  using queue = openQueue(database, { doorbells: temporaryFolder(t) });
  await queue.send([{ topic: "a", payload: 1 }]);
  {
    using _fault = armFaultPoints((point) => assert.notEqual(point, "queue.receive.before-commit"));
    await assert.rejects(queue.receive(FROM));
  }
  const [message] = await queue.receive(FROM);
  assert.equal(message?.payload, 1);
});

test("a big payload whose blob is gone is buried with the reason, and the rest is received", async (t) => {
  const folder = temporaryFolder(t);
  const blobs = openBlobs(join(folder, "blobs"));
  const database = temporaryDatabase(t);
  using queue = openQueue(database, { doorbells: join(folder, "doorbells"), blobs });
  const [big] = await queue.send([{ topic: "a", payload: "x".repeat(300_000) }]);
  await queue.send([{ topic: "a", payload: "small" }]);
  rmSync(join(folder, "blobs"), { recursive: true });
  const received = await queue.receive({ ...FROM, max: 2 });
  assert.deepEqual(
    received.map(({ payload }) => payload),
    ["small"],
  );
  const view = await queue.find(big?.id ?? "");
  assert.equal(view?.state, "dead");
  assert.match(view?.lastError ?? "", /blob [0-9a-f]{64} is missing/);
});

test("without a store for them, big payloads are refused with their size", async (t) => {
  using queue = openQueue(temporaryDatabase(t), { doorbells: temporaryFolder(t) });
  const sending = queue.send([{ topic: "a", payload: "x".repeat(300_000) }]);
  await assert.rejects(sending, /^InputError: payload: has 300002 bytes, 256 KB are allowed/);
});

test("the first schema's messages live on in the second", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "kantoku.db");
  const first = join(folder, "first");
  mkdirSync(first);
  copyFileSync(join(queueMigrations.folder, FIRST), join(first, FIRST));
  {
    using old = openDatabase(path, { migrations: [{ room: "queue", folder: first }] });
    old.transact((tx) => {
      for (const [n, columns] of OLD_MESSAGES.entries()) tx.prepare(oldMessage(n, columns)).run();
      tx.prepare(
        `insert into attempt (message, lease_token, worker, started_at, ended_at, ending, error)
         values (4, 'x', 'w#1', 1, 2, 'failed', 'no')`,
      ).run();
    });
  }
  using database = openDatabase(path, { migrations: [queueMigrations] });
  using queue = openQueue(database, { doorbells: join(folder, "doorbells") });
  const operations = openQueueOperations(database, queue);
  const states = (await operations.list({})).map(({ id, state }) => [id, state]);
  assert.deepEqual(states.toReversed(), [
    ["1", "waiting"],
    ["2", "waiting"],
    ["3", "leased"],
    ["4", "dead"],
    ["5", "done"],
  ]);
  assert.equal((await operations.show("4"))?.history[0]?.error, "no");
  assert.equal(await queue.ack({ id: "3", token: "t" }), "ok");
  const again = await queue.send([{ topic: "a", payload: 1, dedupeKey: "key" }]);
  assert.deepEqual(again, [{ id: "5", isNew: false }]);
  assert.deepEqual(
    (await queue.receive({ ...FROM, max: 9 })).map(({ id }) => id),
    ["1", "2"],
  );
});

const FIRST = "001_messages.sql";

/** One message of each state, as the first schema held them. */
const OLD_MESSAGES: readonly Record<string, string>[] = [
  { state: "'waiting'", turn: "1" },
  { state: "'waiting'", turn: "null" },
  { state: "'leased'", lease_token: "'t'", leased_until: "9", worker: "'w#1'", leased_at: "1" },
  { state: "'dead'", finished_at: "3", attempts: "1" },
  { state: "'done'", worker: "'w#1'", leased_at: "1", finished_at: "3", dedupe_key: "'key'" },
];

function oldMessage(n: number, columns: Readonly<Record<string, string>>): string {
  const id = `'${String(n).padStart(26, "0")}'`;
  const all = { id, topic: "'a'", priority: "2", sent_at: "1", not_before: "1", ...columns };
  const row = { ...all, max_attempts: "3", payload: "'1'" };
  return `insert into message (${Object.keys(row).join()}) values (${Object.values(row).join()})`;
}

test("receiving, leasing and sweeping never scan the table", (t) => {
  const database = temporaryDatabase(t);
  const plan = (sql: string): string =>
    database
      .prepare<{ detail: string }>(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join("; ");
  const line =
    "select number from message where state = 'ready' and topic = 'a' order by turn, number limit 1";
  assert.match(plan(line), /^SEARCH message USING COVERING INDEX message_line \(topic=\?\)$/);
  const arrival =
    "select number from message where number > 3 and number <= 9 and state = 'arrived' order by number";
  assert.match(
    plan(arrival),
    /^SEARCH message USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)$/,
  );
  const due = "select min(not_before) from message where state = 'delayed'";
  assert.match(plan(due), /^SEARCH message USING COVERING INDEX message_delayed/);
  const late = "select * from message where expires_at <= 5 order by expires_at limit 9";
  assert.match(plan(late), /^SEARCH message USING INDEX message_expiry/);
  const expired =
    "select * from message where state = 'leased' and leased_until <= 5 order by leased_until";
  assert.match(plan(expired), /^SEARCH message USING INDEX message_lease/);
});

for (const [who, mostMs] of [
  ["who hears its doorbell", 2_000],
  ["who hears no other process", 1_000],
] as const) {
  test(`${who} looks every ${mostMs} ms after a long idleness`, { timeout: 60_000 }, async (t) => {
    const [database, clock] = [temporaryDatabase(t), fakeClock()];
    const doorbells = temporaryFolder(t);
    using queue = openQueue(database, { doorbells, clock });
    using peer = openQueue(database, { doorbells: temporaryFolder(t), clock });
    if (mostMs < 2_000) rmSync(doorbells, { recursive: true });
    let isDone = false;
    const received = queue.receive({ ...FROM, waitMs: 600_000 }).finally(() => (isDone = true));
    for (let looks = 0; looks < 10; looks += 1) {
      await clock.sleeping();
      await clock.advance(2_000);
    }
    await peer.send([{ topic: "a", payload: 1 }]);
    await clock.sleeping();
    await clock.advance(mostMs - 1);
    assert.equal(isDone, false);
    await clock.advance(1);
    assert.equal((await received).length, 1);
  });
}

test("an idle receiver goes on as rarely as before when it begins to wait anew", async (t) => {
  const [database, clock] = [temporaryDatabase(t), fakeClock()];
  const sleeps: number[] = [];
  const sleep: typeof clock.sleep = async (ms) => {
    sleeps.push(ms);
    await clock.advance(ms);
  };
  using queue = openQueue(database, {
    doorbells: temporaryFolder(t),
    clock: { ...clock, sleep },
  });
  await queue.receive({ ...FROM, waitMs: 10_000 });
  assert.deepEqual(sleeps.slice(0, 5), [25, 50, 100, 200, 400]);
  sleeps.length = 0;
  await queue.receive({ ...FROM, waitMs: 10_000 });
  assert.deepEqual(sleeps, Array(5).fill(2_000));
  await queue.send([{ topic: "a", payload: 1 }]);
  await queue.receive({ ...FROM, waitMs: 10_000 });
  sleeps.length = 0;
  await queue.receive({ ...FROM, waitMs: 100 });
  assert.deepEqual(sleeps, [25, 50, 25], "work was there: it looks soon again");
});
