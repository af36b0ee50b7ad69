import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { Queue } from "../../queue/queue.ts";
import { handOn, reply } from "../../queue/replies.ts";
import { openRequests, replyTopic, type Requests } from "../../queue/requests.ts";
import { fakeClock } from "../support/clock.ts";
import { eventually } from "../support/eventually.ts";
import { temporaryFolder } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";
import { startFixture } from "./processes.ts";

interface Desk {
  readonly folder: string;
  readonly queue: Queue;
  readonly requests: Requests;
  readonly ask: (ask: string, say: unknown) => ReturnType<Requests["request"]>;
}

const PATIENT = { timeoutMs: 60_000 };

function desk(t: TestContext, options: Partial<Parameters<typeof openRequests>[1]> = {}): Desk {
  const folder = temporaryFolder(t);
  const { database, queue } = openTestQueue(folder);
  const requests = openRequests(queue, { name: "desk", ...options });
  t.after(() => {
    requests[Symbol.dispose]();
    queue[Symbol.dispose]();
    database.close();
  });
  const ask: Desk["ask"] = (ask, say) =>
    requests.request({ topic: "questions", payload: { ask, say } }, PATIENT);
  return { folder, queue, requests, ask };
}

/** Messages of a topic that nobody has answered or dropped yet. */
async function openOn(queue: Queue, topic: string): Promise<number> {
  const stats = (await queue.stats()).find((each) => each.topic === topic);
  return stats ? stats.ready + stats.leased + stats.delayed : 0;
}

async function take(queue: Queue, topic: string) {
  const [leased] = await queue.receive({ topics: [topic], worker: "test#1", waitMs: 30_000 });
  assert.ok(leased, `something came on ${topic}`);
  return leased;
}

const LIMIT = { timeout: 300_000 };

test("many requests of one process get their own answers from two others", LIMIT, async (t) => {
  const { folder, queue, ask } = desk(t);
  for (const name of ["a#1", "b#1"]) await startFixture(t, "answerer", [folder, name]).line(1);
  const numbers = Array.from({ length: 300 }, (_, n) => n);
  const answers = await Promise.all(numbers.map((n) => ask("echo", n)));
  assert.deepEqual(
    answers,
    numbers.map((said) => ({ kind: "reply", payload: { said } })),
  );
  await eventually(
    "the answer is taken",
    async () => (await openOn(queue, replyTopic("desk"))) === 0,
  );
});

test("a request that the queue gives up is answered with the reason", LIMIT, async (t) => {
  const { folder, ask } = desk(t);
  startFixture(t, "answerer", [folder, "a#1"]);
  const answer = await ask("refuse", "fly");
  assert.equal(answer.kind, "dead");
  assert.match(answer.kind === "dead" ? answer.reason : "", /nobody can fly/);
});

test("an answer comes from whoever the question was handed on to", LIMIT, async (t) => {
  const { folder, queue, ask } = desk(t);
  startFixture(t, "answerer", [folder, "a#1"]);
  const asked = ask("expert", "why");
  const leased = await take(queue, "experts");
  assert.deepEqual(leased.payload, { ask: "expert", say: "why" });
  assert.equal(leased.replyTo, replyTopic("desk"));
  await reply(queue, leased, "because");
  assert.deepEqual(await asked, { kind: "reply", payload: "because" });
});

test("work whose lease is lost can't be handed on", async (t) => {
  const { queue } = desk(t);
  await queue.send([{ topic: "one", payload: 1, correlationId: "thread" }]);
  const leased = await take(queue, "one");
  await queue.releaseWorker("test#1", "thought dead");
  assert.equal(await handOn(queue, leased, { topic: "two" }), "lost");
  assert.equal(await openOn(queue, "two"), 0);
  const again = await take(queue, "one");
  assert.equal(await handOn(queue, again, { topic: "two", payload: 2 }), "ok");
  const handed = await take(queue, "two");
  assert.deepEqual([handed.payload, handed.correlationId, handed.replyTo], [2, "thread", null]);
  assert.equal(await reply(queue, handed, "nobody asked"), "ok");
});

test("after the timeout nobody works on it, and an answer changes nothing", LIMIT, async (t) => {
  const clock = fakeClock(Date.now());
  const { queue, ask } = desk(t, { clock });
  const inHand = ask("echo", "taken");
  const leased = await take(queue, "questions");
  const waiting = ask("echo", "untaken");
  await clock.sleeping(2);
  await clock.advance(PATIENT.timeoutMs);
  assert.deepEqual(await Promise.all([inHand, waiting]), [
    { kind: "timeout" },
    { kind: "timeout" },
  ]);
  assert.equal(await openOn(queue, "questions"), 0);
  assert.equal(await queue.extend(leased, 1_000), "cancelled");
  assert.equal(await reply(queue, leased, "late"), "lost");
});

test("an aborted request is taken back; one that was aborted before is never sent", async (t) => {
  const { queue, requests } = desk(t);
  const abort = new AbortController();
  const question = { topic: "questions", payload: null };
  const asked = requests.request(question, PATIENT, abort.signal);
  await eventually("the question is there", async () => (await openOn(queue, "questions")) === 1);
  abort.abort();
  assert.deepEqual(await asked, { kind: "aborted" });
  assert.equal(await openOn(queue, "questions"), 0);
  assert.deepEqual(await requests.request(question, PATIENT, abort.signal), { kind: "aborted" });
  assert.equal(await openOn(queue, "questions"), 0);
});

test("closing the desk ends everything that is still asked", async (t) => {
  const { queue, requests, ask } = desk(t);
  const asked = [ask("echo", 1), ask("echo", 2)];
  await eventually(
    "the second question is there",
    async () => (await openOn(queue, "questions")) === 2,
  );
  requests[Symbol.dispose]();
  assert.deepEqual(await Promise.all(asked), [{ kind: "aborted" }, { kind: "aborted" }]);
  assert.deepEqual(await ask("echo", 3), { kind: "aborted" });
});

test("a question that is no message is refused at once", async (t) => {
  const { requests } = desk(t);
  await assert.rejects(requests.request({ topic: "no topic", payload: 1 }, PATIENT), {
    name: "InputError",
  });
});

test("what a killed predecessor asked does its successor no harm", LIMIT, async (t) => {
  const { folder, queue } = desk(t);
  const first = startFixture(t, "asker", [folder, "editor", "old"]);
  const old = await take(queue, "questions");
  first.child.kill("SIGKILL");
  await first.ended();
  await reply(queue, old, { said: "old" });
  const second = startFixture(t, "asker", [folder, "editor", "new"]);
  const fresh = await take(queue, "questions");
  await reply(queue, fresh, { said: "new" });
  const answer = JSON.parse(await second.line(2)) as unknown;
  assert.deepEqual(answer, { kind: "reply", payload: { said: "new" } });
  assert.equal(await second.ended(), 0);
  assert.equal(await openOn(queue, replyTopic("editor")), 0);
});
