import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../../kernel/database.ts";
import type { Lease, NewMessage, Queue } from "../../queue/queue.ts";
import { openQueue, queueMigrations } from "../../queue/sqlite/queue.ts";
import * as fc from "../support/fast-check.ts";
import { fakeClock, type FakeClock } from "../support/clock.ts";
import { seedOf } from "../support/seed.ts";
import { temporaryFolder } from "../support/temp.ts";
import { ModelQueue, type Wish } from "./model.ts";

const TOPIC = "t";
const workers = fc.constantFrom("a#1", "b#1", "c#1");
/** Short and long against the leases below, and against the minute of the ageing. */
const times = fc.constantFrom(0, 1, 40, 100, 5_000, 70_000);
/** Which of all leases ever given, those long over included. */
const which = fc.nat({ max: 200 });

const limits = fc.constantFrom(1, 60, 5_000, 80_000);
const seldom = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 3 });

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      priority: fc.constantFrom(0, 1, 2, 3),
      delayMs: times,
      key: seldom(fc.constantFrom("k1", "k2", "k3")),
      windowMs: seldom(limits),
      orderingKey: seldom(fc.constantFrom("o1", "o2")),
      startByMs: seldom(limits),
      deadlineMs: seldom(limits),
      timeoutMs: seldom(limits),
      maxAttempts: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("receive" as const),
      worker: workers,
      max: fc.integer({ min: 1, max: 3 }),
      leaseMs: fc.constantFrom(40, 100, 10_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("ack" as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("nack" as const),
      which,
      delayMs: times,
      terminal: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant("release" as const), which }),
  fc.record({ do: fc.constant("snooze" as const), which, delayMs: times }),
  fc.record({ do: fc.constant("ackAll" as const), which, count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant("extend" as const), which, leaseMs: fc.constantFrom(50, 10_000) }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sweep" as const) }) },
  fc.record({ do: fc.constant("lose" as const), worker: workers }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: times }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Write = Exclude<Extract<Step, { which: number }>, { do: "ackAll" }>;

test("the engine answers as the model does, however sends, leases, losses and time interleave", async (t) => {
  const seed = seedOf(t);
  const folder = temporaryFolder(t);
  let runs = 0;
  const property = fc.asyncProperty(
    fc.array(step, { maxLength: 60, size: "max" }),
    async (steps) => {
      const path = join(folder, `${++runs}.db`);
      using database = openDatabase(path, { migrations: [queueMigrations], synchronous: "off" });
      const clock = fakeClock();
      const options = { clock, doorbells: join(folder, "doorbells"), random: () => 1 };
      using first = openQueue(database, options);
      using second = openQueue(database, options);
      const comparison = new Comparison([first, second], clock);
      for (const each of steps) await comparison.step(each);
      await comparison.end();
    },
  );
  await fc.assert(property, { seed, numRuns: 300 });
});

/** Does each step with the engine, through either of two queues, and with the model. */
class Comparison {
  readonly #queues: readonly Queue[];
  readonly #clock: FakeClock;
  readonly #model = new ModelQueue();
  readonly #leases: Lease[] = [];
  #steps = 0;

  constructor(queues: readonly Queue[], clock: FakeClock) {
    this.#queues = queues;
    this.#clock = clock;
  }

  async step(step: Step): Promise<void> {
    const queue = this.#queues[++this.#steps % this.#queues.length] as Queue;
    if (step.do === "send") return this.#send(queue, step);
    if (step.do === "receive") return this.#receive(queue, step);
    if (step.do === "advance") return this.#clock.advance(step.ms);
    const now = this.#clock.now();
    if (step.do === "sweep") return assert.equal(await queue.sweep(), this.#model.sweep(now));
    if (step.do === "lose") {
      const lost = this.#model.releaseWorker(step.worker, now);
      return assert.equal(await queue.releaseWorker(step.worker, "killed"), lost);
    }
    if (step.do === "ackAll") return this.#ackAll(queue, step);
    if (this.#leases.length > 0) await this.#write(queue, step);
  }

  async end(): Promise<void> {
    const [queue] = this.#queues as [Queue];
    assert.equal(await queue.sweep(), this.#model.sweep(this.#clock.now()));
    for (const message of this.#model.messages) {
      const view = await queue.find(message.id);
      const { state, attempts } = message;
      assert.deepEqual({ state: view?.state, attempts: view?.attempts }, { state, attempts });
      if (state === "leased") assert.equal(view?.worker, message.lease?.worker);
    }
    const [stats] = await queue.stats();
    const counted = { ...stats };
    const count = (...states: string[]): number =>
      this.#model.messages.filter(({ state }) => states.includes(state)).length;
    assert.equal((counted.ready ?? 0) + (counted.delayed ?? 0), count("waiting"));
    assert.equal(counted.leased ?? 0, count("leased"));
    assert.equal(counted.dead ?? 0, count("dead"));
  }

  async #send(queue: Queue, step: Step & { do: "send" }): Promise<void> {
    const expected = this.#model.send(step, this.#clock.now());
    const [sent] = await queue.send([messageOf(step)]);
    assert.equal(sent?.isNew, expected.isNew);
    if (expected.isNew) expected.message.id = sent.id;
    else assert.equal(sent.id, expected.message.id);
  }

  async #receive(queue: Queue, step: Step & { do: "receive" }): Promise<void> {
    const { worker, max, leaseMs } = step;
    const at = this.#clock.now();
    this.#model.expire(at);
    const expected = this.#model.next(max, at);
    const received = await queue.receive({ topics: [TOPIC], worker, max, leaseMs });
    assert.deepEqual(
      received.map(({ id, attempt }) => ({ id, attempt })),
      expected.map(({ id, attempts }) => ({ id, attempt: attempts + 1 })),
    );
    for (const [n, { id, token, leasedUntil }] of received.entries()) {
      const message = expected[n];
      if (message) this.#model.take(message, { id, token, worker, at }, leaseMs);
      assert.equal(leasedUntil, message?.lease?.until);
      this.#leases.push({ id, token });
    }
  }

  async #write(queue: Queue, step: Write): Promise<void> {
    const lease = this.#leases[step.which % this.#leases.length] as Lease;
    const held = this.#model.held(lease);
    assert.equal(await this.#answer(queue, lease, step), held ? this.#expect(held, step) : "lost");
  }

  async #ackAll(queue: Queue, { which, count }: Step & { do: "ackAll" }): Promise<void> {
    const leases = this.#leases.slice(-which - 1).slice(0, count);
    const held = leases.map((lease) => this.#model.held(lease));
    const answers = held.map((message) => (message ? "ok" : "lost"));
    assert.deepEqual(await queue.ackAll(leases), answers);
    for (const message of held) if (message) this.#model.ack(message);
  }

  async #answer(queue: Queue, lease: Lease, step: Write): Promise<string> {
    switch (step.do) {
      case "ack":
        return queue.ack(lease);
      case "nack": {
        const { delayMs, terminal } = step;
        return queue.nack(lease, { error: "failed", delayMs, terminal });
      }
      case "release":
        return queue.release(lease);
      case "snooze":
        return queue.snooze(lease, step.delayMs);
      case "extend":
        return queue.extend(lease, step.leaseMs);
    }
  }

  #expect(message: NonNullable<ReturnType<ModelQueue["held"]>>, step: Write): string {
    const now = this.#clock.now();
    if (step.do === "ack") this.#model.ack(message);
    if (step.do === "nack") return this.#model.nack(message, step.delayMs, step.terminal, now);
    if (step.do === "release") this.#model.release(message);
    if (step.do === "snooze") this.#model.snooze(message, step.delayMs, now);
    if (step.do === "extend") this.#model.extend(message, now, step.leaseMs);
    return "ok";
  }
}

function messageOf(wish: Wish): NewMessage {
  const { key, windowMs, orderingKey, startByMs, deadlineMs, timeoutMs, ...plain } = wish;
  const { priority, delayMs, maxAttempts } = plain;
  const message: NewMessage = { topic: TOPIC, payload: 1, priority, delayMs, maxAttempts };
  return {
    ...message,
    ...(key !== undefined && { dedupeKey: key }),
    ...(windowMs !== undefined && { dedupeWindowMs: windowMs }),
    ...(orderingKey !== undefined && { orderingKey }),
    ...(startByMs !== undefined && { startByMs }),
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(timeoutMs !== undefined && { attemptTimeoutMs: timeoutMs }),
  };
}
