import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Role } from "../../agents/agent.ts";
import type { AgentView } from "../../agents/screen.ts";
import type { ViewState } from "../../agents/view.ts";
import { runWorker, type WorkerEnding } from "../../agents/worker.ts";
import { openBlobs } from "../../kernel/blobs.ts";
import { systemClock, type SteadyClock } from "../../kernel/clock.ts";
import { OperationalError } from "../../kernel/errors.ts";
import type { Heartbeat, Heartbeats } from "../../queue/heartbeat.ts";
import { openHeartbeats } from "../../queue/heartbeats.ts";
import type { Queue } from "../../queue/queue.ts";
import { openQueue } from "../../queue/sqlite/queue.ts";
import { RESULT_TOPIC, type Result } from "../../queue/topics.ts";
import { temporaryDatabase } from "../support/database.ts";
import { temporaryFolder, type Cleanup } from "../support/temp.ts";
import { eventually } from "../support/eventually.ts";
import { actor } from "./fixtures/actor.ts";

interface StartOptions {
  readonly generation: number;
  readonly role: Role;
  readonly leaseMs: number;
  readonly beatMs: number;
  readonly queue: Queue;
  readonly heartbeats: Heartbeats;
  readonly clock: SteadyClock;
}

interface SendOptions {
  readonly cue?: string;
  readonly maxAttempts?: number;
  readonly params?: { readonly stallMs?: number | undefined };
}

interface Bench {
  readonly folder: string;
  readonly queue: Queue;
  readonly heartbeats: Heartbeats;
  readonly shown: ViewState[];
  readonly ended: string[];
  readonly stop: AbortController;
  start(options?: Partial<StartOptions>): Promise<WorkerEnding>;
  send(act: string, options?: SendOptions): Promise<string>;
  result(): Promise<Result>;
  beat(matches: (beat: Heartbeat) => boolean): Promise<Heartbeat>;
}

/** A worker in this very process, on a real queue. */
function bench(t: Cleanup): Bench {
  const folder = temporaryFolder(t);
  const queue = openQueue(temporaryDatabase(t), { doorbells: join(folder, "doorbells") });
  const heartbeats = openHeartbeats(join(folder, "heartbeats.db"));
  const stop = new AbortController();
  const shown: ViewState[] = [];
  const ended: string[] = [];
  const view: AgentView = {
    show: (state) => shown.push(state),
    end: (reason) => ended.push(reason),
  };
  const blobs = openBlobs(join(folder, "blobs"));
  t.after(() => {
    stop.abort();
    queue[Symbol.dispose]();
    heartbeats[Symbol.dispose]();
  });
  const parts = { queue, heartbeats, blobs, view, signal: stop.signal };
  return {
    folder,
    queue,
    heartbeats,
    shown,
    ended,
    stop,
    start: ({ generation = 1, role = actor, leaseMs = 30_000, beatMs = 20, ...others } = {}) =>
      runWorker({
        ...parts,
        ...others,
        agent: "critic",
        generation,
        roles: [role],
        workFolder: join(folder, "work"),
        leaseMs,
        beatMs,
      }),
    send: async (act, { cue = "", maxAttempts = 3, params } = {}) => {
      const payload = {
        job: "job-1",
        step: "critique",
        role: "critic",
        attempt: 2,
        title: "Look",
        params: { act, cue, ...params },
        inputs: [],
      };
      const [sent] = await queue.send([
        { topic: "work.critic", payload, correlationId: "job-1", traceId: "trace", maxAttempts },
      ]);
      return sent?.id ?? "";
    },
    result: async () => {
      const [leased] = await queue.receive({
        topics: [RESULT_TOPIC],
        worker: "test#1",
        waitMs: 10_000,
      });
      assert.ok(leased, "a result came");
      assert.equal(leased.correlationId, "job-1");
      assert.equal(leased.traceId, "trace");
      return leased.payload as Result;
    },
    beat: (matches) => eventually("the beat", () => heartbeats.all().find(matches)),
  };
}

test("work becomes a result, and its folder is removed", async (t) => {
  const on = bench(t);
  const id = await on.send("play");
  const working = on.start();
  const { outcome, ...facts } = await on.result();
  assert.deepEqual(
    [facts.job, facts.step, facts.attempt, facts.agent],
    ["job-1", "critique", 2, "critic"],
  );
  assert.ok(facts.finishedAt >= facts.startedAt);
  assert.equal(outcome.kind, "done");
  assert.equal(outcome.kind === "done" && outcome.summary, "acted: play");
  assert.equal(outcome.kind === "done" && outcome.fanOut["scenes"]?.length, 1);
  assert.equal((await on.queue.find(id))?.state, "done");
  on.stop.abort();
  assert.equal(await working, "drained");
  assert.deepEqual(readdirSync(join(on.folder, "work", "critic", "1")), []);
  assert.match(on.ended[0] ?? "", /Drained/);
  assert.equal(on.shown.at(-1)?.finished[0]?.summary, "acted: play");
});

test("an expected failure and a bad brief are results too", async (t) => {
  const on = bench(t);
  const working = on.start();
  await on.send("fail");
  assert.deepEqual((await on.result()).outcome, {
    kind: "failed",
    failure: { code: "no-idea", message: "Nothing came to mind.", hint: "" },
  });
  await on.send("reject");
  const { outcome } = await on.result();
  assert.equal(outcome.kind === "failed" && outcome.failure.message, "brief.md: is empty");
  on.stop.abort();
  await working;
});

test("an operational error hands the work back; the last one buries it", async (t) => {
  const on = bench(t);
  const working = on.start();
  const id = await on.send("stumble", { maxAttempts: 1 });
  const dead = await eventually("it is buried", async () => {
    const found = await on.queue.find(id);
    return found?.state === "dead" ? found : undefined;
  });
  assert.match(dead.lastError ?? "", /It rained\. Wait\./);
  const again = await on.send("stumble");
  await eventually("it waits again", async () => {
    const found = await on.queue.find(again);
    return found?.state === "waiting" && found.attempts === 1;
  });
  on.stop.abort();
  await working;
  assert.deepEqual(
    on.shown.at(-1)?.finished.map(({ ending }) => ending),
    ["again", "failed"],
  );
});

test("a full disk hands the work back and uses up no attempt, and the agent lives on", async (t) => {
  const on = bench(t);
  let tries = 0;
  const perform = (): never => {
    tries += 1;
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  };
  const working = on.start({ role: { ...actor, perform } });
  const id = await on.send("write", { maxAttempts: 1 });
  await eventually("it waits again", async () => {
    const found = await on.queue.find(id);
    return tries > 0 && found?.state === "waiting" && found.attempts === 0;
  });
  on.stop.abort();
  assert.equal(await working, "drained");
});

test("a payload that is no work is buried at once", async (t) => {
  const on = bench(t);
  const [sent] = await on.queue.send([{ topic: "work.critic", payload: { oops: true } }]);
  const working = on.start();
  await eventually(
    "it is buried",
    async () => (await on.queue.find(sent?.id ?? ""))?.state === "dead",
  );
  on.stop.abort();
  await working;
});

test("a programmer's error is shown and thrown, and the lease is left to the watchdog", async (t) => {
  const on = bench(t);
  const id = await on.send("crash");
  await assert.rejects(on.start(), TypeError);
  assert.match(
    on.ended[0] ?? "",
    /The agent crashed\.\nTypeError: the script has no last page\n +at /,
  );
  assert.equal((await on.queue.find(id))?.state, "leased");
});

test("a drained worker finishes the work in hand and takes no more", async (t) => {
  const on = bench(t);
  const cue = join(on.folder, "cue");
  const working = on.start();
  await on.send("wait", { cue });
  await on.beat(({ state }) => state === "busy");
  const left = await on.send("play");
  on.heartbeats.askToDrain("critic");
  await on.beat(({ state }) => state === "draining");
  writeFileSync(cue, "");
  assert.equal(await working, "drained");
  assert.equal((await on.result()).outcome.kind, "done");
  assert.equal((await on.queue.find(left))?.state, "waiting");
});

test("a superseded worker ends at once and answers nothing", async (t) => {
  const on = bench(t);
  const working = on.start();
  const id = await on.send("wait", { cue: join(on.folder, "never") });
  const old = await on.beat(({ state }) => state === "busy");
  on.heartbeats.beat({ ...old, generation: 2 });
  assert.equal(await working, "superseded");
  assert.match(on.ended[0] ?? "", /newer process/);
  assert.equal((await on.queue.find(id))?.state, "leased");
});

test("a lost lease stops the role, and its result is dropped", async (t) => {
  const on = bench(t);
  const working = on.start({ leaseMs: 3_000 });
  const id = await on.send("wait", { cue: join(on.folder, "never") });
  await on.beat(({ state }) => state === "busy");
  assert.equal(await on.queue.cancel({ correlationId: "job-1" }), 1);
  await on.beat(({ state }) => state === "ready");
  assert.equal((await on.queue.find(id))?.state, "cancelled");
  assert.deepEqual(on.shown.at(-1)?.finished[0]?.summary, "the job was cancelled");
  on.stop.abort();
  await working;
});

test("work that was called back is dropped with the next beat, though no word of it came", async (t) => {
  const on = bench(t);
  const extend: Queue["extend"] = async (...lease) => {
    const answer = await on.queue.extend(...lease);
    assert.notEqual(answer, "ok", "long before it is due, only what a beat found is asked after");
    return answer;
  };
  const working = on.start({ leaseMs: 3_600_000, queue: { ...on.queue, extend } });
  const id = await on.send("wait", { cue: join(on.folder, "never") });
  await on.beat(({ state }) => state === "busy");
  assert.equal(await on.queue.cancel({ correlationId: "job-1" }), 1);
  await on.beat(({ state }) => state === "ready");
  assert.equal((await on.queue.find(id))?.state, "cancelled");
  assert.equal(on.shown.at(-1)?.finished[0]?.summary, "the job was cancelled");
  on.stop.abort();
  await working;
});

test("a lease is extended at each third of it, however often it is looked at", async (t) => {
  const on = bench(t);
  let [looks, extensions] = [0, 0];
  const queue: Queue = {
    ...on.queue,
    holds: (lease) => ((looks += 1), on.queue.holds(lease)),
    extend: (...lease) => ((extensions += 1), on.queue.extend(...lease)),
  };
  const working = on.start({ leaseMs: 900, queue });
  const cue = join(on.folder, "cue");
  await on.send("wait", { cue });
  await eventually("it was extended", () => extensions >= 3);
  assert.ok(looks > extensions, `${looks} looks, ${extensions} extensions`);
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  on.stop.abort();
  await working;
});

test("a lease that could not be extended is tried again with each look, until the queue answers", async (t) => {
  const on = bench(t);
  const asked: string[] = [];
  const queue: Queue = {
    ...on.queue,
    holds: (lease) => (asked.push("holds"), on.queue.holds(lease)),
    extend: async (...lease) => {
      asked.push("extend");
      if (asked.filter((what) => what === "extend").length <= 2)
        throw new OperationalError("database-unusable", "It was busy.");
      return on.queue.extend(...lease);
    },
  };
  const working = on.start({ leaseMs: 900, queue });
  const cue = join(on.folder, "cue");
  await on.send("wait", { cue });
  const since = await eventually("it was extended, and looked at again", () => {
    const [first, third] = [asked.indexOf("extend"), asked.lastIndexOf("extend")];
    return asked.at(-1) === "holds" && third > first ? asked.slice(first) : undefined;
  });
  assert.deepEqual(since.slice(0, 4), ["extend", "extend", "extend", "holds"]);
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  on.stop.abort();
  await working;
});

test("a result that comes after the lease is gone changes nothing", async (t) => {
  const on = bench(t);
  const cue = join(on.folder, "cue");
  // It looks after its lease seldom: the ack is the first that finds it gone.
  const working = on.start({ beatMs: 600_000 });
  const id = await on.send("wait", { cue });
  await on.beat(({ state }) => state === "busy");
  await on.queue.releaseWorker("critic#1", "thought dead");
  const [other] = await on.queue.receive({
    topics: ["work.critic"],
    worker: "critic#2",
    waitMs: 5_000,
  });
  assert.equal(other?.id, id);
  writeFileSync(cue, "");
  await on.beat(({ state }) => state === "ready");
  assert.deepEqual(await on.queue.receive({ topics: [RESULT_TOPIC], worker: "test#1" }), []);
  assert.equal(on.shown.at(-1)?.finished[0]?.summary, "the lease was lost");
  on.stop.abort();
  await working;
});

const down = () => new OperationalError("database-unusable", "The disk is full.");

/** A queue that fails the first `times` such calls; `calls` counts all of them. */
function failing(
  queue: Queue,
  what: "ack" | "nack" | "snooze",
  times: number,
): { readonly queue: Queue; readonly seen: { readonly calls: number } } {
  const seen = { calls: 0 };
  const call = queue[what].bind(queue) as (...args: unknown[]) => Promise<never>;
  const tried = async (...args: unknown[]): Promise<never> => {
    seen.calls += 1;
    if (seen.calls <= times) throw down();
    return call(...args);
  };
  return { queue: { ...queue, [what]: tried }, seen };
}

test("a result that the queue could not take is told again: the work is done once", async (t) => {
  const on = bench(t);
  let performed = 0;
  const perform: Role["perform"] = (task) => ((performed += 1), actor.perform(task));
  const { queue, seen } = failing(on.queue, "ack", 2);
  const working = on.start({ role: { ...actor, perform }, queue });
  const id = await on.send("play");
  const { outcome } = await on.result();
  assert.equal(outcome.kind, "done");
  await on.beat(({ state, job }) => state === "ready" && job === null);
  assert.deepEqual([performed, seen.calls], [1, 3]);
  assert.equal((await on.queue.find(id))?.state, "done");
  assert.equal(on.shown.at(-1)?.finished[0]?.ending, "done");
  on.stop.abort();
  await working;
});

test("while a result can't be told nobody else gets its work, and who waits so is not stuck", async (t) => {
  const on = bench(t);
  const { queue, seen } = failing(on.queue, "ack", 8);
  const working = on.start({ role: { ...actor, stallMs: 100 }, leaseMs: 600, queue });
  const id = await on.send("play");
  const first = await on.beat(({ doing }) => doing.includes("The disk is full."));
  await eventually("many tries", async () => {
    assert.equal(await on.queue.sweep(), 0, "the lease is held");
    return seen.calls > 7;
  });
  const later = await on.beat(({ state }) => state === "busy");
  assert.ok(later.progressAt > first.progressAt + 600, "each try is a step forward");
  assert.equal((await on.result()).outcome.kind, "done");
  assert.equal((await on.queue.find(id))?.attempts, 1);
  on.stop.abort();
  await working;
});

test("a step took until its role ended, not until the queue heard of it", async (t) => {
  const on = bench(t);
  const { queue } = failing(on.queue, "ack", 2);
  const working = on.start({ queue });
  await on.send("play");
  const { startedAt, finishedAt } = await on.result();
  assert.ok(finishedAt - startedAt < 500, `${finishedAt - startedAt} ms`);
  on.stop.abort();
  await working;
});

for (const [what, act, attempts] of [
  ["nack", "stumble", 1],
  ["snooze", "write", 0],
] as const) {
  test(`work that could not be handed back (${what}) is handed back at the next try`, async (t) => {
    const on = bench(t);
    const { queue, seen } = failing(on.queue, what, 1);
    const perform: Role["perform"] = (task) => {
      if (act === "stumble") return actor.perform(task);
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    };
    const working = on.start({ role: { ...actor, perform }, queue });
    const id = await on.send(act);
    await eventually("it waits again", async () => {
      const found = await on.queue.find(id);
      return seen.calls === 2 && found?.state === "waiting" && found.attempts === attempts;
    });
    await on.beat(({ state, job }) => state === "ready" && job === null);
    on.stop.abort();
    await working;
  });
}

test("a payload that is no work is buried, although the queue failed for a moment", async (t) => {
  const on = bench(t);
  const { queue } = failing(on.queue, "nack", 1);
  const [sent] = await on.queue.send([{ topic: "work.critic", payload: { oops: true } }]);
  const working = on.start({ queue });
  await eventually(
    "it is buried",
    async () => (await on.queue.find(sent?.id ?? ""))?.state === "dead",
  );
  on.stop.abort();
  await working;
});

test("a result whose lease is lost before the queue can be told is dropped", async (t) => {
  const on = bench(t);
  const { queue, seen } = failing(on.queue, "ack", 1);
  const working = on.start({ queue });
  const id = await on.send("play");
  await eventually("it was tried", () => seen.calls === 1);
  await on.queue.cancel({ correlationId: "job-1" });
  await on.beat(({ state, job }) => state === "ready" && job === null);
  assert.equal(seen.calls, 2);
  assert.equal((await on.queue.find(id))?.state, "cancelled");
  assert.equal(on.shown.at(-1)?.finished[0]?.summary, "the lease was lost");
  on.stop.abort();
  await working;
});

test("an agent that is superseded tells its result no more", async (t) => {
  const on = bench(t);
  const { queue, seen } = failing(on.queue, "ack", Infinity);
  const working = on.start({ queue });
  await on.send("play");
  await eventually("it was tried", () => seen.calls === 1);
  const old = await on.beat(({ state }) => state === "busy");
  on.heartbeats.beat({ ...old, generation: 2 });
  assert.equal(await working, "superseded");
});

test("a role without progress is stopped by its own limit, and the work is tried again", async (t) => {
  const on = bench(t);
  const working = on.start({ role: { ...actor, stallMs: 60 } });
  const id = await on.send("wait", { cue: join(on.folder, "never"), maxAttempts: 1 });
  const dead = await eventually("it is buried", async () => {
    const found = await on.queue.find(id);
    return found?.state === "dead" ? found : undefined;
  });
  assert.match(dead.lastError ?? "", /critic made no progress/);
  on.stop.abort();
  await working;
});

/** Whatever it is told, it works until `cue` is there, and tells of new steps forward all the time. */
const deaf = (cue: string, isTelling: () => boolean): Role => ({
  ...actor,
  stallMs: 100,
  perform: async (task) => {
    for (let frame = 1; !existsSync(cue); frame += 1) {
      if (isTelling()) task.report(`frame ${frame}`);
      await delay(10, undefined, { ref: false });
    }
    return { kind: "done", outputs: {}, summary: "after all" };
  },
});

test("a role that heeds no limit loses its message in time, and its result changes nothing", async (t) => {
  const on = bench(t);
  const cue = join(on.folder, "cue");
  const working = on.start({ role: deaf(cue, () => false), leaseMs: 300 });
  const id = await on.send("wait");
  await on.beat(({ state }) => state === "busy");
  await eventually("its lease runs out", async () => (await on.queue.sweep()) > 0);
  const other = { topics: ["work.critic"], worker: "critic#2", waitMs: 10_000 };
  const [next] = await on.queue.receive(other);
  assert.equal(next?.id, id);
  writeFileSync(cue, "");
  await on.beat(({ state }) => state === "ready");
  assert.deepEqual(await on.queue.receive({ topics: [RESULT_TOPIC], worker: "test#1" }), []);
  assert.equal(on.shown.at(-1)?.finished[0]?.ending, "dropped");
  on.stop.abort();
  await working;
});

test("what a role tells after it was stopped is no step forward", async (t) => {
  const on = bench(t);
  const cue = join(on.folder, "cue");
  let isTelling = false;
  const working = on.start({ role: deaf(cue, () => isTelling), leaseMs: 300 });
  await on.send("wait");
  await eventually("its lease runs out", async () => (await on.queue.sweep()) > 0);
  isTelling = true;
  const before = await on.beat(({ state }) => state === "busy");
  const after = await on.beat(({ beatAt }) => beatAt > before.beatAt + 100);
  assert.deepEqual([after.progressAt, after.doing], [before.progressAt, before.doing]);
  writeFileSync(cue, "");
  on.stop.abort();
  await working;
});

test("the beat names the limit of the work in hand: the step's own, or else the role's", async (t) => {
  const on = bench(t);
  const working = on.start({ role: { ...actor, stallMs: 70_000 } });
  assert.equal((await on.beat(({ state }) => state === "ready")).stallMs, null);
  for (const [stallMs, named] of [
    [undefined, 70_000],
    [600_000, 600_000],
    [0.5, 70_000],
  ] as const) {
    const cue = join(on.folder, `cue-${stallMs}`);
    await on.send("wait", { cue, params: { stallMs } });
    assert.equal((await on.beat(({ state }) => state === "busy")).stallMs, named);
    writeFileSync(cue, "");
    await on.beat(({ state, stallMs: none }) => state === "ready" && none === null);
  }
  on.stop.abort();
  await working;
});

test("a clock that is set while a role works neither stops it nor makes it look stuck", async (t) => {
  const on = bench(t);
  let [setMs, looks] = [0, 0];
  const clock = { ...systemClock, now: () => Date.now() + setMs };
  const extend: Queue["extend"] = (...lease) => {
    looks += 1;
    return on.queue.extend(...lease);
  };
  using heartbeats = openHeartbeats(join(on.folder, "heartbeats.db"), clock);
  const role = { ...actor, stallMs: 600_000 };
  const queue = { ...on.queue, extend };
  const working = on.start({ role, leaseMs: 300, clock, heartbeats, queue });
  const cue = join(on.folder, "cue");
  await on.send("wait", { cue });
  for (const ms of [3_600_000, -3_600_000]) {
    await on.beat(({ state }) => state === "busy");
    setMs = ms;
    const enough = looks + 3;
    await eventually("it was looked after", () => looks >= enough);
    const beat = await on.beat(({ state }) => state === "busy");
    assert.ok(Math.abs(beat.beatAt - beat.progressAt) < 600_000);
  }
  writeFileSync(cue, "");
  const { outcome, startedAt, finishedAt } = await on.result();
  assert.equal(outcome.kind, "done");
  assert.ok(startedAt <= finishedAt);
  on.stop.abort();
  await working;
});

test("the beat tells state, job, step, words and progress; repeating oneself is no progress", async (t) => {
  const on = bench(t);
  let report = (_doing: string, _progress?: number): void => {};
  let finish = (): void => {};
  const role: Role = {
    ...actor,
    perform: (task) => {
      report = (doing, progress) => task.report(doing, progress);
      return new Promise((resolve) => {
        finish = () => resolve({ kind: "done", outputs: {}, summary: "" });
      });
    },
  };
  const working = on.start({ role });
  await on.send("play");
  await on.beat(({ state }) => state === "busy");
  report("frame 1 of 2", 0.5);
  const first = await on.beat(({ doing }) => doing === "frame 1 of 2");
  assert.deepEqual([first.job, first.step, first.progress], ["job-1", "critique", 0.5]);
  report("frame 1 of 2", 0.5);
  const second = await on.beat(({ beatAt }) => beatAt > first.beatAt + 50);
  assert.equal(second.progressAt, first.progressAt);
  report("frame 2 of 2", 1);
  await on.beat(({ progressAt }) => progressAt > first.progressAt);
  finish();
  await on.beat(({ state, job }) => state === "ready" && job === null);
  on.stop.abort();
  await working;
});

test("a beat that the store can't take is not the worker's end", async (t) => {
  const on = bench(t);
  const beat = on.heartbeats.beat.bind(on.heartbeats);
  let failures = 0;
  on.heartbeats.beat = (told) => {
    if (failures < 3) {
      failures += 1;
      throw new OperationalError("database-unusable", "busy");
    }
    return beat(told);
  };
  const working = on.start();
  await on.beat(({ state }) => state === "ready");
  on.stop.abort();
  assert.equal(await working, "drained");
});

test("a new generation removes what its predecessor left in its folder", async (t) => {
  const on = bench(t);
  const first = on.start();
  await on.send("crash");
  await assert.rejects(first);
  const leftover = join(on.folder, "work", "critic", "0");
  assert.ok(!existsSync(leftover));
  const second = on.start({ generation: 2 });
  await on.beat(({ generation }) => generation === 2);
  assert.ok(!existsSync(join(on.folder, "work", "critic", "1")));
  on.stop.abort();
  await second;
});
