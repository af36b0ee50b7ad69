import assert from "node:assert/strict";
import {
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
import { readJson, writeJson } from "../../kernel/files.ts";
import { fileOutbox, type FileOutboxOptions } from "../../queue/files/outbox.ts";
import type { Queue } from "../../queue/queue.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { eventually } from "../support/eventually.ts";
import { temporaryFolder } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";

const TOPIC = "work.thumbnails";
const LIMIT = { timeout: 60_000 };

interface Posted {
  readonly id: string;
  readonly token: string;
  readonly payload: unknown;
  readonly attempt: number;
  readonly leasedUntilMs: number;
}

/** A queue, an outbox with one agent's folder, and the agent's own ways. */
function home(t: TestContext) {
  const root = temporaryFolder(t);
  const outbox = join(root, "outbox");
  const folder = join(outbox, "tom");
  mkdirSync(folder, { recursive: true });
  const { database, queue } = openTestQueue(root);
  t.after(() => {
    queue[Symbol.dispose]();
    database.close();
  });
  const announce = (more: object = {}): void =>
    writeJson(join(folder, "agent.json"), { topics: [TOPIC], ...more });
  const files = (): string[] => readdirSync(folder).filter((name) => /^[0-9A-Z]{26}/.test(name));
  const posted = async (count = 1): Promise<Posted[]> => {
    await eventually(() => files().length === count);
    return files().map((name) => readJson(join(folder, name)) as Posted);
  };
  const first = async (): Promise<Posted> => {
    const [message] = await posted();
    assert.ok(message);
    return message;
  };
  const put = (name: string, content: string): void => {
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
  const operations = openQueueOperations(database, queue);
  return {
    ...{ root, outbox, folder, queue, operations, announce },
    ...{ files, posted, first, put, answer, send, state },
    serve: (more: Partial<FileOutboxOptions> = {}) => serve(t, { folder: outbox, queue, ...more }),
    reason: (name: string) => reasonIn(join(folder, "rejected"), name),
  };
}

/** Serves until the test ends, or until told to stop. */
function serve(t: TestContext, options: FileOutboxOptions): { stop(): Promise<void> } {
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
  await eventually(() => readdirSync(folder).includes(name), 30_000);
  return readFileSync(join(folder, `${name}.reason.txt`), "utf8");
}

test("a message becomes a file, and the answer ends it with its replies", LIMIT, async (t) => {
  const { folder, queue, announce, first, answer, send, state, files, serve } = home(t);
  announce();
  const id = await send(
    { text: "a\nb", deep: { id: "spoofed" } },
    { correlationId: "c", traceId: "t" },
  );
  serve();
  const message = await first();
  assert.equal(message.id, id);
  assert.deepEqual(message.payload, { text: "a\nb", deep: { id: "spoofed" } });
  const lines = readFileSync(join(folder, `${id}.json`), "utf8").split("\n");
  assert.equal(lines.filter((line) => line.startsWith('  "id": ')).length, 1);
  assert.ok(lines.includes(String.raw`    "text": "a\nb",`));
  answer(message, { outcome: "done", replies: [{ topic: "seen", payload: 7 }] });
  await eventually(async () => (await state(id)) === "done");
  const [reply] = await queue.receive({ topics: ["seen"], worker: "w" });
  assert.equal(reply?.payload, 7);
  assert.equal(reply.correlationId, "c");
  assert.equal(reply.traceId, "t");
  await eventually(
    () => files().length === 0 && readdirSync(join(folder, "acks")).join() === ".taken",
  );
});

test("a result goes to whoever asked for it", LIMIT, async (t) => {
  const { queue, announce, first, answer, send, serve, reason } = home(t);
  announce();
  serve();
  await send(1);
  answer(await first(), { outcome: "done", result: 5 }, "without.json");
  assert.match(await reason("without.json"), /no replyTo/);
  answer(await first(), { outcome: "done" });
  await send(2, { replyTo: "answers", correlationId: "q" });
  await eventually(async () => (await first()).payload === 2);
  answer(await first(), { outcome: "done", result: null });
  const [reply] = await queue.receive({ topics: ["answers"], worker: "w", waitMs: 30_000 });
  assert.equal(reply?.payload, null);
  assert.equal(reply.correlationId, "q");
});
