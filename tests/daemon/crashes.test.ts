import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../../kernel/database.ts";
import { homeAt } from "../../kernel/home.ts";
import { openAgents, watchdogMigrations } from "../../watchdog/agents.ts";
import { newRecord, type AgentRecord } from "../../watchdog/record.ts";
import { saveCrash, type CrashReport } from "../../watchdog/crash.ts";
import { kantoku, kantokuJson, makeHome, temporaryFolder } from "./command.ts";

const REPORT: Omit<CrashReport, "id"> = {
  at: "2026-01-02T03:04:05.000Z",
  agent: "renderer-1",
  generation: 4,
  pid: 4711,
  cause: "out-of-memory",
  exitCode: null,
  signal: "SIGKILL",
  upSeconds: 75,
  job: "01JOB",
  step: "render-2",
  doing: "Frame 120 of 450",
  progress: 0.27,
  released: 1,
  messages: [{ id: "42", topic: "work.renderer", attempt: 2 }],
  beats: [
    { at: "2026-01-02T03:03:00.000Z", state: "ready", step: null, doing: "", progress: null },
    {
      at: "2026-01-02T03:04:04.000Z",
      state: "busy",
      step: "render-2",
      doing: "Frame 120 of 450",
      progress: 0.27,
    },
  ],
  peakMemoryBytes: 1_250_000_000,
  host: { loadAverages: [3.14, 2, 1], freeMemoryBytes: 95_000_000 },
  lastLines: ["┌ renderer-1 ┐", "", " ", "", "Frame 120 of 450", "", ""],
};

const BARE: Omit<CrashReport, "id"> = {
  ...REPORT,
  at: "2026-01-02T03:00:00.000Z",
  agent: "critic",
  generation: 1,
  cause: "bad-config",
  exitCode: 78,
  signal: null,
  upSeconds: null,
  job: null,
  step: null,
  doing: "",
  progress: null,
  released: 0,
  messages: [],
  beats: [],
  peakMemoryBytes: null,
  host: null,
  lastLines: [],
};

test("crashes are listed newest first, of everybody or of one, and shown whole", async (t) => {
  const home = temporaryFolder(t);
  const folder = join(home, "logs", "crashes");
  saveCrash(folder, REPORT);
  saveCrash(folder, BARE);
  const list = await kantoku(home, ["agents", "crashes"]);
  assert.equal(list.exitCode, 0, list.stderr);
  const [header, first, second] = list.stdout.split("\n");
  assert.match(header ?? "", /^id +when +cause +lived +peak +at work on$/);
  assert.match(
    first ?? "",
    /^renderer-1#4 +\d+ h \d+ min ago +out-of-memory +1 min 15 s +1\.3 GB +render-2 of 01JOB$/,
  );
  assert.match(second ?? "", /^critic#1 +\d+ h \d+ min ago +bad-config +nothing$/);
  const one = await kantoku(home, ["agents", "crashes", "critic"]);
  assert.doesNotMatch(one.stdout, /renderer/);
  const latest = await kantoku(home, ["agents", "crashes", "--last", "1"]);
  assert.match(latest.stdout, /renderer-1#4[^]*\n1 older: --last 2\n$/);
  assert.deepEqual(await kantokuJson(home, ["agents", "crashes"]), [
    { id: "renderer-1#4", ...REPORT },
    { id: "critic#1", ...BARE },
  ]);
  assert.deepEqual(await kantokuJson(home, ["agents", "crash", "critic#1"]), {
    id: "critic#1",
    ...BARE,
  });
});

test("one crash is shown with all that is known, and nothing that is not", async (t) => {
  const home = temporaryFolder(t);
  saveCrash(join(home, "logs", "crashes"), REPORT);
  saveCrash(join(home, "logs", "crashes"), BARE);
  const { stdout } = await kantoku(home, ["agents", "crash", "renderer-1"]);
  assert.equal(
    stdout,
    `renderer-1#4 was lost: out-of-memory

  when         2026-01-02T03:04:05.000Z
  process      4711
  lived        1 min 15 s
  signal       SIGKILL
  at work on   render-2 of job 01JOB
  last words   Frame 120 of 450 (27 %)
  message      42 of work.renderer, attempt 2: back in the queue
  peak memory  1.3 GB
  host         load 3.1, 2.0, 1.0; 95 MB of memory free

What it said
  03:03:00  ready
  03:04:04  busy  render-2  Frame 120 of 450

Last lines of its pane
  ┌ renderer-1 ┐
  
  Frame 120 of 450
`,
  );
  const bare = await kantoku(home, ["agents", "crash", "critic#1"]);
  assert.equal(
    bare.stdout,
    `critic#1 was lost: bad-config

  when         2026-01-02T03:00:00.000Z
  process      4711
  exit code    78
  at work on   nothing
`,
  );
});

test("who asks for a crash, an agent or a command that isn't there is told what there is", async (t) => {
  const home = temporaryFolder(t);
  await makeHome(home);
  assert.equal((await kantoku(home, ["agents", "crashes"])).stdout, "Nobody has crashed.\n");
  assert.deepEqual(await kantokuJson(home, ["agents", "crashes"]), []);
  const quiet = await kantoku(home, ["agents", "crashes", "writer"]);
  assert.equal(quiet.stdout, "writer has not crashed.\n");
  saveCrash(join(home, "logs", "crashes"), REPORT);
  const cases: [string[], RegExp][] = [
    [["crashes", "wrter"], /^agent: there is no agent "wrter" \(did you mean "writer"\?\)$/m],
    [["crashes", "--last", "0"], /--last: "0" is not a whole number from 1 to 1000/],
    [["crash", "renderer-1#5"], /^crash: there is no .* \(did you mean "renderer-1#4"\?\)$/m],
    [["crash", "zzz"], /\(see: kantoku agents crashes\)/],
    [["hodl", "writer"], /unknown command "hodl" \(did you mean "hold"\?\)/],
    [["scale", "rendrer", "2"], /there is no crew "rendrer" \(did you mean "renderer"\?\)/],
    [["scale", "renderer", "4..2"], /crew "renderer": min \(4\) is more than max \(2\)/],
  ];
  for (const [args, expected] of cases) {
    const { stdout, stderr, exitCode } = await kantoku(home, ["agents", ...args]);
    assert.equal(exitCode, 2, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, expected);
    assert.equal(stdout, "");
  }
});

test("who is paused or lost for good stands below the list of agents, with the reason", async (t) => {
  const home = temporaryFolder(t);
  await makeHome(home);
  const database = openDatabase(homeAt(home).database, { migrations: [watchdogMigrations] });
  const agents = openAgents(database);
  const write = (name: string, changes: Partial<AgentRecord>) =>
    agents.write({ ...newRecord(name, ["critic"]), ...changes });
  const inAnHour = Date.now() + 3_600_000;
  write("writer", {});
  write("critic", { state: "quarantined", resumeAt: inAnHour, reason: "exit 3, 5 losses lately" });
  write("sound", { state: "backoff", resumeAt: inAnHour, reason: "hang" });
  write("guest", { state: "stopped", pane: "%4", reason: "signal SIGSEGV" });
  database.close();
  const { stdout } = await kantoku(home, ["agents"]);
  const [, below = ""] = stdout.split("\n\n");
  const lines = below.trimEnd().split("\n");
  assert.equal(lines.length, 3, stdout);
  assert.match(lines[0] ?? "", /^critic is in quarantine for .+: exit 3, 5 losses lately$/);
  assert.match(lines[1] ?? "", /^sound is in backoff for .+: hang$/);
  assert.equal(
    lines[2],
    "guest is lost (signal SIGSEGV): kantoku agents dismiss guest, or restart guest",
  );
});
