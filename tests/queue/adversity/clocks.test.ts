import assert from "node:assert/strict";
import { test } from "node:test";
import type { Leased } from "../../../queue/queue.ts";
import { openQueueOperations } from "../../../queue/sqlite/operations.ts";
import { lots } from "../../soak/lots.ts";
import { fakeClock, type FakeClock } from "../../support/clock.ts";
import { seedOf } from "../../support/seed.ts";
import { temporaryFolder } from "../../support/temp.ts";
import { startFixture } from "../processes.ts";
import { openGround, type Ground } from "./ground.ts";

const HOUR_MS = 3_600_000;
const TOPICS = ["work"];

/** What is known of each message, by its payload. */
type Ledger = Map<number, { acked: number; id: string }>;

test("a clock that jumps by an hour, back and forth, loses nothing and records nothing twice", async (t) => {
  const draw = lots(seedOf(t));
  const clock = fakeClock();
  using ground = openGround(temporaryFolder(t), { clock });
  const { queue } = ground;
  const ledger: Ledger = new Map();
  const held: Leased[] = [];
  const deeds: readonly (readonly [weight: number, deed: () => Promise<unknown>])[] = [
    [20, () => sendOne(ground, ledger, draw.chance(0.4) ? draw.between(1, 5_000) : 0)],
    [20, async () => held.push(...(await take(ground, draw.between(1_000, 60_000))))],
    [15, async () => settleOne(ground, ledger, drawn())],
    [4, () => withOne((leased) => queue.nack(leased, { error: "no" }))],
    [4, () => withOne((leased) => queue.snooze(leased, 2_000))],
    [8, async () => held[0] && queue.extend(held[0], 30_000)],
    [10, () => queue.sweep()],
    [20, () => clock.advance(draw.between(1, 2_000))],
    [2, async () => jump(clock, draw.chance(0.5) ? HOUR_MS : -HOUR_MS)],
  ];
  const drawn = (): Leased | undefined =>
    held.splice(draw.between(0, Math.max(held.length - 1, 0)), 1)[0];
  const withOne = async (deed: (leased: Leased) => Promise<unknown>): Promise<void> => {
    const leased = drawn();
    if (leased) await deed(leased);
  };
  for (let turn = 0; turn < 2_000; turn += 1) await draw.weighed(deeds)();
  await finish(ground, clock, ledger, held);
  assert.ok(ledger.size > 200);
  for (const [payload, { acked, id }] of ledger) {
    assert.equal(acked, 1, `message ${payload} was acked ${acked} times`);
    assert.equal((await queue.find(id))?.state, "done");
  }
});

function jump(clock: FakeClock, ms: number): void {
  clock.jumpTo(clock.now() + ms);
}

async function sendOne({ queue }: Ground, ledger: Ledger, delayMs: number): Promise<void> {
  const payload = ledger.size;
  const [sent] = await queue.send([{ topic: "work", payload, delayMs, maxAttempts: 100 }]);
  ledger.set(payload, { acked: 0, id: sent?.id ?? "" });
}

const take = ({ queue }: Ground, leaseMs: number): Promise<Leased[]> =>
  queue.receive({ topics: TOPICS, worker: "worker#1", max: 3, leaseMs });

async function settleOne({ queue }: Ground, ledger: Ledger, leased?: Leased): Promise<void> {
  const entry = leased && ledger.get(leased.payload as number);
  if (entry && (await queue.ack(leased)) === "ok") entry.acked += 1;
}

/** Late holders answer; what was buried for too many lost leases is put back; all is worked off. */
async function finish(
  ground: Ground,
  clock: FakeClock,
  ledger: Ledger,
  held: readonly Leased[],
): Promise<void> {
  const { queue, database } = ground;
  for (const leased of held) await settleOne(ground, ledger, leased);
  const operations = openQueueOperations(database, queue);
  for (let round = 0; round < 10; round += 1) {
    await clock.advance(2 * HOUR_MS);
    while ((await queue.sweep()) > 0);
    await operations.redrive({ topic: "work" });
    for (
      let batch = await take(ground, 60_000);
      batch.length > 0;
      batch = await take(ground, 60_000)
    )
      for (const leased of batch) await settleOne(ground, ledger, leased);
  }
}

test("processes whose clocks are hours apart share the work, and each message is recorded once", async (t) => {
  const COUNT = 300;
  const folder = temporaryFolder(t);
  using ground = openGround(folder);
  const offsets = { behind: -HOUR_MS, right: 0, ahead: HOUR_MS };
  const workers = Object.entries(offsets).map(([name, offset]) =>
    startFixture(t, "../adversity/fixtures/skewed", [folder, name, `${offset}`]),
  );
  for (const worker of workers) await worker.line(1);
  for (let n = 0; n < COUNT; n += 10) {
    const batch = Array.from({ length: 10 }, (_, i) => n + i);
    await ground.queue.send(batch.map((payload) => ({ topic: "work", payload })));
  }
  await allSettled(ground);
  for (const worker of workers) worker.child.stdin?.end();
  for (const worker of workers) assert.equal(await worker.ended(), 0);
  const done = workers.flatMap(({ lines }) => lines.slice(1).map(Number));
  t.diagnostic(tally(workers.map(({ lines }) => lines.length - 1)));
  assert.equal(new Set(done).size, done.length, "none is recorded twice");
  const buried = (await ground.queue.stats()).find(({ topic }) => topic === "work")?.dead ?? 0;
  assert.equal(done.length + buried, COUNT, "every one is done, or lies with the dead letters");
});

/** Resolves when nothing waits and nothing is leased. */
async function allSettled({ queue }: Ground): Promise<void> {
  for (;;) {
    const stats = (await queue.stats()).find(({ topic }) => topic === "work");
    if (!stats || stats.ready + stats.leased + stats.delayed === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const tally = ([behind, right, ahead]: readonly number[]): string =>
  `done by the clock behind ${behind}, right ${right}, ahead ${ahead}`;
