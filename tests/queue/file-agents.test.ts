import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { systemClock } from "../../kernel/clock.ts";
import { run } from "../../kernel/process.ts";
import { openCatalog } from "../../queue/catalog.ts";
import { fileOutbox } from "../../queue/files/outbox.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { eventually } from "../support/eventually.ts";
import { temporaryFolder, type Cleanup } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";
import { lastFirst } from "./last-first.ts";

/** The foreign agent of the examples, run for real against the outbox. */

const SCRIPT = join(import.meta.dirname, "../../examples/foreign-agent.sh");
const TOPIC = "work.words";
const LIMIT = { timeout: 300_000 };

/** A home with the outbox served and leases swept. */
function home(t: TestContext) {
  const end = lastFirst(t);
  const root = temporaryFolder(end);
  const outbox = join(root, "data", "outbox");
  let aheadMs = 0;
  const clock = { ...systemClock, now: () => Date.now() + aheadMs };
  const { database, queue } = openTestQueue(root, { clock });
  end.after(() => {
    queue[Symbol.dispose]();
    database.close();
  });
  const stopping = new AbortController();
  const catalog = openCatalog({ topics: { [TOPIC]: {} }, closed: ["work."] });
  const running = fileOutbox({ folder: outbox, queue, catalog }).run(stopping.signal);
  const sweeping = setInterval(() => void queue.sweep(), 50);
  end.after(async () => {
    clearInterval(sweeping);
    stopping.abort();
    await running;
  });
  const operations = openQueueOperations(database, queue);
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = process.env): Agent =>
    startAgent(end, ["--home", root, ...args, TOPIC], env);
  const ask = async (payload: unknown): Promise<string> => {
    const [sent] = await queue.send([{ topic: TOPIC, payload, replyTo: "answers" }]);
    assert.ok(sent);
    return sent.id;
  };
  const reply = async (): Promise<unknown> => {
    const [message] = await queue.receive({ topics: ["answers"], worker: "w", waitMs: 120_000 });
    assert.ok(message, "there should have been an answer");
    await queue.ack(message);
    return message.payload;
  };
  const state = async (id: string): Promise<string | undefined> => (await queue.find(id))?.state;
  const program = (name: string, lines: readonly string[]): string => {
    const path = join(root, name);
    writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
    return path;
  };
  /** For the queue, so much more time has passed. */
  const advance = (ms: number): void => void (aheadMs += ms);
  return { root, outbox, queue, operations, start, ask, reply, state, program, advance };
}

interface Agent {
  readonly child: ChildProcess;
  /** Resolves with the exit code or signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  stderr(): string;
}

function startAgent(t: Cleanup, args: readonly string[], env: NodeJS.ProcessEnv): Agent {
  const child = spawn("sh", [SCRIPT, ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, "exit").then(
    ([code, signal]) => (signal ?? code) as number | NodeJS.Signals | null,
  );
  t.after(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return { child, ended, stderr: () => stderr };
}

/** A search path with everything that is on this one, except jq. */
function pathWithoutJq(root: string): string {
  const folder = join(root, "bin");
  mkdirSync(folder);
  const tools = "cat date kill mkdir mv printf rm sed sh sleep tail touch tr wc".split(" ");
  for (const tool of tools) {
    const path = (process.env["PATH"] ?? "")
      .split(delimiter)
      .map((from) => join(from, tool))
      .find((path) => existsSync(path));
    if (path !== undefined) symlinkSync(path, join(folder, tool));
  }
  return folder;
}

const linesOf = (path: string): string[] => readFileSync(path, "utf8").trimEnd().split("\n");

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("the script can be run as it is, and explains itself", LIMIT, async () => {
  accessSync(SCRIPT, constants.X_OK);
  for (const shell of ["sh", "dash", "bash"]) {
    const checked = await run(shell, ["-n", SCRIPT]).catch(() => undefined); // Not on each machine.
    if (checked) assert.equal(checked.exitCode, 0, checked.stderr);
  }
  const help = await run(SCRIPT, ["--help"]);
  assert.equal(help.exitCode, 0);
  assert.match(help.stdout, /^Usage: foreign-agent\.sh/);
});

test("the script refuses what it can't do", LIMIT, async (t) => {
  const root = temporaryFolder(t);
  const refusal = async (...args: string[]): Promise<string> => {
    const { exitCode, stderr } = await run("sh", [SCRIPT, ...args]);
    assert.equal(exitCode, 2);
    return stderr;
  };
  assert.match(await refusal(), /which topics/);
  assert.match(await refusal("a/b"), /no topic or option: a\/b/);
  assert.match(await refusal("--nmae", "x", TOPIC), /no topic or option: --nmae/);
  assert.match(await refusal("--name"), /needs a value/);
  assert.match(await refusal("--name", "../x", TOPIC), /no name for an agent/);
  assert.match(await refusal("--lease", "1", TOPIC), /at least 3/);
  assert.match(await refusal("--exec", "/no/such", TOPIC), /no such program/);
  assert.match(await refusal("--home", root, TOPIC), /no home of Kantoku/);
});

test("the script counts words and answers, with jq and without", LIMIT, async (t) => {
  const { root, start, ask, reply } = home(t);
  const texts = ["one two", 'a "quoted"\nline \\n and\ttabs \\"', "日本語 words", ""];
  const expected = texts.slice(0, 3).map((text) => ({
    words: text.split(/\s+/).length,
  }));
  for (const PATH of [process.env["PATH"], pathWithoutJq(root)]) {
    const agent = start([], { ...process.env, PATH });
    for (const [n, text] of texts.entries()) {
      await ask({ text, deep: { text: "spoofed" }, more: 1 });
      const answer = (await reply()) as { kind?: string };
      if (text !== "") assert.deepEqual(answer, expected[n]);
      else assert.equal(answer.kind, "dead-letter", "a message without a text is terminal");
    }
    agent.child.kill("SIGTERM");
    assert.equal(await agent.ended, 143, agent.stderr());
  }
});

test("two agents beside each other do each message exactly once", LIMIT, async (t) => {
  const { root, queue, start, ask, reply, state, program } = home(t);
  const log = join(root, "log");
  const go = join(root, "go");
  const wait = `while [ ! -e ${go} ]; do sleep 0.1; done`;
  const work = program("work", [`echo "$1" >>${log}`, wait, "echo '\"done\"'"]);
  const ids: string[] = [];
  for (let n = 0; n < 50; n += 1) ids.push(await ask(n));
  const agents = ["tic", "toc"].map((name) => start(["--name", name, "--exec", work]));
  await eventually("both are at work", () => existsSync(log) && linesOf(log).length === 2);
  const begun = linesOf(log).map((path) => basename(dirname(path)));
  assert.deepEqual(begun.toSorted(), ["tic", "toc"]);
  writeFileSync(go, "");
  for (let n = 0; n < 50; n += 1) assert.equal(await reply(), "done");
  for (const id of ids) assert.equal(await state(id), "done");
  assert.deepEqual(await queue.receive({ topics: ["answers"], worker: "w" }), []);
  const done = linesOf(log).map((path) => basename(path, ".json"));
  assert.deepEqual(done.toSorted(), ids.toSorted());
  for (const { child, ended } of agents) {
    child.kill("SIGTERM");
    await ended;
  }
});

test("work that takes longer than its lease keeps it", LIMIT, async (t) => {
  const { root, queue, operations, start, ask, reply, program } = home(t);
  const go = join(root, "go");
  const work = program("work", [`while [ ! -e ${go} ]; do sleep 0.1; done`, "echo 1"]);
  start(["--lease", "15", "--exec", work]);
  const id = await ask("x");
  const until = async (): Promise<number | undefined> =>
    (await queue.leasesOf("files:foreign-agent"))[0]?.leasedUntil;
  const first = await eventually("it is leased", until);
  // More than once, that is: after five seconds and after ten.
  await eventually("it is kept", async () => ((await until()) ?? 0) > first + 7_500);
  writeFileSync(go, "");
  assert.equal(await reply(), 1);
  assert.deepEqual(
    (await operations.show(id))?.history.map(({ ending }) => ending),
    ["done"],
  );
});

test("an agent killed in the midst of its work loses the message to the next", LIMIT, async (t) => {
  const { root, operations, start, ask, reply, program, advance } = home(t);
  const [pid, go] = [join(root, "pid"), join(root, "go")];
  const work = program("work", [
    `echo $$ >${pid}.new && mv ${pid}.new ${pid}`,
    `while [ ! -e ${go} ]; do sleep 0.1; done`,
    "echo 1",
  ]);
  const first = start(["--lease", "60", "--exec", work]);
  const id = await ask("x");
  await eventually("the program runs", () => existsSync(pid));
  const orphan = Number(readFileSync(pid, "utf8"));
  first.child.kill("SIGKILL");
  assert.equal(await first.ended, "SIGKILL");
  await eventually("the orphan has ended", () => !isAlive(orphan));
  advance(60_000);
  const ended = async (): Promise<string | undefined> =>
    (await operations.show(id))?.history.find(({ ending }) => ending !== "working")?.ending;
  assert.equal(await eventually("its end is noted", ended), "lost");
  writeFileSync(go, "");
  start(["--exec", work]);
  assert.equal(await reply(), 1);
  assert.deepEqual(
    (await operations.show(id))?.history.map(({ ending }) => ending),
    ["lost", "done"],
  );
});

test("a program's exit code says what becomes of the message", LIMIT, async (t) => {
  const { operations, start, ask, state, program } = home(t);
  const work = program("work", [
    `code=$(sed -n 's/^  "payload": //p' "$1")`,
    'echo "one line" >&2',
    String.raw`printf 'it says \\ "%s" \033[1m\n' "$code" >&2`,
    "exit $code",
  ]);
  start(["--exec", work]);
  const [failed, bad, later] = [await ask(3), await ask(65), await ask(75)];
  await eventually("it is dead", async () => (await state(bad)) === "dead");
  assert.equal((await operations.show(bad))?.lastError, 'it says \\ "65" [1m');
  const ending = async (id: string): Promise<string | undefined> =>
    (await operations.show(id))?.history.find(({ ending }) => ending !== "working")?.ending;
  assert.equal(await eventually("it has failed", () => ending(failed)), "failed");
  assert.equal((await operations.show(failed))?.lastError, 'exit code 3: it says \\ "3" [1m');
  assert.match(
    (await eventually("it is given back", () => ending(later))) ?? "",
    /released|snoozed/,
  );
  assert.equal(await state(later), "waiting");
});

test("work that is cancelled is ended", LIMIT, async (t) => {
  const { root, queue, start, program } = home(t);
  const pid = join(root, "pid");
  const work = program("work", [`echo $$ >${pid}.new && mv ${pid}.new ${pid}`, "exec sleep 1000"]);
  const agent = start(["--exec", work]);
  await queue.send([{ topic: TOPIC, payload: 1, correlationId: "c" }]);
  await eventually("the program runs", () => existsSync(pid));
  await queue.cancel({ correlationId: "c" });
  const worker = Number(readFileSync(pid, "utf8"));
  await eventually("the program has ended", () => !isAlive(worker));
  await eventually("the agent says so", () => agent.stderr().includes("was taken away"));
});

test("an agent that is told to go gives back what it has", LIMIT, async (t) => {
  const { root, outbox, operations, start, ask, state, program } = home(t);
  const pid = join(root, "pid");
  const work = program("work", [`echo $$ >${pid}.new && mv ${pid}.new ${pid}`, "exec sleep 1000"]);
  const agent = start(["--exec", work]);
  const id = await ask("x");
  await eventually("the program runs", () => existsSync(pid));
  const second = start(["--exec", work]);
  assert.equal(await second.ended, 1);
  assert.match(second.stderr(), /is the agent foreign-agent already/);
  agent.child.kill("SIGTERM");
  assert.equal(await agent.ended, 143);
  await eventually("it is waiting", async () => (await state(id)) === "waiting");
  assert.deepEqual(
    (await operations.show(id))?.history.map(({ ending }) => ending),
    ["released"],
  );
  await eventually("the program has ended", () => !isAlive(Number(readFileSync(pid, "utf8"))));
  const left = readdirSync(join(outbox, "foreign-agent"));
  assert.deepEqual(left.toSorted(), ["acks", "rejected"]);
});

test("an agent that is refused says why and leaves", LIMIT, async (t) => {
  const { root, outbox } = home(t);
  const agent = startAgent(t, ["--home", root, "work.wrods"], process.env);
  assert.equal(await agent.ended, 1);
  assert.match(agent.stderr(), /refused: .*there is no topic "work\.wrods"/);
  assert.ok(!existsSync(join(outbox, "foreign-agent", "agent.json")));
});

test("the agent in the guide works", LIMIT, async (t) => {
  const { root, queue, state } = home(t);
  const guide = readFileSync(join(import.meta.dirname, "../../docs/foreign-agents.md"), "utf8");
  const [, code] = /```python\n(.*?)```/s.exec(guide) ?? [];
  assert.ok(code);
  const child = spawn("python3", ["-c", code], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const started = await Promise.race([once(child, "spawn"), once(child, "error")]);
  if (started[0] instanceof Error) return t.skip("there is no Python");
  t.after(async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  const [sent] = await queue.send([{ topic: "words.count", payload: { text: "to be or" } }]);
  const request = { topics: ["words.counted"], worker: "w", waitMs: 120_000 };
  const [counted] = await queue.receive(request);
  assert.equal(counted?.payload, 3);
  assert.equal(await state(sent?.id ?? ""), "done");
});
