import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { operationalOf } from "../../kernel/errors.ts";
import type { Heartbeat } from "../../queue/heartbeat.ts";
import { openAgents, watchdogMigrations } from "../../watchdog/agents.ts";
import { causeOfEnding, nameOf } from "../../watchdog/cause.ts";
import { findCrash, readCrashes, saveCrash, type CrashReport } from "../../watchdog/crash.ts";
import { newRecord } from "../../watchdog/record.ts";
import { temporaryDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/temp.ts";

const beat: Heartbeat = {
  agent: "writer",
  generation: 2,
  pid: 7,
  state: "busy",
  job: "job-1",
  step: "script",
  doing: "writing",
  progress: 0.5,
  progressAt: 5,
  stallMs: 60_000,
  beatAt: 9,
};
const record = {
  ...newRecord("writer", ["scriptsmith"]),
  generation: 2,
  pid: 7,
  pane: "%1",
  state: "ready" as const,
};

test("the list shows what is written down, and the beats of this moment", (t) => {
  const database = temporaryDatabase(t, [watchdogMigrations]);
  const written = openAgents(database);
  written.write(record);
  const known = {
    name: "writer",
    roles: ["scriptsmith"],
    pane: "%1",
    pid: 7,
    generation: 2,
    restarts: 0,
  };
  assert.deepEqual(written.list(), [{ ...known, state: "ready", job: null, heartbeatAt: null }]);
  const live = openAgents(database, { all: () => [beat] });
  assert.deepEqual(live.list(), [{ ...known, state: "busy", job: "job-1", heartbeatAt: 9 }]);
});

test("a beat of another generation, or of a held agent, changes nothing in the list", (t) => {
  const database = temporaryDatabase(t, [watchdogMigrations]);
  const agents = openAgents(database, { all: () => [beat] });
  agents.write({ ...record, generation: 3 });
  assert.equal(agents.list()[0]?.state, "ready");
  agents.write(record);
  agents.hold("writer");
  const [held] = agents.list();
  assert.deepEqual([held?.state, held?.job, held?.heartbeatAt], ["held", null, null]);
  agents.release("writer");
  assert.equal(agents.list()[0]?.state, "busy");
});

test("what people ask for survives what the patrol writes", (t) => {
  const agents = openAgents(temporaryDatabase(t, [watchdogMigrations]));
  agents.write(record);
  assert.ok(agents.hold("writer"));
  assert.ok(agents.restart("writer"));
  agents.write({ ...record, restarts: 1 });
  const [after] = agents.records();
  assert.equal(after?.held, true);
  assert.ok(after?.restartAskedAt);
  agents.answerRestart("writer");
  agents.release("writer");
  assert.equal(agents.records()[0]?.restartAskedAt, null);
  assert.equal(agents.records()[0]?.held, false);
  assert.equal(agents.restart("nobody"), false);
});

test("causes are told apart by exit code, signal and the kernel's count", () => {
  const causes = [
    causeOfEnding({ exitCode: 2, signal: null }, true),
    causeOfEnding({ exitCode: null, signal: "SIGKILL" }, false),
    causeOfEnding({ exitCode: null, signal: "SIGKILL" }, true),
    causeOfEnding({ exitCode: null, signal: null }, false),
    causeOfEnding({ exitCode: 78, signal: null }, false),
  ];
  assert.deepEqual(causes.map(nameOf), [
    "exit 2",
    "signal SIGKILL",
    "out-of-memory",
    "vanished",
    "bad-config",
  ]);
});

const report: Omit<CrashReport, "id"> = {
  at: "1970-01-01T00:00:00.000Z",
  agent: "writer",
  generation: 2,
  pid: 7,
  cause: "exit 1",
  exitCode: 1,
  signal: null,
  upSeconds: 3,
  job: "job-1",
  step: "script",
  doing: "writing",
  progress: 0.5,
  released: 1,
  messages: [{ id: "41", topic: "work.scriptsmith", attempt: 1 }],
  beats: [],
  peakMemoryBytes: 80_000_000,
  host: { loadAverages: [0.5, 0.4, 0.3], freeMemoryBytes: 1e9 },
  lastLines: ["oh"],
};

test("crash reports are kept, newest first, and never without end", (t) => {
  const folder = temporaryFolder(t);
  for (let second = 0; second < 205; second += 1) {
    saveCrash(folder, { ...report, at: new Date(second * 1_000).toISOString() });
  }
  assert.equal(readdirSync(folder).length, 200);
  const [newest] = readCrashes(folder);
  assert.deepEqual(newest, { id: "writer#2", ...report, at: "1970-01-01T00:03:24.000Z" });
});

test("a report that the file system refuses is an operational failure, told with the folder", (t) => {
  const folder = join(temporaryFolder(t), "crashes");
  writeFileSync(folder, "no folder");
  assert.throws(
    () => saveCrash(folder, report),
    (error) =>
      operationalOf(error)?.code === "crash-report-unwritable" &&
      operationalOf(error)?.hint.includes(folder),
  );
});

test("a report of an earlier version is read, what is no report is left out", (t) => {
  const folder = temporaryFolder(t);
  const { messages: _m, beats: _b, peakMemoryBytes: _p, host: _h, ...earlier } = report;
  saveCrash(folder, earlier as typeof report);
  writeFileSync(join(folder, "1-torn.json"), '{"at": "19');
  writeFileSync(join(folder, "2-other.json"), "{}");
  const unknown = { messages: [], beats: [], peakMemoryBytes: null, host: null };
  assert.deepEqual(readCrashes(folder), [{ id: "writer#2", ...report, ...unknown }]);
});

test("a report is found by its agent's generation, or as the latest of its agent", () => {
  const reports = [4, 3, 2].map((generation) => {
    return { ...report, generation, id: `writer#${generation}` };
  });
  assert.equal(findCrash(reports, "writer#3")?.generation, 3);
  assert.equal(findCrash(reports, "writer")?.generation, 4);
  assert.equal(findCrash(reports, "critic"), undefined);
});
