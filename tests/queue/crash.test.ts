import assert from "node:assert/strict";
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { faultPoints } from "../soak/points.ts";
import type { Evidence } from "../soak/ledger.ts";
import { findings } from "../soak/proofs.ts";
import { PARTS } from "../soak/roles.ts";
import { playRound } from "../soak/round.ts";
import { gather, workOff } from "../soak/settle.ts";
import { openStage, ROLES, TOPICS, type Stage } from "../soak/stage.ts";
import { messageOf } from "../soak/work.ts";
import { seedOf } from "../support/seed.ts";
import { temporaryFolder } from "../support/temp.ts";

/** With those when all die at once they are more than 200. */
const PLANNED_KILLS = 165;
/** Of a message that was sent, worked and acked, and nothing else. */
const KEY = "plain";

test(
  "processes killed at every fault point and at random instants lose nothing and repeat nothing",
  { timeout: 540_000 },
  async (t) => {
    const seed = seedOf(t);
    const points = await faultPoints(temporaryFolder(t));
    const folder = temporaryFolder(t);
    const round = await playRound(t, { folder, seed, kills: PLANNED_KILLS, points });
    assert.deepEqual(round.findings, []);
    assert.ok(round.deaths.length >= 200, `only ${round.deaths.length} kills`);
    const reached = new Set(
      round.deaths.flatMap(({ fate, isAsPlanned }) =>
        fate.kind === "point" && isAsPlanned ? [fate.point] : [],
      ),
    );
    const known = new Set(ROLES.flatMap((role) => [...points[role].keys()]));
    assert.deepEqual([...reached].toSorted(), [...known].toSorted());
    assert.ok(known.size >= 20, `only ${[...known].join(", ")}`);
    t.diagnostic(JSON.stringify(round.counts));
  },
);

test("the proof notices an acknowledged message that is gone", async (t) => {
  const { folder, stage } = await soundLife(t);
  stage.database.transact((tx) => {
    const statement = "delete from message where trace_id = @key or payload ->> '$.key' = @key";
    tx.prepare(statement).run({ key: KEY });
  });
  assert.deepEqual(brokenIn(gather(folder)), ["no send is lost"]);
});

test("the proof notices an effect that is gone", async (t) => {
  const { folder, stage } = await soundLife(t);
  stage.database.transact((tx) => {
    const statement = "delete from message where topic = 'effect' and payload ->> '$.key' = @key";
    tx.prepare(statement).run({ key: KEY });
  });
  assert.deepEqual(brokenIn(gather(folder)), ["no send is lost"]);
});

test("the proof notices an effect that was recorded twice", async (t) => {
  const { folder, stage } = await soundLife(t);
  const payload = { key: KEY, lane: null, seq: 0 };
  await stage.queue.send([{ topic: "effect", payload }]);
  assert.deepEqual(brokenIn(gather(folder)), ["no effect is doubled"]);
});

test("the proof notices a lease that is stuck", async (t) => {
  const { folder, stage } = await soundLife(t);
  await stage.queue.send([{ topic: TOPICS.work, traceId: "held", payload: null }]);
  await stage.queue.receive({ topics: [TOPICS.work], worker: "nobody#1", leaseMs: 3_600_000 });
  assert.deepEqual(brokenIn(gather(folder)), ["no lease is stuck"]);
});

test("the proof notices a damaged database", async (t) => {
  const { folder, stage } = await soundLife(t);
  stage.database.prepare("pragma wal_checkpoint(truncate)").all();
  stage[Symbol.dispose]();
  overwriteMiddle(join(folder, "kantoku.db"));
  assert.ok(brokenIn(gather(folder)).includes("the database is intact"));
});

test("the proof notices every other broken promise", async (t) => {
  const { folder } = await soundLife(t);
  const evidence = gather(folder);
  const { work, effects, told } = evidence;
  const [done] = work.filter(({ state }) => state === "done");
  const dead = { ...done!, key: "dead", id: "dead", state: "dead" } as const;
  const broken = (change: Partial<Evidence>): string[] => brokenIn({ ...evidence, ...change });

  assert.deepEqual(broken({ work: [...work, done!] }), ["dedupe keys hold"]);
  assert.deepEqual(broken({ work: [...work, { ...dead, attempts: 0 }] }), [
    "every death has its reason",
  ]);
  assert.deepEqual(broken({ work: [...work, { ...dead, losses: 4, attempts: 9 }] }), [
    "losses are bounded",
  ]);
  const inLane = (seq: number) => ({ key: done!.key, lane: "lane", seq });
  const overtaken = [...effects.filter(({ key }) => key !== done!.key), inLane(2), inLane(1)];
  assert.ok(broken({ effects: overtaken }).includes("ordering keys hold"));
  const batch = [done!.key, "missing"].map((key) => ({ topic: "work", key, seq: 0, bytes: 0 }));
  assert.deepEqual(broken({ told: [...told, { kind: "sending", messages: batch }] }), [
    "batches are atomic",
  ]);
  const answered = { kind: "answered", verb: "ack", worker: "late#1", id: done!.id } as const;
  assert.deepEqual(broken({ told: [...told, { ...answered, answer: "lost" }] }), [
    "late results are kept",
  ]);
  const twice = ["one#1", "two#1"].map((worker) => ({
    ...answered,
    id: "0",
    worker,
    answer: "ok",
  }));
  assert.deepEqual(broken({ told: [...told, ...twice] }), ["no effect is doubled"]);
  assert.deepEqual(broken({ told: [...told, { kind: "saw", what: "a ghost" }] }), [
    "nothing impossible was seen",
  ]);
});

/** A life without any crash, worked off to its end, against which nothing is to be said. */
async function soundLife(t: TestContext): Promise<{ folder: string; stage: Stage }> {
  const folder = temporaryFolder(t);
  const seed = seedOf(t);
  const stage = openStage(folder, { name: "everybody#1", predecessor: null, seed }, false);
  t.after(() => stage[Symbol.dispose]());
  await deliverPlain(stage);
  for (const role of ROLES) await PARTS[role].begin(stage);
  for (let n = 0; n < 50; n += 1) {
    for (const role of ROLES) await PARTS[role].step(stage, n);
  }
  await workOff(stage);
  assert.deepEqual(findings(gather(folder)), []);
  return { folder, stage };
}

/** Sends a plain message and works it, so that there is one of which the fate is known. */
async function deliverPlain(stage: Stage): Promise<void> {
  const message = { topic: TOPICS.work, key: KEY, traceId: KEY, seq: 0, bytes: 0 };
  stage.journal.write({ kind: "sending", messages: [message] });
  const [sent] = await stage.queue.send([messageOf(message)]);
  stage.journal.write({ kind: "sent", key: KEY, id: sent!.id, isNew: true });
  await workOff(stage);
}

function brokenIn(evidence: Evidence): string[] {
  return [...new Set(findings(evidence).map(({ broken }) => broken))];
}

/** What a failing disk may leave behind. */
function overwriteMiddle(path: string): void {
  const file = openSync(path, "r+");
  const { size } = statSync(path);
  writeSync(file, Buffer.alloc(16_384, 0xa5), 0, 16_384, Math.floor(size / 2));
  closeSync(file);
}
