import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, linkSync, renameSync, statSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import type { LifelineWord } from "../../agents/lifeline.ts";
import { isAlive, killMarked } from "../../agents/processes.ts";
import { systemClock, type SteadyClock } from "../../kernel/clock.ts";
import { codeOf, InputError } from "../../kernel/errors.ts";
import { openLifelines, type LifelineNews, type Lifelines } from "../../watchdog/lifelines.ts";
import { expectNobody } from "../../watchdog/lifelines/socket.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryFolder, type Cleanup } from "../support/temp.ts";
import { eventually } from "../support/eventually.ts";

const HOLDER = join(import.meta.dirname, "..", "agents", "fixtures", "lifeline.ts");
const NEVER = new AbortController().signal;

/** Where a daemon listens, and what becomes of it after the test. */
async function daemon(
  t: Cleanup,
  clock: SteadyClock = systemClock,
): Promise<{ socket: string; lifelines: Lifelines }> {
  const socket = join(temporaryFolder(t), "life.sock");
  const lifelines = await openLifelines(socket, clock);
  t.after(async () => lifelines[Symbol.asyncDispose]());
  return { socket, lifelines };
}

/** An agent's process that holds a lifeline, and does no more. */
function holder(t: Cleanup, ...args: [socket: string, agent: string, ...rest: string[]]) {
  const child = spawn(process.execPath, [HOLDER, ...args], { stdio: "ignore" });
  t.after(() => void child.kill("SIGKILL"));
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

const self = { agent: "critic-1", generation: 3, pid: process.pid };
const line = (word: object): string => `${JSON.stringify(word)}\n`;
const introduction = (changes: Partial<LifelineWord> = {}): string =>
  line({ ...self, state: "starting", ...changes });

async function connected(t: Cleanup, socket: string): Promise<Socket> {
  const connection = createConnection(socket);
  t.after(() => void connection.destroy());
  connection.on("error", () => {});
  connection.resume();
  await once(connection, "connect");
  return connection;
}

/** Be it by an end or by a reset, which comes when the other side has not read everything. */
function closed(connection: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (connection.closed) resolve();
    else connection.once("close", () => resolve());
  });
}

/** The first news of this kind; others before it are dropped. */
async function told(lifelines: Lifelines, what: LifelineNews["what"]): Promise<LifelineNews> {
  for (;;) {
    const news = (await lifelines.news(NEVER)).find((each) => each.what === what);
    if (news) return news;
  }
}

test("the daemon hears that an agent has started, and of its death by the kernel's word", async (t) => {
  const { socket, lifelines } = await daemon(t);
  const child = holder(t, socket, "critic-1", "3");
  const own = { agent: "critic-1", generation: 3, pid: child.pid ?? 0 };
  assert.deepEqual(await told(lifelines, "started"), { ...own, what: "started" });
  const { startedAt, brokeAt } = lifelines.of(own) ?? {};
  assert.ok(startedAt && brokeAt === null);
  child.kill("SIGKILL");
  assert.deepEqual(await told(lifelines, "broke"), { ...own, what: "broke" });
  assert.ok((lifelines.of(own)?.brokeAt ?? 0) >= startedAt);
});

test("no child of the agent holds the line when the agent is dead", async (t) => {
  const { socket, lifelines } = await daemon(t);
  const mark = join(socket, "heir");
  t.after(() => void killMarked("HEIR", (value) => value === mark));
  const child = holder(t, socket, "critic-1", "3", mark);
  await told(lifelines, "started");
  await eventually("the child runs", () => heirs(mark) === 1);
  child.kill("SIGKILL");
  await told(lifelines, "broke");
  assert.equal(heirs(mark), 1, "it lives on");
});

/** How many processes carry the mark, by asking for none to be killed. */
function heirs(mark: string): number {
  let found = 0;
  killMarked("HEIR", (value) => {
    if (value === mark) found += 1;
    return false;
  });
  return found;
}

test("the daemon's end does an agent no harm: it finds the next daemon", async (t) => {
  const socket = join(temporaryFolder(t), "life.sock");
  const child = holder(t, socket, "critic-1", "3");
  for (let daemons = 0; daemons < 2; daemons += 1) {
    await using lifelines = await openLifelines(socket, systemClock);
    const started = await told(lifelines, "started");
    assert.equal(started.pid, child.pid);
    assert.equal(lifelines.of(started)?.brokeAt, null);
  }
  assert.equal(existsSync(socket), false);
  assert.ok(isAlive(child.pid ?? 0));
});

test("a socket that a killed daemon left behind is in nobody's way", async (t) => {
  const socket = join(temporaryFolder(t), "life.sock");
  const listen = `require("net").createServer().listen(${JSON.stringify(socket)})`;
  const other = spawn(process.execPath, ["-e", listen], { stdio: "ignore" });
  t.after(() => void other.kill("SIGKILL"));
  await eventually("it listens", () => existsSync(socket));
  await killed(other);
  assert.ok(existsSync(socket));
  const lifelines = await openLifelines(socket, systemClock);
  t.after(async () => lifelines[Symbol.asyncDispose]());
  await connected(t, socket);
  assert.equal(statSync(socket).mode & 0o077, 0);
});

test("where another daemon listens nobody else does, however little time it has; its lines hold", async (t) => {
  const { socket, lifelines } = await daemon(t);
  const child = holder(t, socket, "critic-1", "3");
  const started = await told(lifelines, "started");
  const { ino } = statSync(socket);
  const isForeign = (error: unknown): boolean => codeOf(error) === "foreign-population";
  await assert.rejects(openLifelines(socket, systemClock), isForeign);
  await assert.rejects(expectNobody(socket), isForeign);
  assert.equal(statSync(socket).ino, ino);
  assert.equal(lifelines.of(started)?.brokeAt, null);
  assert.ok(isAlive(child.pid ?? 0));
  const busy = join(temporaryFolder(t), "life.sock");
  const listen = `require("net").createServer().listen(${JSON.stringify(busy)})`;
  const stopped = spawn(process.execPath, ["-e", listen], { stdio: "ignore" });
  t.after(() => void stopped.kill("SIGKILL"));
  await eventually("it listens", () => existsSync(busy));
  stopped.kill("SIGSTOP");
  await assert.rejects(openLifelines(busy, systemClock), isForeign);
});

test("of two that begin to listen where a daemon has died, exactly one does", async (t) => {
  for (let round = 0; round < 20; round += 1) {
    const socket = join(temporaryFolder(t), "life.sock");
    const left = createServer().listen(socket);
    await once(left, "listening");
    linkSync(socket, `${socket}.kept`); // Node removes the name that it listened on.
    left.close();
    await once(left, "close");
    renameSync(`${socket}.kept`, socket);
    const tries = await Promise.allSettled([1, 2].map(() => openLifelines(socket, systemClock)));
    const open = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    t.after(async () => {
      for (const lifelines of open) await lifelines[Symbol.asyncDispose]();
    });
    assert.equal(open.length, 1);
    await connected(t, socket);
  }
});

test("what makes no sense ends the connection, and is no news", async (t) => {
  const { socket, lifelines } = await daemon(t);
  const nonsense = [
    "hello\n",
    "[]\n",
    "null\n",
    line(self),
    introduction({ pid: -1 }),
    introduction({ generation: 1.5 }),
    introduction({ agent: "" }),
    introduction({ agent: "x".repeat(65) }),
    line({ ...self, state: "ready", extra: true }),
    line({ ...self, state: "dead" }),
    "x".repeat(100_000),
    `${" ".repeat(600)}${introduction()}`,
    "\u0000\u00ff\n",
  ];
  for (const words of nonsense) {
    const connection = await connected(t, socket);
    connection.write(words);
    await closed(connection);
  }
  assert.equal(lifelines.of(self), undefined);
  assert.deepEqual(await lifelines.news(AbortSignal.timeout(1)), []);
});

test("who has introduced itself can't become somebody else", async (t) => {
  const { socket, lifelines } = await daemon(t);
  const connection = await connected(t, socket);
  connection.write(introduction() + introduction({ agent: "critic-2", state: "ready" }));
  await closed(connection);
  assert.equal((await told(lifelines, "broke")).agent, "critic-1");
  assert.equal(lifelines.of({ ...self, agent: "critic-2" }), undefined);
});

test("words may come in pieces and several at once", async (t) => {
  const { socket, lifelines } = await daemon(t);
  const connection = await connected(t, socket);
  const words = introduction() + introduction({ state: "ready" });
  for (const letter of words.slice(0, 90)) {
    connection.write(letter);
    await new Promise((resolve) => setImmediate(resolve));
  }
  connection.write(words.slice(90) + introduction({ state: "busy" }));
  assert.equal((await told(lifelines, "started")).agent, "critic-1");
});

test("a process with two lines is gone when both are", async (t) => {
  const { socket, lifelines } = await daemon(t);
  const [first, second] = [await connected(t, socket), await connected(t, socket)];
  first.write(introduction());
  await eventually("it is known", () => lifelines.of(self));
  second.write(introduction({ state: "ready" }));
  await told(lifelines, "started");
  first.destroy();
  await closed(first);
  assert.equal(lifelines.of(self)?.brokeAt, null);
  second.destroy();
  await told(lifelines, "broke");
});

test("whoever connects again was ready since it first said so", async (t) => {
  const clock = fakeClock();
  const { socket, lifelines } = await daemon(t, clock);
  const first = await connected(t, socket);
  first.write(introduction({ state: "ready" }));
  await told(lifelines, "started");
  const known = lifelines.of(self)?.startedAt;
  assert.equal(known, clock.uptime());
  first.destroy();
  await told(lifelines, "broke");
  await clock.advance(5_000);
  const second = await connected(t, socket);
  second.write(introduction({ state: "busy" }));
  await eventually("its line holds", () => lifelines.of(self)?.brokeAt === null);
  assert.equal(lifelines.of(self)?.startedAt, known);
});

test("news wait for who asks, are told once, and outlast a question that was given up", async (t) => {
  const { socket, lifelines } = await daemon(t);
  const over = new AbortController();
  const given = lifelines.news(over.signal);
  over.abort();
  assert.deepEqual(await given, []);
  const connection = await connected(t, socket);
  connection.write(introduction({ state: "ready" }));
  await eventually("it is heard", () => lifelines.of(self)?.startedAt);
  assert.deepEqual(await lifelines.news(AbortSignal.abort()), []);
  assert.deepEqual(await lifelines.news(NEVER), [{ ...self, what: "started" }]);
  assert.deepEqual(await lifelines.news(AbortSignal.timeout(1)), []);
});

test("a place that can't hold the socket is told, with what to do", async (t) => {
  const folder = temporaryFolder(t);
  const long = join(folder, "x".repeat(100), "life.sock");
  await assert.rejects(openLifelines(long, systemClock), InputError);
  const missing = join(folder, "missing", "life.sock");
  await assert.rejects(
    openLifelines(missing, systemClock),
    (error) => codeOf(error) === "lifeline-unusable",
  );
});
