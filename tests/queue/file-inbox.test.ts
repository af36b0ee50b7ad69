import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { z } from "zod";
import { OperationalError } from "../../kernel/errors.ts";
import { reached } from "../../kernel/fault-points.ts";
import { writeJson } from "../../kernel/files.ts";
import { openCatalog } from "../../queue/catalog.ts";
import { fileInbox } from "../../queue/files/inbox.ts";
import type { NewMessage, Queue, Sent } from "../../queue/queue.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { openQueue } from "../../queue/sqlite/queue.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { seedOf } from "../support/seed.ts";
import { temporaryFolder } from "../support/temp.ts";
import { lots } from "../soak/lots.ts";
import { openTestQueue } from "./fixtures/open.ts";
import { lastFirst } from "./last-first.ts";
import { otherFileSystem, startAsNobody } from "./places.ts";
import { startFixture } from "./processes.ts";

const LIMIT = { timeout: 300_000 };

const message = { topic: "work.test", payload: { n: 1 } };

/** A home with an inbox, and the service that serves it on a clock that the test moves. */
function home(t: TestContext) {
  const end = lastFirst(t);
  const root = temporaryFolder(end);
  const folder = join(root, "inbox");
  const rejected = join(root, "rejected");
  mkdirSync(folder);
  const { database, queue } = openTestQueue(root);
  end.after(() => {
    queue[Symbol.dispose]();
    database.close();
  });
  const operations = openQueueOperations(database, queue);
  const clock = fakeClock(Date.now());
  const stop = new AbortController();
  const start = (
    sender: Pick<Queue, "send"> = queue,
    onFailure?: (error: OperationalError) => void,
    elsewhere = rejected,
  ): void => {
    const options = { folder, rejected: elsewhere, queue: sender, clock };
    const running = fileInbox(onFailure ? { ...options, onFailure } : options).run(stop.signal);
    end.after(async () => {
      stop.abort();
      await running;
    });
  };
  const payloads = async (): Promise<unknown[]> =>
    (await queue.receive({ topics: ["work.test"], worker: "w", max: 100 })).map(
      ({ payload }) => payload,
    );
  return { root, folder, rejected, queue, operations, clock, start, payloads };
}

/** Ms since the epoch; the test's clock stands still, and the file system's does not. */
function setTime(path: string, changedAt: number): void {
  utimesSync(path, changedAt / 1_000, changedAt / 1_000);
}

/** Resolves once the file has gone to the rejected ones; answers the reason. */
async function rejection(folder: string, name: string): Promise<string> {
  await eventually(`${name} is rejected`, () => existsSync(join(folder, name)));
  return readFileSync(join(folder, `${name}.reason.txt`), "utf8");
}

test("a file becomes a message with everything that it says", LIMIT, async (t) => {
  const { folder, operations, start } = home(t);
  const names = { correlationId: "c", replyTo: "result", traceId: "t", source: "a script" };
  const keys = { dedupeKey: "k", orderingKey: "o" };
  const more = { ...names, ...keys, priority: 0, maxAttempts: 9, attemptTimeoutMs: 4_000 };
  const clocks = { delayMs: 1_000, startByMs: 2_000, deadlineMs: 3_000, dedupeWindowMs: 60_000 };
  writeJson(join(folder, "ordinary.json"), { ...message, ...more, ...clocks });
  const delivered = reached("file-inbox.delivered");
  start();
  await delivered;
  const [sent] = await operations.list({ topic: "work.test" });
  assert.ok(sent);
  const found = await operations.show(sent.id);
  assert.ok(found);
  assert.deepEqual({ ...found, ...message, ...more }, found);
  assert.equal(found.notBefore - found.sentAt, 1_000);
  assert.equal((found.expiresAt ?? 0) - found.sentAt, 2_000);
  assert.equal((found.deadlineAt ?? 0) - found.sentAt, 3_000);
  await eventually(
    "what was taken is put away",
    () => readdirSync(join(folder, ".taken")).length === 0,
  );
  assert.deepEqual(readdirSync(folder), [".taken"]);
});

test("a file that says little gets the rest from its name", LIMIT, async (t) => {
  const { folder, operations, start, queue } = home(t);
  const sent: NewMessage[] = [];
  const send: Queue["send"] = (messages) => {
    sent.push(...messages);
    return queue.send(messages);
  };
  writeJson(join(folder, "bell\u0007.json"), message);
  const delivered = reached("file-inbox.delivered");
  start({ send });
  await delivered;
  const [summary] = await operations.list({ topic: "work.test" });
  assert.equal((await operations.show(summary?.id ?? ""))?.source, "file:bell?.json");
  assert.match(sent[0]?.dedupeKey ?? "", /^file:/);
  assert.equal(sent[0]?.dedupeWindowMs, 30 * 24 * 3_600_000);
});

test("a file that is renamed into the folder wakes the inbox", LIMIT, async (t) => {
  const { root, folder, clock, start, payloads } = home(t);
  start();
  await clock.sleeping(); // The clock stands still from here: only the watch can wake it.
  const delivered = reached("file-inbox.delivered");
  writeJson(join(root, "draft"), message);
  let n = 0;
  const again = setInterval(() => {
    // Chokidar takes a moment to be ready and has no other way to say so here.
    writeJson(join(root, "draft"), message);
    renameSync(join(root, "draft"), join(folder, `${++n}.json`));
  }, 50);
  await delivered;
  clearInterval(again);
  assert.deepEqual((await payloads())[0], { n: 1 });
});

test("two equal files are two messages, in the order of their names", LIMIT, async (t) => {
  const { folder, start, queue, payloads } = home(t);
  for (const name of ["b.json", "a.json", "ü #'$(x).json"])
    writeJson(join(folder, name), { ...message, payload: name });
  writeJson(join(folder, "c.json"), { ...message, payload: "b.json" });
  start();
  await eventually("four messages are ready", async () => (await queue.stats())[0]?.ready === 4);
  assert.deepEqual(await payloads(), ["a.json", "b.json", "b.json", "ü #'$(x).json"]);
});

test("other names are left alone", LIMIT, async (t) => {
  const { folder, start, clock } = home(t);
  writeFileSync(join(folder, "notes.txt"), "mine");
  writeFileSync(join(folder, ".draft.json"), "{");
  start();
  await clock.sleeping();
  assert.deepEqual(readdirSync(folder).toSorted(), [".draft.json", ".taken", "notes.txt"]);
});

test("bad files are rejected with the reason beside them", LIMIT, async (t) => {
  const { root, folder, rejected, queue, clock, start } = home(t);
  writeJson(join(folder, "no-topic.json"), { payload: 1 });
  writeJson(join(folder, "no-payload.json"), { topic: "x" });
  writeJson(join(folder, "unknown-field.json"), { ...message, prioritty: 1 });
  writeJson(join(folder, "bad-topic.json"), { ...message, topic: "../x" });
  writeJson(join(folder, "negative.json"), { ...message, delayMs: -5 });
  writeJson(join(folder, "window.json"), { ...message, dedupeWindowMs: 5 });
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  writeFileSync(join(folder, "deep.json"), `{"topic":"x","payload":${deep}}`);
  writeFileSync(join(folder, "huge.json"), " ".repeat(4 * 1024 * 1024 + 1));
  writeFileSync(join(folder, "list.json"), "[]");
  mkdirSync(join(folder, "folder.json"));
  execFileSync("mkfifo", [join(folder, "pipe.json")]);
  writeJson(join(root, "secret"), message);
  symlinkSync(join(root, "secret"), join(folder, "link.json"));
  const longest = `${"x".repeat(250)}.json`;
  writeFileSync(join(folder, longest), "{}");
  start();
  assert.match(await rejection(rejected, "no-topic.json"), /topic/);
  assert.match(await rejection(rejected, "no-payload.json"), /payload/);
  assert.match(await rejection(rejected, "unknown-field.json"), /prioritty/);
  assert.match(await rejection(rejected, "bad-topic.json"), /"\.\.\/x" is no topic/);
  assert.match(await rejection(rejected, "negative.json"), /delayMs: -5 is no whole number/);
  assert.match(await rejection(rejected, "window.json"), /needs a dedupeKey/);
  assert.match(await rejection(rejected, "deep.json"), /payload: is not JSON/);
  assert.match(await rejection(rejected, "huge.json"), /4194304 are allowed/);
  assert.match(await rejection(rejected, "list.json"), /expected object/);
  assert.match(await rejection(rejected, "folder.json"), /not a regular file/);
  assert.match(await rejection(rejected, "pipe.json"), /not a regular file/);
  assert.match(await rejection(rejected, "link.json"), /symbolic link/);
  await eventually("the longest name is rejected", () => existsSync(join(rejected, longest)));
  assert.ok(existsSync(join(root, "secret")));
  assert.deepEqual(await queue.stats(), []);
  // The same name once more does not cover the first.
  writeJson(join(folder, "no-topic.json"), { payload: 2 });
  await clock.sleeping();
  await clock.advance(1_000);
  assert.match(await rejection(rejected, "no-topic-2.json"), /topic/);
});

test("what the queue refuses is rejected with its words", LIMIT, async (t) => {
  const { root, folder, rejected, start } = home(t);
  const database = temporaryDatabase(t);
  const topics = { "work.test": { payload: z.strictObject({ n: z.int() }) } };
  const catalog = openCatalog({ topics, closed: ["work."] });
  const queue = openQueue(database, { doorbells: join(root, "bells"), catalog });
  t.after(() => queue[Symbol.dispose]());
  writeJson(join(folder, "wrong.json"), { ...message, payload: { n: "one" } });
  writeJson(join(folder, "unknown.json"), { ...message, topic: "work.tset" });
  writeJson(join(folder, "large.json"), { topic: "free", payload: "x".repeat(300 * 1024) });
  start(queue);
  assert.match(await rejection(rejected, "wrong.json"), /payload\.n: is wrong for work\.test/);
  assert.match(await rejection(rejected, "unknown.json"), /no topic "work\.tset".*"work\.test"/);
  assert.match(await rejection(rejected, "large.json"), /256 KB are allowed/);
});

test("a bad file that can't be rejected hinders no other", LIMIT, async (t) => {
  const { folder, rejected, start, queue } = home(t);
  const failed = new Promise<string>((resolve) => start(queue, ({ code }) => resolve(code)));
  rmSync(rejected, { recursive: true });
  writeFileSync(rejected, "in the way");
  writeFileSync(join(folder, "a.json"), "[]");
  writeJson(join(folder, "b.json"), message);
  await eventually("one message is ready", async () => (await queue.stats())[0]?.ready === 1);
  assert.equal(await failed, "folder-unusable");
});

test("bad files get to rejected ones on another file system", LIMIT, async (t) => {
  const { folder, start } = home(t);
  const elsewhere = otherFileSystem(t);
  if (elsewhere === undefined) return t.skip("there is one file system only");
  const rejected = join(elsewhere, "rejected");
  writeFileSync(join(folder, "list.json"), "[]");
  symlinkSync("nowhere", join(folder, "link.json"));
  mkdirSync(join(folder, "folder.json"));
  writeFileSync(join(folder, "folder.json", "inside"), "kept");
  execFileSync("mkfifo", [join(folder, "pipe.json")]);
  start(undefined, undefined, rejected);
  assert.match(await rejection(rejected, "list.json"), /expected object/);
  assert.equal(readFileSync(join(rejected, "list.json"), "utf8"), "[]");
  assert.match(await rejection(rejected, "folder.json"), /not a regular file/);
  assert.equal(readFileSync(join(rejected, "folder.json", "inside"), "utf8"), "kept");
  await eventually("the link is rejected", () => readdirSync(rejected).includes("link.json"));
  assert.equal(readlinkSync(join(rejected, "link.json")), "nowhere");
  const why = join(rejected, "pipe.json.reason.txt");
  await eventually(
    "the pipe is told of",
    () => existsSync(why) && readFileSync(why, "utf8").includes(".kept"),
  );
  assert.ok(existsSync(join(folder, ".kept", "pipe.json")), "a pipe can't be copied");
});

test("a file that the daemon may not read is rejected", LIMIT, async (t) => {
  const root = temporaryFolder(t);
  mkdirSync(join(root, "inbox"));
  writeFileSync(join(root, "inbox", "private.json"), "{}", { mode: 0 });
  startAsNobody(t, "inbox", root);
  assert.match(await rejection(join(root, "rejected"), "private.json"), /can't be read \(EACCES\)/);
});

test("a half-written file waits until it is whole", LIMIT, async (t) => {
  const { folder, clock, start, payloads } = home(t);
  const path = join(folder, "slow.json");
  writeFileSync(path, '{ "topic": "work.test", ');
  setTime(path, clock.now());
  start();
  await clock.sleeping();
  assert.ok(existsSync(path));
  const delivered = reached("file-inbox.delivered");
  appendFileSync(path, '"payload": 7 }');
  await clock.advance(1_000);
  await delivered;
  assert.deepEqual(await payloads(), [7]);
});

test("a file that stays broken is rejected once it is settled", LIMIT, async (t) => {
  const { folder, rejected, clock, start } = home(t);
  writeFileSync(join(folder, "broken.json"), '{ "topic": ');
  setTime(join(folder, "broken.json"), clock.now());
  start();
  await clock.sleeping();
  assert.ok(existsSync(join(folder, "broken.json")));
  await clock.advance(2_000);
  assert.match(await rejection(rejected, "broken.json"), /^It is not JSON: /);
  // A time in the future says nothing about writing.
  writeFileSync(join(folder, "future.json"), "{");
  setTime(join(folder, "future.json"), clock.now() + 9_999_000);
  await clock.sleeping();
  await clock.advance(1_000);
  assert.match(await rejection(rejected, "future.json"), /not JSON/);
});

test("a queue that fails for a while gets the file later", LIMIT, async (t) => {
  const { folder, clock, queue, start, payloads } = home(t);
  writeJson(join(folder, "a.json"), message);
  let isDown = true;
  const send: Queue["send"] = async (messages): Promise<Sent[]> => {
    if (isDown) throw new OperationalError("database-unusable", "The disk is full.");
    return queue.send(messages);
  };
  const failures: string[] = [];
  start({ send }, (error) => failures.push(error.code));
  await clock.sleeping();
  isDown = false;
  const delivered = reached("file-inbox.delivered");
  await clock.advance(200);
  await delivered;
  assert.deepEqual(failures, ["database-unusable"]);
  assert.deepEqual(await payloads(), [{ n: 1 }]);
});

test("an inbox whose folders are gone says so and goes on", LIMIT, async (t) => {
  const { folder, clock, start, payloads } = home(t);
  const failed = new Promise<string>((resolve) => start(undefined, (error) => resolve(error.code)));
  await clock.sleeping();
  renameSync(folder, `${folder}.moved`);
  await clock.advance(1_000);
  assert.equal(await failed, "folder-unusable");
  renameSync(`${folder}.moved`, folder);
  const seen = { isDelivered: false };
  void reached("file-inbox.delivered").then(() => (seen.isDelivered = true));
  writeJson(join(folder, "a.json"), message);
  while (!seen.isDelivered) {
    await clock.sleeping();
    await clock.advance(10_000);
  }
  assert.deepEqual(await payloads(), [{ n: 1 }]);
});

test("a file is one message over a crash at every instant", LIMIT, async (t) => {
  const { root, folder, rejected, operations } = home(t);
  writeJson(join(folder, "bad.json"), { topic: 5 });
  for (let n = 0; n < 4; n += 1) writeJson(join(folder, `${n}.json`), { ...message, payload: n });
  const points = [
    "file-inbox.taken",
    "queue.send.before-commit",
    "queue.send.after-commit",
    "file-inbox.delivered",
  ];
  for (const point of points) {
    const inbox = startFixture(t, "inbox", [root, point, "1"]);
    assert.equal(await inbox.ended(), "SIGKILL", `${point} should have been reached`);
  }
  const last = startFixture(t, "inbox", [root]);
  const isEmpty = (): boolean =>
    readdirSync(folder).join() === ".taken" && readdirSync(join(folder, ".taken")).length === 0;
  await last.line(1);
  await eventually("the inbox is empty", isEmpty);
  const sent = await operations.list({ topic: "work.test" });
  const payloads = await Promise.all(
    sent.map(async ({ id }) => (await operations.show(id))?.payload),
  );
  assert.deepEqual(new Set(payloads), new Set([0, 1, 2, 3]));
  assert.equal(payloads.length, 4);
  assert.deepEqual(readdirSync(rejected).toSorted(), ["bad.json", "bad.json.reason.txt"]);
});

test("files that pour in are each one message over kills at any time", LIMIT, async (t) => {
  const chance = lots(seedOf(t));
  const { root, folder, rejected, operations } = home(t);
  let n = 0;
  const pour = setInterval(() => {
    if (n === 500) return;
    writeJson(join(folder, `.${n}`), { ...message, payload: n });
    renameSync(join(folder, `.${n}`), join(folder, `${n % 7}-${n}.json`));
    n += 1;
  }, 2);
  t.after(() => clearInterval(pour));
  for (let kill = 0; kill < 12; kill += 1) {
    const inbox = startFixture(t, "inbox", [root]);
    await inbox.line(1);
    await new Promise((resolve) => setTimeout(resolve, chance.fraction() * 150));
    inbox.child.kill("SIGKILL");
    assert.equal(await inbox.ended(), "SIGKILL");
  }
  clearInterval(pour);
  startFixture(t, "inbox", [root]);
  await eventually(
    "the inbox is empty",
    () =>
      readdirSync(folder).join() === ".taken" && readdirSync(join(folder, ".taken")).length === 0,
  );
  const sent = await operations.list({ topic: "work.test", limit: 100_000 });
  const found = await Promise.all(sent.map(async ({ id }) => (await operations.show(id))?.payload));
  const numbers = found.map(Number).toSorted((a, b) => a - b);
  assert.deepEqual(
    numbers,
    Array.from({ length: n }, (_, each) => each),
  );
  assert.deepEqual(readdirSync(rejected), []);
});
