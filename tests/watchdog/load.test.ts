import assert from "node:assert/strict";
import { test } from "node:test";
import type { TopicStats } from "../../queue/queue.ts";
import { demandOf } from "../../watchdog/demand.ts";
import { cpuLoad, hostLoad } from "../../watchdog/host.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryFolder } from "../support/temp.ts";

const PRESSURE = `some avg10=98.36 avg60=89.12 avg300=64.59 total=7227383116
full avg10=0.00 avg60=1.00 avg300=0.00 total=0
`;

test("the host's load is the kernel's pressure of a minute, or the load average per core", (t) => {
  assert.deepEqual(cpuLoad(PRESSURE), { kind: "pressure", value: 0.8912 });
  assert.equal(cpuLoad(undefined).kind, "load");
  const { freeMemoryBytes, freeDiskBytes, cpu } = hostLoad(temporaryFolder(t));
  assert.ok(freeMemoryBytes > 0 && freeDiskBytes > 0 && cpu.value >= 0);
});

const topic = (name: string, ready: number): TopicStats => ({
  topic: name,
  ready,
  leased: 5,
  delayed: 7,
  dead: 9,
  oldestReadyAt: null,
});

test("demand is what is ready for a role, unless its topic is paused", async () => {
  const stats = [topic("work.critic", 2), topic("work.editor", 3), topic("result", 4)];
  const demand = demandOf(
    { stats: async () => stats },
    { paused: async () => [{ topic: "work.editor", pausedAt: 0, reason: "" }] },
    fakeClock(),
  );
  const counted = await demand(["critic", "editor", "renderer"]);
  assert.deepEqual(
    [...counted],
    [
      ["critic", 2],
      ["editor", 0],
      ["renderer", 0],
    ],
  );
});

test("a queue that is slow to count is counted seldom, a quick one each time", async () => {
  let [now, counts, costMs] = [0, 0, 0];
  const demand = demandOf(
    {
      stats: async () => {
        counts += 1;
        now += costMs;
        return [];
      },
    },
    { paused: async () => [] },
    { ...fakeClock(), uptime: () => now },
  );
  await demand([]);
  await demand([]);
  assert.equal(counts, 2);
  costMs = 100;
  await demand([]);
  now += 4_999;
  await demand([]);
  assert.equal(counts, 3);
  now += 1;
  await demand([]);
  assert.equal(counts, 4);
});
