import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../../../kernel/database.ts";
import { OperationalError } from "../../../kernel/errors.ts";
import { createEvents, type EventMap } from "../../../kernel/events.ts";
import { watchdogMigrations } from "../../../watchdog/agents.ts";
import { DEFAULT_ANOMALY_LIMITS } from "../../../watchdog/health/judgement.ts";
import type { MeasureName } from "../../../watchdog/health/measures.ts";
import type { Sample } from "../../../watchdog/health/record.ts";
import { openHealthRecords, type HealthRecords } from "../../../watchdog/health/records.ts";
import { openWatch } from "../../../watchdog/health/watch.ts";
import { temporaryDatabase } from "../../support/database.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";

const GB = 1e9;
const EXPECTED: ReadonlySet<MeasureName> = new Set(["memory", "cpu"]);

type Told = { readonly [Name in keyof EventMap]?: EventMap[Name] };

interface Watched {
  readonly records: HealthRecords;
  readonly told: Told[];
  /** One look each, five seconds apart. */
  readonly look: (...samples: (readonly Sample[])[]) => void;
  readonly times: (count: number, ...samples: Sample[]) => void;
  /** Sets the host's clock by so many ms. */
  readonly setBy: (ms: number) => void;
  /** As a daemon that starts anew on the same database. */
  readonly restart: () => void;
}

function watched(t: Cleanup, over: Partial<HealthRecords> = {}): Watched {
  const records = openHealthRecords(temporaryDatabase(t, [watchdogMigrations]));
  const events = createEvents();
  const told: Told[] = [];
  events.onAny((name, payload) => told.push({ [name]: payload }));
  const open = () =>
    openWatch({ records: { ...records, ...over }, events, limits: DEFAULT_ANOMALY_LIMITS });
  let watch = open();
  let [now, uptime] = [Date.UTC(2030, 0, 1), 1_000_000];
  const look: Watched["look"] = (...looks) => {
    for (const samples of looks) {
      now += 5_000;
      uptime += 5_000;
      watch.observe(samples, { now, uptime, expected: EXPECTED, isKept: true });
    }
  };
  return {
    records,
    told,
    look,
    times: (count, ...samples) => look(...Array.from({ length: count }, () => samples)),
    setBy: (ms) => void (now += ms),
    restart: () => {
      watch = open();
    },
  };
}

const memory = (value: number, activity = "ready", subject = "critic-1"): Sample => ({
  subject,
  measure: "memory",
  value,
  activity,
});

test("what stands out is told once, with what is usual, until it has recovered", (t) => {
  const { look, times, told, records } = watched(t);
  times(20, memory(0.1 * GB));
  look([memory(2 * GB)], [memory(2.1 * GB)]);
  assert.deepEqual(told, []);
  times(30, memory(2.2 * GB));
  const about = { subject: "critic-1", measure: "memory" } as const;
  assert.deepEqual(told.splice(0), [
    {
      "health.alert": {
        ...about,
        value: 2.2 * GB,
        usual: 0.1 * GB,
        summary: "memory of critic-1 is 2.2 GB, usually 100 MB",
      },
    },
  ]);
  const [alert, ...others] = records.alerts();
  assert.deepEqual(others, []);
  assert.equal((alert?.seenAt ?? 0) - (alert?.openedAt ?? 0), 29 * 5_000);
  times(10, memory(0.1 * GB));
  assert.deepEqual(told, [
    {
      "health.recovered": {
        ...about,
        ending: "recovered",
        openMs: 32 * 5_000,
        summary: "memory of critic-1 is 100 MB, usually 100 MB",
      },
    },
  ]);
  assert.deepEqual(records.alerts(), []);
});

test("a constant load is never told", (t) => {
  const { times, told } = watched(t);
  times(500, memory(3 * GB), { subject: "critic-1", measure: "cpu", value: 2 });
  assert.deepEqual(told, []);
});

test("an agent at work is compared with itself at the same work, not with its rest", (t) => {
  const { times, told } = watched(t);
  for (let film = 0; film < 5; film += 1) {
    times(20, memory(0.1 * GB));
    times(20, memory(1.5 * GB, "busy render"));
  }
  assert.deepEqual(told, []);
  times(3, memory(1.5 * GB));
  assert.equal(told.length, 1);
});

test("a daemon that starts anew neither repeats an alert nor forgets it", (t) => {
  const it = watched(t);
  it.times(20, memory(0.1 * GB));
  it.times(5, memory(2 * GB));
  assert.equal(it.told.length, 1);
  it.restart();
  it.times(20, memory(2 * GB));
  assert.equal(it.told.length, 1);
  assert.equal(it.records.alerts()[0]?.usual, 0.1 * GB);
  it.times(3, memory(0.1 * GB));
  assert.deepEqual(
    it.told.map((one) => Object.keys(one)[0]),
    ["health.alert", "health.recovered"],
  );
});

test("an alert about somebody who is gone ends, also after a restart", (t) => {
  const it = watched(t);
  it.times(20, memory(0.1 * GB));
  it.times(5, memory(2 * GB));
  it.look([]);
  it.restart();
  it.look([], [], []);
  assert.equal(it.told[1]?.["health.recovered"]?.ending, "gone");
  assert.deepEqual(it.records.alerts(), []);
});

test("a look that has not measured something says nothing about it", (t) => {
  const it = watched(t);
  const step = (value: number): Sample => ({ subject: "editor", measure: "step-time", value });
  it.times(20, step(10));
  it.times(3, step(600));
  it.times(10);
  assert.equal(it.told.length, 1);
  assert.equal(it.records.alerts().length, 1);
});

test("what has been so for an hour is usual then, and is told so", (t) => {
  const it = watched(t);
  it.times(20, memory(0.1 * GB));
  it.times(3 + 720, memory(2 * GB));
  assert.equal(it.told.at(-1)?.["health.recovered"]?.ending, "settled");
  it.times(500, memory(2 * GB));
  assert.equal(it.told.length, 2);
});

const HOUR = 3_600_000;

for (const [way, ms] of [
  ["forward", 2 * HOUR],
  ["back", -2 * HOUR],
] as const) {
  test(`a clock that is set ${way} neither ends an alert nor makes it older`, (t) => {
    const it = watched(t);
    it.times(20, memory(0.1 * GB));
    it.times(5, memory(2 * GB));
    const [before] = it.records.alerts();
    it.setBy(ms);
    it.times(5, memory(2 * GB));
    const [after] = it.records.alerts();
    assert.equal((after?.openedAt ?? 0) - (before?.openedAt ?? 0), ms);
    assert.equal((after?.seenAt ?? 0) - (after?.openedAt ?? 0), 7 * 5_000);
    it.times(3, memory(0.1 * GB));
    const recovered = it.told[1]?.["health.recovered"];
    assert.deepEqual([recovered?.ending, recovered?.openMs], ["recovered", 10 * 5_000]);
  });

  test(`a clock that is set ${way} changes nothing of what people are shown`, (t) => {
    const it = watched(t);
    it.look([{ subject: "editor", measure: "step-time", value: 10 }]);
    it.setBy(ms);
    const shown = () => it.records.readings().map(({ measure }) => measure);
    it.times(700);
    assert.deepEqual(shown(), ["step-time"]);
    it.times(20);
    assert.deepEqual(shown(), []);
  });
}

test("an alert from before the clock was set back, while no daemon ran, goes on and ends", (t) => {
  const it = watched(t);
  it.times(20, memory(0.1 * GB));
  it.times(5, memory(2 * GB));
  it.setBy(-HOUR);
  it.restart();
  it.times(1, memory(2 * GB));
  const [alert] = it.records.alerts();
  assert.equal(alert?.openedAt, alert?.seenAt);
  it.times(720, memory(2 * GB));
  const settled = it.told[1]?.["health.recovered"];
  assert.deepEqual([settled?.ending, settled?.openMs], ["settled", HOUR]);
});

test("an alert that calms down, or whose subject is away, is told by the new time at once", (t) => {
  const it = watched(t);
  const both = (value: number) => [memory(value), memory(value, "ready", "critic-2")] as const;
  it.times(20, ...both(0.1 * GB));
  it.times(5, ...both(2 * GB));
  const before = it.records.alerts();
  it.setBy(-HOUR);
  it.look([memory(0.1 * GB)]);
  const moved = before.map(({ openedAt, seenAt }) => [openedAt - HOUR, seenAt - HOUR]);
  const after = it.records.alerts().map(({ openedAt, seenAt }) => [openedAt, seenAt]);
  assert.deepEqual(after, moved);
  assert.equal(after.length, 2);
});

test("an alert that could not be written is told when it is", (t) => {
  let isFull = false;
  const it = watched(t, {
    write: (changes) => {
      if (isFull) throw new OperationalError("database-unusable", "The disk is full.");
      it.records.write(changes);
    },
  });
  it.times(20, memory(0.1 * GB));
  isFull = true;
  for (let n = 0; n < 5; n += 1) {
    assert.throws(() => it.look([memory(2 * GB)]), { code: "database-unusable" });
  }
  assert.deepEqual(it.told, []);
  isFull = false;
  it.times(2, memory(2 * GB));
  assert.equal(it.told.length, 1);
  assert.equal(it.records.alerts().length, 1);
});

test("people find what the last look found, and nothing of those who are gone", (t) => {
  const it = watched(t);
  it.times(20, memory(0.1 * GB), memory(0.2 * GB, "ready", "critic-2"));
  it.look([memory(0.1 * GB)]);
  const shown = it.records.readings().map(({ subject, value, usual }) => [subject, value, usual]);
  assert.deepEqual(shown, [["critic-1", 0.1 * GB, 0.1 * GB]]);
});

test("alerts are in the file, for whoever opens it next", (t) => {
  const path = join(temporaryFolder(t), "kantoku.db");
  const open = () => openDatabase(path, { migrations: [watchdogMigrations] });
  const alert = {
    subject: "host",
    measure: "disk-free",
    openedAt: 1,
    seenAt: 2,
    value: 3,
    usual: null,
    calm: 4,
  } as const;
  const nothing = { seen: [], ended: [], readings: null };
  {
    using database = open();
    openHealthRecords(database).write({ ...nothing, seen: [alert] });
  }
  using database = open();
  const records = openHealthRecords(database);
  assert.deepEqual(records.alerts(), [alert]);
  records.write({ ...nothing, ended: [alert] });
  assert.deepEqual(records.alerts(), []);
});
