import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { systemClock } from "../../kernel/clock.ts";
import { OperationalError } from "../../kernel/errors.ts";
import { reached } from "../../kernel/fault-points.ts";
import { readJson, writeJson } from "../../kernel/files.ts";
import { openCatalog } from "../../queue/catalog.ts";
import { fileOutbox, type FileOutboxOptions } from "../../queue/files/outbox.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { fakeClock } from "../support/clock.ts";
import { eventually } from "../support/eventually.ts";
import { temporaryFolder, type Cleanup } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";
import { lastFirst } from "./last-first.ts";
import { otherFileSystem, startAsNobody } from "./places.ts";

const TOPIC = "work.thumbnails";
const LIMIT = { timeout: 300_000 };

interface Posted {
  readonly id: string;
  readonly token: string;
  readonly payload: unknown;
  readonly attempt: number;
  readonly leasedUntilMs: number;
}

/** A queue, an outbox with one agent's folder, and the agent's own ways. */
function home(t: TestContext, place?: string) {
  const end = lastFirst(t);
  const root = temporaryFolder(end);
  const outbox = join(place ?? root, "outbox");
  const folder = join(outbox, "tom");
  mkdirSync(folder, { recursive: true });
  const { database, queue } = openTestQueue(root);
  end.after(() => {
    queue[Symbol.dispose]();
    database.close();
  });
  const announce = (more: object = {}): void =>
    writeJson(join(folder, "agent.json"), { topics: [TOPIC], ...more });
  const files = (): string[] => readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
  const posted = async (count = 1): Promise<Posted[]> => {
    await eventually(`${count} files are there`, () => files().length === count);
    return files().map((name) => readJson(join(folder, name)) as Posted);
  };
  const first = async (): Promise<Posted> => {
    const [message] = await posted();
    assert.ok(message);
    return message;
  };
  const put = (name: string, content: string | Uint8Array): void => {
    mkdirSync(join(folder, "acks"), { recursive: true });
    writeFileSync(join(folder, "acks", `.${name}`), content);
    renameSync(join(folder, "acks", `.${name}`), join(folder, "acks", name));
  };
  const answer = ({ id, token }: Posted, more: object, name = `${id}.json`): void =>
    put(name, JSON.stringify({ id, token, ...more }));
  const send = async (payload: unknown, more: object = {}): Promise<string> => {
    const [sent] = await queue.send([{ topic: TOPIC, payload, ...more }]);
    assert.ok(sent);
    return sent.id;
  };
  const state = async (id: string): Promise<string | undefined> => (await queue.find(id))?.state;
  const touch = ({ id }: Posted): void => {
    const now = Date.now() / 1000;
    utimesSync(join(folder, `${id}.json`), now, now);
  };
  const operations = openQueueOperations(database, queue);
  const box = { root, outbox, folder, queue, operations };
  const agent = { announce, files, posted, first, put, answer, touch, send, state };
  const reason = (name: string): Promise<string> => reasonIn(join(folder, "rejected"), name);
  const start = (more: Partial<FileOutboxOptions> = {}) =>
    serve(end, { folder: outbox, queue, ...more });
  return { ...box, ...agent, reason, start };
}

/** Serves until the test ends, or until told to stop. */
function serve(t: Cleanup, options: FileOutboxOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = fileOutbox(options).run(stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  t.after(stop);
  return { stop };
}

/** Resolves once the file has gone to the rejected ones; answers the reason. */
async function reasonIn(folder: string, name: string): Promise<string> {
  await eventually(
    `${name} is rejected`,
    () => existsSync(folder) && readdirSync(folder).includes(name),
  );
  return readFileSync(join(folder, `${name}.reason.txt`), "utf8");
}

test("a message becomes a file, and the answer ends it with its replies", LIMIT, async (t) => {
  const { folder, queue, announce, first, answer, send, state, files, start } = home(t);
  announce();
  const id = await send(
    { text: "a\nb", deep: { id: "spoofed" } },
    { correlationId: "c", traceId: "t" },
  );
  start();
  const message = await first();
  assert.equal(message.id, id);
  assert.deepEqual(message.payload, { text: "a\nb", deep: { id: "spoofed" } });
  const lines = readFileSync(join(folder, `${id}.json`), "utf8").split("\n");
  assert.equal(lines.filter((line) => line.startsWith('  "id": ')).length, 1);
  assert.ok(lines.includes(String.raw`    "text": "a\nb",`));
  answer(message, { outcome: "done", replies: [{ topic: "seen", payload: 7 }] });
  await eventually("it is done", async () => (await state(id)) === "done");
  const [reply] = await queue.receive({ topics: ["seen"], worker: "w" });
  assert.equal(reply?.payload, 7);
  assert.equal(reply.correlationId, "c");
  assert.equal(reply.traceId, "t");
  await eventually(
    "all is put away",
    () => files().length === 0 && readdirSync(join(folder, "acks")).join() === ".taken",
  );
});

test("a result goes to whoever asked for it", LIMIT, async (t) => {
  const { queue, announce, first, answer, send, reason, start } = home(t);
  announce();
  start();
  await send(1);
  answer(await first(), { outcome: "done", result: 5 }, "without.json");
  assert.match(await reason("without.json"), /no replyTo/);
  answer(await first(), { outcome: "done" });
  await send(2, { replyTo: "answers", correlationId: "q" });
  await eventually("the second one is there", async () => (await first()).payload === 2);
  answer(await first(), { outcome: "done", result: null });
  const [reply] = await queue.receive({ topics: ["answers"], worker: "w", waitMs: 30_000 });
  assert.equal(reply?.payload, null);
  assert.equal(reply.correlationId, "q");
});

test("payloads that no row holds come and go whole", LIMIT, async (t) => {
  const { queue, announce, first, answer, send, start } = home(t);
  announce();
  start();
  const big = "ü".repeat(300 * 1024);
  await send(big, { replyTo: "answers" });
  const message = await first();
  assert.equal(message.payload, big);
  answer(message, { outcome: "done", result: big });
  const [reply] = await queue.receive({ topics: ["answers"], worker: "w", waitMs: 30_000 });
  assert.equal(reply?.payload, big);
});

test("a failure, a release and a snooze give the message back", LIMIT, async (t) => {
  const { operations, announce, first, answer, send, state, start } = home(t);
  announce();
  start();
  const id = await send("x", { maxAttempts: 2 });
  answer(await first(), { outcome: "released" });
  await eventually(
    "it is given out again",
    async () => ((await operations.show(id))?.history.length ?? 0) > 1,
  );
  answer(await first(), { outcome: "snoozed", delayMs: 50, reason: "no data yet" });
  await eventually(
    "it is given out a third time",
    async () => ((await operations.show(id))?.history.length ?? 0) > 2,
  );
  const third = await first();
  assert.equal(third.attempt, 1, "neither is an attempt");
  answer(third, { outcome: "failed", error: "no colour left", delayMs: 0 });
  await eventually("it is tried again", async () => (await first()).attempt === 2);
  answer(await first(), { outcome: "failed", error: "broken for good", terminal: true });
  await eventually("it is dead", async () => (await state(id)) === "dead");
  assert.match((await operations.show(id))?.lastError ?? "", /broken for good/);
});

test("an agent is given as many messages as it asked for", LIMIT, async (t) => {
  const { announce, posted, answer, send, start, files } = home(t);
  announce({ max: 2 });
  for (const n of [1, 2, 3]) await send(n);
  start();
  const [one, two] = await posted(2);
  assert.ok(one && two);
  assert.deepEqual(new Set([one.payload, two.payload]), new Set([1, 2]));
  answer(one, { outcome: "done" });
  await eventually(
    "another one is there",
    () => files().length === 2 && !files().includes(`${one.id}.json`),
  );
});

test("touching its file keeps a message", LIMIT, async (t) => {
  const { queue, folder, announce, first, touch, send, start } = home(t);
  announce({ leaseMs: 60_000 });
  start();
  await send("long");
  const message = await first();
  const until = async (): Promise<number> =>
    (await queue.leasesOf("files:tom"))[0]?.leasedUntil ?? 0;
  const before = await until();
  assert.equal(before, message.leasedUntilMs);
  touch(message);
  await eventually("the lease is longer", async () => (await until()) > before);
  assert.ok(existsSync(join(folder, `${message.id}.json`)));
});

test("a lost lease takes the file away, or brings a fresh one", LIMIT, async (t) => {
  const { queue, folder, announce, first, send, start, files } = home(t);
  announce();
  start();
  const id = await send("x");
  const { token } = await first();
  await queue.releaseWorker("files:tom", "fell silent");
  const again = await eventually("a fresh one is there", async () => {
    const [message] = files().map((name) => readJson(join(folder, name)) as Posted);
    return message && message.token !== token ? message : undefined;
  });
  assert.equal(again.id, id);
  rmSync(join(folder, "agent.json"));
  await eventually("the file is gone", () => files().length === 0);
});

test("a cancelled message's file goes away, touched or not", LIMIT, async (t) => {
  const { queue, announce, posted, touch, send, start, files } = home(t);
  announce({ max: 2 });
  start();
  await send(1, { correlationId: "c" });
  await send(2, { correlationId: "c" });
  const [message] = await posted(2);
  assert.ok(message);
  touch(message);
  assert.equal(await queue.cancel({ correlationId: "c" }), 2);
  await eventually("the file is gone", () => files().length === 0);
});

test("answers that don't count are rejected, and say why", LIMIT, async (t) => {
  const { queue, operations, announce, first, answer, put, send, state, start, reason } = home(t);
  announce({ topics: [TOPIC, "other"] });
  start();
  const id = await send("x");
  const late = await first();
  await queue.releaseWorker("files:tom", "fell silent");
  await eventually("it is given out anew", async () => (await first()).token !== late.token);
  const replies = [{ topic: "seen", payload: "late" }];
  answer(late, { outcome: "done", replies }, "late.json");
  assert.match(await reason("late.json"), /given out anew/);
  const [kept] = (await operations.show(id))?.lateResults ?? [];
  assert.match(JSON.stringify(kept?.replies), /"payload":"late"/);
  assert.equal(await state(id), "leased");
  const [sent] = await queue.send([{ topic: "elsewhere", payload: 1 }]);
  const [other] = await queue.receive({ topics: ["elsewhere"], worker: "w#1" });
  assert.ok(sent && other);
  answer({ ...late, token: other.token }, { outcome: "done" }, "other.json");
  assert.match(await reason("other.json"), /token is not of the present lease/);
  answer({ ...late, id: other.id }, { outcome: "failed", error: "x" }, "theirs.json");
  assert.match(await reason("theirs.json"), /worked on by w#1/);
  put("nobody.json", '{"id":"nobody","token":"t","outcome":"released"}');
  assert.match(await reason("nobody.json"), /no message "nobody"/);
  answer(await first(), { outcome: "done" });
  await eventually("it is done", async () => (await state(id)) === "done");
  answer(late, { outcome: "snoozed", delayMs: 1 }, "done.json");
  assert.match(await reason("done.json"), /done, by files:tom/);
  await queue.release(other);
  answer({ ...late, id: other.id }, { outcome: "released" }, "waiting.json");
  assert.match(await reason("waiting.json"), /waits to be given out/);
});

test("unreadable answers are rejected and leave the work as it is", LIMIT, async (t) => {
  const { root, folder, announce, first, answer, put, send, state, start, reason } = home(t);
  announce();
  start();
  const id = await send("x");
  const message = await first();
  put("broken.json", "{");
  put("list.json", "[]");
  put("latin.json", Buffer.from('{"id":"\xe4"}', "latin1"));
  put("huge.json", " ".repeat(4 * 1024 * 1024 + 1));
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const reply = `"replies":[{"topic":"x","payload":${deep}}]`;
  put("deep.json", `{"id":"${id}","token":"${message.token}","outcome":"done",${reply}}`);
  answer(message, { outcome: "finished" }, "outcome.json");
  answer(message, { outcome: "done", resultt: 1 }, "unknown-field.json");
  answer(message, { outcome: "failed", error: "x", delayMs: -1 }, "negative.json");
  answer(message, { outcome: "snoozed" }, "how-long.json");
  answer(message, { outcome: "done", replies: [{ topic: "../x", payload: 1 }] }, "topic.json");
  answer(
    message,
    { outcome: "done", replies: [{ topic: "x", payload: 1, delayMs: -5 }] },
    "ms.json",
  );
  answer(message, { outcome: "later" }, "-rf ü $(x);\n'\".json");
  mkdirSync(join(folder, "acks", "folder.json"));
  execFileSync("mkfifo", [join(folder, "acks", "pipe.json")]);
  writeJson(join(root, "elsewhere"), { id, token: message.token, outcome: "done" });
  symlinkSync(join(root, "elsewhere"), join(folder, "acks", "link.json"));
  assert.match(await reason("broken.json"), /not JSON/);
  assert.match(await reason("list.json"), /expected object/);
  assert.match(await reason("latin.json"), /not encoded as UTF-8/);
  assert.match(await reason("huge.json"), /4194304 are allowed/);
  assert.match(await reason("deep.json"), /payload: is not JSON/);
  assert.match(await reason("outcome.json"), /outcome/);
  assert.match(await reason("unknown-field.json"), /resultt/);
  assert.match(await reason("negative.json"), /delayMs/);
  assert.match(await reason("how-long.json"), /delayMs/);
  assert.match(await reason("topic.json"), /"\.\.\/x" is no topic/);
  assert.match(await reason("ms.json"), /delayMs: -5/);
  assert.match(await reason("-rf ü $(x);\n'\".json"), /outcome/);
  assert.match(await reason("folder.json"), /not a regular file/);
  assert.match(await reason("pipe.json"), /not a regular file/);
  assert.match(await reason("link.json"), /symbolic link/);
  assert.equal(await state(id), "leased");
  assert.deepEqual(await first(), message);
  answer(message, { outcome: "done" });
  await eventually("it is done", async () => (await state(id)) === "done");
});

test("an answer that is being written is waited for", LIMIT, async (t) => {
  const { folder, announce, first, send, state, start } = home(t);
  announce();
  const clock = fakeClock(Date.now());
  start({ clock });
  const id = await send("x");
  const { token } = await first();
  const path = join(folder, "acks", "slow.json");
  const text = JSON.stringify({ id, token, outcome: "done" });
  for (const letter of text) {
    appendFileSync(path, letter);
    const soon = (clock.now() + 500) / 1_000; // When it is looked at, that was half a second ago.
    utimesSync(path, soon, soon);
    await clock.sleeping(2); // Whoever looks for agents, and whoever serves this one.
    await clock.advance(1_000);
  }
  await eventually("it is done", async () => (await state(id)) === "done");
  assert.deepEqual(readdirSync(join(folder, "rejected")), []);
});

test("a bad announcement is answered, and served once it is mended", LIMIT, async (t) => {
  const { folder, announce, first, send, start } = home(t);
  const why = join(folder, "agent.json.reason.txt");
  const says = (reason: RegExp): Promise<unknown> =>
    eventually(
      `it says ${reason}`,
      () => existsSync(why) && reason.test(readFileSync(why, "utf8")),
    );
  await send("x");
  announce({ topics: [] });
  start({ catalog: openCatalog({ topics: { [TOPIC]: {} }, closed: ["work."] }) });
  await says(/topics/);
  announce({ topics: ["a/b"] });
  await says(/"a\/b" is no topic/);
  announce({ topics: ["work.thumbnials"] });
  await says(/no topic "work\.thumbnials".*"work\.thumbnails"/);
  announce({ max: 0 });
  await says(/max/);
  announce({ leaseMS: 5_000 });
  await says(/leaseMS/);
  writeFileSync(join(folder, "agent.json"), '{"topics": [');
  await says(/not JSON/);
  rmSync(join(folder, "agent.json"));
  symlinkSync("/dev/zero", join(folder, "agent.json"));
  await says(/symbolic link/);
  assert.ok(!existsSync(join(folder, "acks")));
  announce();
  await first();
  assert.ok(!existsSync(why));
});

test("an agent that leaves keeps what it has begun", LIMIT, async (t) => {
  const { folder, announce, posted, touch, answer, send, state, start, files } = home(t);
  announce({ max: 2 });
  start();
  await send(1);
  await send(2);
  const [begun, unbegun] = await posted(2);
  assert.ok(begun && unbegun);
  touch(begun);
  rmSync(join(folder, "agent.json"));
  await eventually("it is waiting", async () => (await state(unbegun.id)) === "waiting");
  assert.deepEqual(files(), [`${begun.id}.json`]);
  answer(begun, { outcome: "done" });
  await eventually("it is done", async () => (await state(begun.id)) === "done");
  assert.equal(await state(unbegun.id), "waiting");
});

test("an answer that was on its way when its agent left still counts", LIMIT, async (t) => {
  const { folder, announce, first, answer, send, state, start, files } = home(t);
  announce();
  const stopped = Date.now();
  start({ clock: { ...systemClock, now: () => stopped } }); // No answer is ever too late.
  const id = await send("x");
  const message = await first();
  rmSync(join(folder, "agent.json"));
  await eventually("the file is gone", () => files().length === 0);
  answer(message, { outcome: "done" });
  await eventually("it is done", async () => (await state(id)) === "done");
});

test("a removed folder gives everything back, a new one begins anew", LIMIT, async (t) => {
  const { folder, queue, announce, first, send, state, start } = home(t);
  announce();
  start();
  const id = await send("x");
  const { token } = await first();
  rmSync(folder, { recursive: true });
  await eventually("it is waiting", async () => (await state(id)) === "waiting");
  mkdirSync(folder);
  announce();
  assert.notEqual((await first()).token, token);
  assert.equal((await queue.leasesOf("files:tom")).length, 1);
});

test("the outbox may be on another file system than the rest", LIMIT, async (t) => {
  const elsewhere = otherFileSystem(t);
  if (elsewhere === undefined) return t.skip("there is one file system only");
  const { announce, first, answer, send, state, start, reason } = home(t, elsewhere);
  announce();
  start();
  const id = await send("x");
  answer(await first(), { outcome: "what?" }, "bad.json");
  assert.match(await reason("bad.json"), /outcome/);
  answer(await first(), { outcome: "done" });
  await eventually("it is done", async () => (await state(id)) === "done");
});

test("an answer that the daemon may not read is rejected", LIMIT, async (t) => {
  const root = temporaryFolder(t);
  const folder = join(root, "outbox", "tom");
  writeJson(join(folder, "agent.json"), { topics: [TOPIC] });
  mkdirSync(join(folder, "acks"));
  writeFileSync(join(folder, "acks", "private.json"), "{}", { mode: 0 });
  startAsNobody(t, "outbox", root);
  const why = await reasonIn(join(folder, "rejected"), "private.json");
  assert.match(why, /can't be read \(EACCES\)/);
});

test("folders with dangerous names are refused", LIMIT, async (t) => {
  const { outbox, queue, send, start } = home(t);
  const bad = [".hidden", "-rf", "two words", "new\nline", "$(x)", "ümlaut", "a".repeat(65)];
  for (const name of bad) writeJson(join(outbox, name, "agent.json"), { topics: [TOPIC] });
  symlinkSync(join(outbox, "two words"), join(outbox, "link"));
  await send("x");
  start();
  for (const name of bad) {
    const why = join(outbox, name, "agent.json.reason.txt");
    await eventually("it is refused", () => existsSync(why));
    assert.match(readFileSync(why, "utf8"), /rename it/);
  }
  await eventually("the link is refused", () => existsSync(join(outbox, "link.reason.txt")));
  assert.equal((await queue.stats())[0]?.ready, 1);
  renameSync(join(outbox, "-rf"), join(outbox, "rf"));
  await eventually(
    "the renamed one gets work",
    async () => (await queue.leasesOf("files:rf")).length === 1,
  );
  assert.ok(!existsSync(join(outbox, "rf", "agent.json.reason.txt")));
});

test("after a restart files and leases agree again", LIMIT, async (t) => {
  const { folder, queue, announce, posted, touch, send, start, files } = home(t);
  announce({ max: 4 });
  const first = start();
  for (const n of [1, 2, 3, 4]) await send(n);
  const [kept, lost, missing, touched] = await posted(4);
  assert.ok(kept && lost && missing && touched);
  await first.stop();
  const path = ({ id }: Posted): string => join(folder, `${id}.json`);
  const inode = statSync(path(kept)).ino;
  const until = (await queue.leasesOf("files:tom")).map(({ leasedUntil }) => leasedUntil);
  rmSync(path(missing));
  touch(touched);
  await queue.ack(lost);
  const drafts = [`.${lost.id}.posting`, `..9.posting.${randomUUID()}.draft`];
  for (const draft of drafts) writeFileSync(join(folder, draft), "{");
  const own = ["notes.json", "2030.json", `.agent.json.${randomUUID()}.draft`];
  for (const name of own) writeFileSync(join(folder, name), "{}");
  announce({ max: 3 });
  start();
  await eventually(
    "the missing file is back",
    () => files().length === 4 && existsSync(path(missing)),
  );
  assert.deepEqual(readJson(path(missing)), { ...missing, ...postedAt(path(missing)) });
  assert.equal(statSync(path(kept)).ino, inode, "a good file is left alone");
  await eventually("the touched one is kept", async () => {
    const now = await queue.leasesOf("files:tom");
    return now.some(({ id, leasedUntil }) => id === touched.id && !until.includes(leasedUntil));
  });
  const left = readdirSync(folder);
  assert.deepEqual(
    drafts.filter((name) => left.includes(name)),
    [],
  );
  assert.deepEqual(
    own.filter((name) => left.includes(name)),
    own,
  );
});

const postedAt = (path: string): object => {
  const { postedAtMs } = readJson(path) as { postedAtMs: number };
  return { postedAtMs };
};

test("a file of an earlier lease is replaced after a restart", LIMIT, async (t) => {
  const { folder, queue, announce, first, send, start } = home(t);
  announce();
  const before = start();
  await send("x");
  const old = await first();
  await before.stop();
  await queue.releaseWorker("files:tom", "was silent");
  const [fresh] = await queue.receive({ topics: [TOPIC], worker: "files:tom" });
  assert.equal((readJson(join(folder, `${old.id}.json`)) as Posted).token, old.token);
  start();
  await eventually("the fresh one is there", async () => (await first()).token === fresh?.token);
});

test("a folder that can't be used is told of, and used again later", LIMIT, async (t) => {
  const { folder, announce, first, answer, send, state, start } = home(t);
  announce();
  const failed = new Promise<OperationalError>((resolve) => start({ onFailure: resolve }));
  const id = await send("x");
  const message = await first();
  const posted = reached("file-outbox.taken");
  answer(message, { outcome: "done" });
  await posted;
  await eventually("it is done", async () => (await state(id)) === "done");
  rmSync(join(folder, "acks"), { recursive: true });
  writeFileSync(join(folder, "acks"), "in the way");
  const error = await failed;
  assert.ok(error instanceof OperationalError);
  assert.equal(error.code, "folder-unusable");
  rmSync(join(folder, "acks"));
  const next = await send("y");
  answer(await first(), { outcome: "done" });
  await eventually("it is done", async () => (await state(next)) === "done");
});
