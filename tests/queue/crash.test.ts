import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { armFaultPoints } from "../../kernel/fault-points.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { seedOf } from "../support/seed.ts";
import { temporaryFolder } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";
import { startFixture, type Fixture } from "./processes.ts";

const RANDOM_KILLS = 16;

test(
  "a process killed at any commit loses no message and repeats no effect",
  { timeout: 120_000 },
  async (t) => {
    const random = lots(seedOf(t));
    const folder = temporaryFolder(t);
    const points = [...(await faultPointsOf(t)), "caller.before-commit"];
    t.diagnostic(`fault points: ${points.join(", ")}`);
    assert.ok(
      points.length >= 15,
      "sends, receives, acks and so on, before and after their commits",
    );
    const acknowledged: string[] = [];
    for (const pair of pairs(points)) {
      const actors = pair.map((point, n) => {
        const name = `${point}#${n}`;
        return {
          name,
          fixture: startFixture(t, "actor", [
            folder,
            name,
            point,
            `${1 + Math.floor(random() * 8)}`,
          ]),
        };
      });
      for (const { name, fixture } of actors) {
        assert.equal(
          await fixture.ended(),
          "SIGKILL",
          `${name} should have reached its fault point`,
        );
        acknowledged.push(...fixture.lines);
        await bury(folder, name);
      }
    }
    await proveExactDelivery(folder, acknowledged);
  },
);

test(
  "processes killed at random instants lose no message and repeat no effect",
  { timeout: 120_000 },
  async (t) => {
    const random = lots(seedOf(t));
    const folder = temporaryFolder(t);
    const acknowledged: string[] = [];
    for (let kill = 0; kill < RANDOM_KILLS; kill += 2) {
      const actors = [kill, kill + 1].map((n) => startFixture(t, "actor", [folder, `random#${n}`]));
      for (const [n, fixture] of actors.entries()) {
        await killSomewhen(fixture, random);
        acknowledged.push(...fixture.lines);
        await bury(folder, `random#${kill + n}`);
      }
    }
    await proveExactDelivery(folder, acknowledged);
  },
);

/** The names of all points that a queue passes in its life, found by living one. */
async function faultPointsOf(t: TestContext): Promise<string[]> {
  const names = new Set<string>();
  using _armed = armFaultPoints((name) => names.add(name));
  const { database, queue } = openTestQueue(temporaryFolder(t));
  const from = { topics: ["a"], worker: "w" };
  await queue.send([1, 2, 3, 4, 5].map((payload) => ({ topic: "a", payload, correlationId: "c" })));
  const messages = await queue.receive({ ...from, max: 5, leaseMs: 1 });
  const [first, second, third] = messages;
  assert.ok(first && second && third);
  await queue.extend(first, 1);
  await queue.ack(first);
  await queue.nack(second, { error: "failed" });
  await queue.release(third);
  while ((await queue.sweep()) === 0);
  await queue.releaseWorker("w", "killed");
  database.close();
  queue[Symbol.dispose]();
  return [...names];
}

function pairs<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / 2) }, (_, n) =>
    items.slice(n * 2, n * 2 + 2),
  );
}

/** Lets it work for a random number of sends, then for up to some ms, and kills it. */
async function killSomewhen(fixture: Fixture, random: () => number): Promise<void> {
  await fixture.line(1 + Math.floor(random() * 40));
  await new Promise((resolve) => setTimeout(resolve, random() * 5));
  fixture.child.kill("SIGKILL");
  assert.equal(await fixture.ended(), "SIGKILL");
}

/** What the watchdog does when it finds a worker dead. */
async function bury(folder: string, worker: string): Promise<void> {
  const { database, queue } = openTestQueue(folder);
  await queue.releaseWorker(worker, "killed by the test");
  queue[Symbol.dispose]();
  database.close();
}

/** Works off what is left, then compares what was acknowledged with what has come of it. */
async function proveExactDelivery(folder: string, acknowledged: readonly string[]): Promise<void> {
  const { database, queue } = openTestQueue(folder);
  const operations = openQueueOperations(database, queue);
  await operations.redrive({ topic: "work" }); // Three kills over one message make it poison.
  for (;;) {
    const messages = await queue.receive({ topics: ["work"], worker: "last#1", max: 100 });
    if (messages.length === 0) break;
    for (const message of messages) {
      await queue.ack(message, [{ topic: "effect", payload: message.payload }]);
    }
  }
  const effects = (await operations.list({ topic: "effect", limit: 100_000 })).length;
  const rows = database
    .prepare<{ key: string; count: number }>(
      "select payload ->> '$' as key, count(*) as count from message where topic = 'effect' group by 1",
    )
    .all();
  const counts = new Map(rows.map(({ key, count }) => [key, count]));
  assert.ok(acknowledged.length > 0);
  assert.equal(new Set(acknowledged).size, acknowledged.length);
  assert.deepEqual(
    acknowledged.filter((key) => !counts.has(key)),
    [],
    "no acknowledged send may be lost",
  );
  assert.deepEqual(
    rows.filter(({ count }) => count !== 1),
    [],
    "no effect may be recorded twice",
  );
  assert.equal(effects, rows.length);
  const [work] = (await queue.stats()).filter(({ topic }) => topic === "work");
  assert.equal(work, undefined, "nothing may be left leased, waiting or dead");
  assert.deepEqual(database.prepare("pragma integrity_check").all(), [{ integrity_check: "ok" }]);
  queue[Symbol.dispose]();
  database.close();
}

/** A small generator (mulberry32), so that a seed repeats the run. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
