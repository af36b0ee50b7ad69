import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { EventMap } from "../../../kernel/events.ts";
import { DEFAULT_ANOMALY_LIMITS } from "../../../watchdog/health/judgement.ts";
import { openHealthWatch, type HealthWatch } from "../../../watchdog/health/health.ts";
import { openHealthRecords, type HealthRecords } from "../../../watchdog/health/records.ts";
import type { Cleanup } from "../../support/temp.ts";
import { eventually } from "../../support/eventually.ts";
import { fleet, type Fleet } from "../fleet.ts";

const PATIENCE_MS = 90_000;

interface Watching {
  readonly watch: HealthWatch;
  readonly stop: () => Promise<void>;
}

interface Ward {
  readonly it: Fleet;
  readonly records: HealthRecords;
  /** A daemon's watch, until it is stopped. */
  readonly begin: () => Watching;
  /** The latest such event about this subject's memory. */
  readonly heard: <Name extends "health.alert" | "health.recovered">(
    name: Name,
    subject: string,
  ) => Promise<EventMap[Name]>;
  readonly alerts: () => EventMap["health.alert"][];
  /** Resolves when so many more looks have found these agents' memory to be what it is. */
  readonly looks: (count: number) => Promise<unknown>;
}

/** A fleet with a watch that looks often; only a change of 80 MB matters to it. */
function ward(t: Cleanup, names: readonly string[]): Ward {
  const watching: Watching[] = [];
  // Before the fleet's folder is removed: hooks run in order.
  t.after(async () => {
    for (const each of watching) await each.stop();
  });
  const it = fleet(t, { names });
  let looks = 0;
  const records = openHealthRecords(it.database);
  mkdirSync(join(it.folder, "work"), { recursive: true });
  const begin = (): Watching => {
    const watch = openHealthWatch({
      agents: { records: () => (looks++, it.agents.records()) },
      heartbeats: it.heartbeats,
      topics: () => it.queue.stats(),
      askTmux: () => it.tmux.serverPid(),
      records,
      events: it.events,
      data: it.folder,
      work: join(it.folder, "work"),
      beatMs: 200,
      everyMs: 100,
      share: 1,
      limits: DEFAULT_ANOMALY_LIMITS,
      // A host without time must not make this test tell of something else.
      measures: Object.fromEntries([
        ["memory", { leastChange: 80e6 }],
        ...OTHERS.map((name) => [name, { leastChange: 1e12, limit: null }]),
      ]),
    });
    const end = new AbortController();
    const ended = watch.run(end.signal);
    const stop = async (): Promise<void> => {
      end.abort();
      await ended;
    };
    watching.push({ watch, stop });
    return { watch, stop };
  };
  const told = <Name extends keyof EventMap>(name: Name): EventMap[Name][] =>
    it.told.filter((each) => each.name === name).map(({ payload }) => payload as EventMap[Name]);
  return {
    it,
    records,
    begin,
    heard: (name, subject) =>
      eventually(
        `${name} about ${subject}`,
        () => told(name).findLast((each) => each.subject === subject && each.measure === "memory"),
        PATIENCE_MS,
      ),
    alerts: () => told("health.alert"),
    looks: (count) => {
      const enough = looks + count;
      return eventually(`${count} looks`, () => looks >= enough, PATIENCE_MS);
    },
  };
}

const OTHERS = [
  "beat-delay",
  "cpu",
  "open-files",
  "step-time",
  "tmux-round-trip",
  "database-write",
  "event-loop-lag",
  "disk-free",
] as const;

const LEARNT = DEFAULT_ANOMALY_LIMITS.fewest + 5;

test("an agent that eats memory is told of, and recovers when it is replaced; its neighbour is not", async (t) => {
  const { it, begin, heard, alerts, looks, records } = ward(t, ["critic-1", "critic-2"]);
  it.patrol();
  await it.inState("critic-1", "ready");
  await it.inState("critic-2", "ready");
  const { watch } = begin();
  await looks(LEARNT);
  assert.deepEqual(alerts(), []);
  const before = watch.peakOf("critic-1", 1) ?? 0;
  assert.ok(before > 10e6 && before < 200e6, `${before} bytes`);

  await it.send("eat");
  const { outcome, agent } = await it.result();
  assert.equal(outcome.kind, "done");
  const alert = await heard("health.alert", agent);
  assert.ok(alert.value > (alert.usual ?? 0) + 150e6, alert.summary);
  assert.match(alert.summary, /^memory of critic-\d is \d+ MB, usually \d+ MB$/);
  assert.deepEqual(
    records.alerts().map(({ subject }) => subject),
    [agent],
  );
  assert.ok((watch.peakOf(agent, 1) ?? 0) >= alert.value);
  await looks(20);
  assert.equal(alerts().length, 1);

  it.agents.restart(agent);
  await it.inState(agent, "ready", 2);
  const recovered = await heard("health.recovered", agent);
  assert.notEqual(recovered.ending, "settled");
  assert.deepEqual(records.alerts(), []);
  assert.ok((watch.peakOf(agent, 1) ?? 0) > (watch.peakOf(agent, 2) ?? Infinity));
  assert.equal(alerts().length, 1);
});

test("a daemon that starts anew repeats no alert, and tells of its end", async (t) => {
  const { it, begin, heard, alerts, looks, records } = ward(t, ["critic-1"]);
  const first = it.patrol();
  await it.inState("critic-1", "ready");
  const { stop } = begin();
  await looks(LEARNT);
  await it.send("eat");
  await heard("health.alert", "critic-1");
  await stop();
  await first.stop();
  const [alert] = records.alerts();

  it.patrol();
  begin();
  await looks(20);
  assert.equal(alerts().length, 1);
  assert.equal(records.alerts()[0]?.openedAt, alert?.openedAt);
  it.agents.restart("critic-1");
  await it.inState("critic-1", "ready", 2);
  assert.notEqual((await heard("health.recovered", "critic-1")).ending, "settled");
});

test("a constant load is never told of, and what was found can be read", async (t) => {
  const { it, begin, alerts, looks, records } = ward(t, ["critic-1"]);
  it.patrol();
  await it.inState("critic-1", "ready");
  const { watch } = begin();
  await looks(40);
  assert.deepEqual(alerts(), []);
  const found = new Set(records.readings().map(({ subject, measure }) => `${subject}: ${measure}`));
  for (const one of [
    "critic-1: memory",
    "critic-1: cpu",
    "critic-1: work-folder",
    "daemon: tmux-round-trip",
    "host: disk-free",
  ]) {
    assert.ok(found.has(one), `${one} in ${[...found].join(", ")}`);
  }
  const usage = watch.usages().get("critic-1");
  assert.ok(usage && usage.memoryBytes > 10e6 && usage.openFiles > 5 && usage.cpuSeconds >= 0);
});

test("an agent that nobody needs any more is no trouble any more", async (t) => {
  const { it, begin, heard, looks, records } = ward(t, ["critic-1"]);
  const first = it.patrol();
  await it.inState("critic-1", "ready");
  begin();
  await looks(LEARNT);
  await it.send("eat");
  await heard("health.alert", "critic-1");
  await first.stop();
  it.patrol({ size: { min: 0, max: 1 }, scaling: { idleMs: 0 } });
  await it.inState("critic-1", "stopped");
  // A process that ends gives its memory back, which a look may still see.
  assert.notEqual((await heard("health.recovered", "critic-1")).ending, "settled");
  assert.deepEqual(records.alerts(), []);
});
