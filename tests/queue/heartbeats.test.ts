import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openDatabase, readDatabase } from "../../kernel/database.ts";
import type { Heartbeat, Heartbeats } from "../../queue/heartbeat.ts";
import { openHeartbeats } from "../../queue/heartbeats.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryFolder } from "../support/temp.ts";

const clock = fakeClock(1_000);
const beat: Omit<Heartbeat, "beatAt"> = {
  agent: "renderer-1",
  generation: 3,
  pid: 4711,
  state: "busy",
  job: "j1",
  step: "render:s01",
  doing: "frame 120 of 450",
  progress: 0.25,
  progressAt: 900,
  stallMs: 600_000,
};

function open(t: TestContext): Heartbeats {
  const heartbeats = openHeartbeats(join(temporaryFolder(t), "heartbeats.db"), clock);
  t.after(() => heartbeats[Symbol.dispose]());
  return heartbeats;
}

test("a beat is kept with the time at which it came", (t) => {
  const heartbeats = open(t);
  assert.equal(heartbeats.beat(beat), "ok");
  assert.deepEqual(heartbeats.all(), [{ ...beat, beatAt: 1_000 }]);
  assert.equal(heartbeats.beat({ ...beat, progress: null, job: null, step: null }), "ok");
  assert.equal(heartbeats.all()[0]?.progress, null);
  assert.equal(heartbeats.all().length, 1);
});

test("an agent of an older version beats on beside a newer daemon, and names no limit", (t) => {
  const path = join(temporaryFolder(t), "heartbeats.db");
  using before = openDatabase(path, {
    migrations: [{ room: "heartbeats", folder: earlierMigrations(t) }],
  });
  const beatAsBefore = (progressAt: number) =>
    before.transact((tx) =>
      tx
        .prepare(
          `insert into heartbeat
             (agent, generation, pid, state, job, step, doing, progress, progress_at, beat_at,
              uptime, boot_id)
           values ('renderer-1', 3, 4711, 'busy', 'j1', 'render', '', null, @progressAt, 1000, 1, 'b')
           on conflict (agent) do update set progress_at = excluded.progress_at`,
        )
        .run({ progressAt }),
    );
  beatAsBefore(500);
  using heartbeats = openHeartbeats(path, clock);
  beatAsBefore(600);
  const [told] = heartbeats.all();
  assert.deepEqual([told?.progressAt, told?.stallMs], [600, null]);
  assert.equal(heartbeats.beat({ ...beat, generation: 4 }), "ok");
  assert.equal(heartbeats.all()[0]?.stallMs, 600_000);
});

/** As they were before beats named a limit. */
function earlierMigrations(t: TestContext): string {
  const folder = temporaryFolder(t);
  const all = join(import.meta.dirname, "..", "..", "queue", "heartbeats", "migrations");
  for (const name of ["001_heartbeats.sql", "002_uptime.sql"]) {
    copyFileSync(join(all, name), join(folder, name));
  }
  return folder;
}

test("a process that was replaced learns it, and changes nothing", (t) => {
  const heartbeats = open(t);
  heartbeats.beat({ ...beat, generation: 4, pid: 5000 });
  assert.equal(heartbeats.beat(beat), "superseded");
  assert.equal(heartbeats.all()[0]?.pid, 5000);
});

test("an agent is asked to drain until its next generation beats", (t) => {
  const heartbeats = open(t);
  heartbeats.beat(beat);
  heartbeats.beat({ ...beat, agent: "renderer-2" });
  heartbeats.askToDrain("renderer-1");
  assert.equal(heartbeats.beat(beat), "drain");
  assert.equal(heartbeats.beat(beat), "drain");
  assert.equal(heartbeats.beat({ ...beat, agent: "renderer-2" }), "ok");
  assert.equal(heartbeats.beat({ ...beat, generation: 4 }), "ok");
});

test("a forgotten agent is gone until it beats again", (t) => {
  const heartbeats = open(t);
  heartbeats.beat(beat);
  heartbeats.forget("renderer-1");
  heartbeats.forget("nobody");
  assert.deepEqual(heartbeats.all(), []);
  assert.equal(heartbeats.beat({ ...beat, generation: 1 }), "ok");
});

test("two processes share the beats of one file", (t) => {
  const path = join(temporaryFolder(t), "heartbeats.db");
  using agent = openHeartbeats(path, clock);
  using watchdog = openHeartbeats(path, clock);
  agent.beat(beat);
  watchdog.askToDrain("renderer-1");
  assert.equal(agent.beat(beat), "drain");
});

test("while somebody else writes a beat is possible still, and the answer waits for nobody", (t) => {
  const path = join(temporaryFolder(t), "heartbeats.db");
  using heartbeats = openHeartbeats(path, clock);
  using other = openDatabase(path, { migrations: [] });
  assert.equal(heartbeats.canBeat(), true);
  const tookMs = other.transact(() => {
    const askedAt = performance.now();
    assert.equal(heartbeats.canBeat(), true);
    return performance.now() - askedAt;
  });
  assert.ok(tookMs < 1_000, `${tookMs} ms`);
});

for (const [way, ms] of [
  ["forward", 3_600_000],
  ["back", -3_600_000],
] as const) {
  test(`a beat is as old as it is, although the clock was set ${way}`, (t) => {
    const time = fakeClock(9_000_000);
    using heartbeats = openHeartbeats(join(temporaryFolder(t), "heartbeats.db"), time);
    heartbeats.beat({ ...beat, progressAt: time.now() - 100 });
    void time.advance(2_000);
    time.jumpTo(time.now() + ms);
    const [told] = heartbeats.all();
    assert.equal(time.now() - (told?.beatAt ?? 0), 2_000);
    assert.equal(time.now() - (told?.progressAt ?? 0), 2_100);
  });
}

test("a beat of another boot is told as it was written", (t) => {
  const path = join(temporaryFolder(t), "heartbeats.db");
  const later = fakeClock(9_000_000);
  using before = openHeartbeats(path, clock, "boot-1");
  using after = openHeartbeats(path, later, "boot-2");
  before.beat(beat);
  assert.equal(after.all()[0]?.beatAt, clock.now());
});

test("a file that is no database is put aside, and told of to who asks later", (t) => {
  const path = join(temporaryFolder(t), "heartbeats.db");
  writeFileSync(path, NONSENSE);
  using heartbeats = openHeartbeats(path, clock);
  assert.equal(heartbeats.beat(beat), "ok");
  assert.deepEqual(heartbeats.all(), [{ ...beat, beatAt: 1_000 }]);
  assert.deepEqual(readFileSync(`${path}-damaged`), NONSENSE);
  assert.match(reasonsOf(heartbeats).join(), /heartbeats\.db is damaged: .*SQLITE_NOTADB/);
});

test("damage that is met at work is put aside, and the work is done on the new file", (t) => {
  const path = join(temporaryFolder(t), "heartbeats.db");
  openHeartbeats(path, clock)[Symbol.dispose]();
  damageTable(path);
  using heartbeats = openHeartbeats(path, clock);
  const reasons = reasonsOf(heartbeats);
  assert.deepEqual(reasons, []);
  assert.equal(heartbeats.beat(beat), "ok");
  assert.equal(heartbeats.all().length, 1);
  assert.match(reasons.join(), /damaged: .*SQLITE_CORRUPT/);
  assert.ok(existsSync(`${path}-damaged`));
});

test("who has the damaged file open still follows to the new one, and is excused meanwhile", (t) => {
  const time = fakeClock(1_000);
  const path = join(temporaryFolder(t), "heartbeats.db");
  using agent = openHeartbeats(path, time);
  using watchdog = openHeartbeats(path, time);
  const reasons = reasonsOf(watchdog);
  agent.beat(beat);
  for (const file of [path, `${path}-wal`]) writeFileSync(file, NONSENSE);
  using other = openHeartbeats(path, time);
  assert.equal(reasonsOf(other).length, 1);
  assert.deepEqual(watchdog.all(), [], "nobody has beaten into the new file yet");
  assert.equal(watchdog.canBeat(), false, "so that silence proves nothing");
  assert.equal(agent.beat(beat), "ok");
  for (const each of [watchdog, other]) assert.equal(each.all().length, 1);
  assert.deepEqual(reasons, ["another process has put a damaged file aside"]);
  void time.advance(10_000);
  assert.equal(watchdog.canBeat(), true);
});

test("a file that was removed by hand is not made again by those who have it open", (t) => {
  const path = join(temporaryFolder(t), "heartbeats.db");
  using heartbeats = openHeartbeats(path, clock);
  rmSync(path);
  assert.equal(heartbeats.beat(beat), "ok");
  assert.equal(heartbeats.all().length, 1);
  assert.ok(!existsSync(path));
});

const NONSENSE = Buffer.alloc(65_536, 0xa5);

function reasonsOf(heartbeats: Heartbeats): string[] {
  const reasons: string[] = [];
  heartbeats.onRenewal((reason) => reasons.push(reason));
  return reasons;
}

/** The page of the beats alone, which nobody reads who only opens the file. */
function damageTable(path: string): void {
  const page = readDatabase(path, (from) =>
    from
      .prepare<{ rootpage: number }>("select rootpage from sqlite_schema where name = 'heartbeat'")
      .get(),
  );
  const bytes = readFileSync(path);
  const start = ((page?.rootpage ?? 0) - 1) * 4_096;
  writeFileSync(path, bytes.fill(0xa5, start, start + 4_096));
}
