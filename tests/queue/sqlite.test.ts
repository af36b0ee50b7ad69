import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../../kernel/database.ts";
import { InputError, OperationalError } from "../../kernel/errors.ts";
import { openQueue, queueMigrations } from "../../queue/sqlite/queue.ts";
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
    "state = 'leased'",
    "state = 'done', worker = 'w', leased_at = 1",
    "lease_token = 'x'",
    "finished_at = 1",
    "priority = 4",
    "state = 'dead'",
  ];
  for (const change of impossible) {
    const statement = database.prepare(`update message set ${change} where id = @id`);
    assert.throws(() => statement.run({ id: sent?.id ?? "" }), { code: "SQLITE_CONSTRAINT_CHECK" });
  }
});

test("receiving and leasing never scan the table", (t) => {
  const database = temporaryDatabase(t);
  const plan = (sql: string): string =>
    database
      .prepare<{ detail: string }>(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join("; ");
  const line =
    "select number from message where state = 'waiting' and turn is not null and topic = 'a' order by turn, number limit 1";
  assert.match(
    plan(line),
    /^SEARCH message USING COVERING INDEX message_line \(topic=\? AND turn>\?\)$/,
  );
  const due = "select min(not_before) from message where state = 'waiting' and turn is null";
  assert.match(plan(due), /^SEARCH message USING INDEX message_delayed/);
  const expired =
    "select * from message where state = 'leased' and leased_until <= 5 order by leased_until";
  assert.match(plan(expired), /^SEARCH message USING INDEX message_lease/);
});
