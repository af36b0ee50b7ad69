import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Sqlite from "better-sqlite3";
import { openDatabase } from "../../kernel/database.ts";
import { queueMigrations } from "../../queue/sqlite/queue.ts";
import { openAgents, WATCHDOG_BELL, watchdogMigrations } from "../../watchdog/agents.ts";
import { newRecord, type AgentRecord, type AgentState } from "../../watchdog/record.ts";
import { restMs } from "../../watchdog/rest.ts";
import { eventually } from "../support/eventually.ts";
import { temporaryFolder } from "../support/temp.ts";
import { byHand } from "../support/tmux.ts";
import { fleet, type Fleet, type FleetOptions, type PatrolChoices } from "./fleet.ts";

const NAME = "critic-1";
const EXITS: FleetOptions = { command: ["sh", "-c", "exit 3"] };
const SLEEPY: PatrolChoices = { size: { min: 0, max: 1 }, scaling: { idleMs: 600_000 } };

interface Way {
  readonly state: AgentState;
  readonly of?: FleetOptions;
  /** How it comes there. */
  readonly enter: (on: Fleet) => Promise<unknown>;
  /** Its pane's title line then; undefined when it has no pane, "" when the agent itself has the word. */
  readonly word: string | undefined;
}

const patrols =
  (choices: PatrolChoices = {}) =>
  async (on: Fleet): Promise<void> =>
    void on.patrol(choices);

const WAYS: Record<string, Way> = {
  "that starts": {
    state: "starting",
    of: { command: ["sleep", "600"] },
    enter: patrols({ limits: { startMs: 600_000 } }),
    word: "",
  },
  "that is ready": { state: "ready", enter: patrols(), word: "" },
  "at work": { state: "busy", enter: atWork, word: "" },
  "that drains": {
    state: "draining",
    enter: async (on) => {
      await atWork(on);
      on.agents.restart(NAME);
    },
    word: "",
  },
  "in backoff": {
    state: "backoff",
    of: EXITS,
    enter: patrols({ crashLoop: { firstDelayMs: 200_000, longestDelayMs: 200_000 } }),
    word: "backoff exit 3",
  },
  "in quarantine": {
    state: "quarantined",
    of: EXITS,
    enter: patrols({ crashLoop: { losses: 1, probeMs: 200_000 } }),
    word: "quarantined exit 3, 1 losses lately",
  },
  "that sleeps": { state: "stopped", enter: patrols(SLEEPY), word: undefined },
  "that was lost for good": {
    state: "stopped",
    of: EXITS,
    enter: lostForGood,
    word: "lost exit 3",
  },
};

for (const [who, { state, of, enter, word }] of Object.entries(WAYS)) {
  test(`an agent ${who} is held and released, and is what it was`, async (t) => {
    const on = fleet(t, of);
    await enter(on);
    await on.inState(NAME, state);
    await looked(on);
    const before = recordOf(on);

    await held(on);
    assert.equal(on.agents.list()[0]?.state, "held");
    assert.deepEqual(known(recordOf(on)), known(before));
    if (word !== undefined) assert.match(await wordOf(on, before), /^held/);
    assert.deepEqual(failures(on), []);

    await released(on);
    assert.equal(on.agents.list()[0]?.state, state);
    assert.deepEqual(known(recordOf(on)), known(before));
    if (word !== undefined) assert.equal(await wordOf(on, before), word);
    assert.deepEqual(failures(on), []);
  });
}

test("a hold outlasts the end of a quarantine, and the agent is tried when it is released", async (t) => {
  const on = fleet(t, EXITS);
  on.patrol({ crashLoop: { losses: 1, probeMs: 300, longestProbeMs: 200_000 } });
  const { generation } = await on.inState(NAME, "quarantined");
  await held(on);
  const { resumeAt } = recordOf(on);
  await eventually("its time is over", () => Date.now() > (resumeAt ?? 0));
  await looked(on);
  assert.equal(recordOf(on).generation, generation);
  await released(on);
  await on.inState(NAME, "quarantined", generation + 1);
});

test("an agent that was lost for good stays so over a hold, and can be dismissed meanwhile", async (t) => {
  const on = fleet(t, EXITS);
  await lostForGood(on);
  await on.inState(NAME, "stopped");
  await held(on);
  await released(on);
  assert.deepEqual([recordOf(on).generation, recordOf(on).reason], [1, "exit 3"]);
  assert.equal((await on.panes.observe()).length, 1, "the evidence stays");
  await held(on);
  assert.ok(on.agents.dismiss(NAME));
  await looked(on);
  assert.equal((await on.panes.observe()).length, 1, "nobody touches what is held");
  await released(on);
  await on.inState(NAME, "stopped", 2);
});

test("a hold of before the daemon's start is told, and so is a release without one", async (t) => {
  const on = fleet(t);
  const first = on.patrol();
  await on.inState(NAME, "ready");
  await first.stop();
  on.agents.hold(NAME);
  assert.equal(on.agents.list()[0]?.state, "held", "at once, for whoever asks");
  const second = on.patrol();
  await toldOf(on, "held");
  assert.equal(await wordOf(on, recordOf(on)), "held");
  await second.stop();
  on.agents.release(NAME);
  assert.equal(on.agents.list()[0]?.state, "ready");
  on.patrol();
  await eventually("its pane says so", async () => (await wordOf(on, recordOf(on))) === "");
});

test("nobody rests shorter for a held agent", () => {
  const still = { now: 1_000, careInMs: Infinity, isHeldBack: false, lifelines: undefined };
  const held = { ...newRecord(NAME, ["critic"]), held: true };
  const paused = restMs([{ ...held, state: "quarantined", resumeAt: 10 }], still);
  const starting = restMs([{ ...held, state: "starting", pid: 7 }], still);
  const running = restMs([{ ...held, state: "ready", pid: 7 }], still);
  assert.deepEqual([paused, starting], [running, running]);
});

test("records of a version that kept the hold as a state are carried over", (t) => {
  const path = join(temporaryFolder(t), "kantoku.db");
  writtenBefore(path, [
    ["alive", "held", 7, null, 1],
    ["dead", "held", null, "exit 3", 1],
    ["released", "held", 8, null, 0],
    ["ready", "ready", 9, null, 0],
  ]);
  using database = openDatabase(path, { migrations: [queueMigrations, watchdogMigrations] });
  const agents = openAgents(database);
  const states = agents.list().map(({ name, state }) => `${name} ${state}`);
  assert.deepEqual(states, ["alive held", "dead held", "released ready", "ready ready"]);
  for (const { name } of agents.records()) agents.release(name);
  const own = agents.records().map(({ name, state, reason }) => [name, state, reason]);
  assert.deepEqual(own, [
    ["alive", "ready", null],
    ["dead", "stopped", "exit 3"],
    ["released", "ready", null],
    ["ready", "ready", null],
  ]);
  assert.deepEqual(
    agents.records().map(({ heldTold }) => heldTold),
    [true, true, true, false],
  );
});

test("the table takes no hold for a state any more", (t) => {
  using database = openDatabase(join(temporaryFolder(t), "kantoku.db"), {
    migrations: [queueMigrations, watchdogMigrations],
  });
  const wrong = { ...newRecord(NAME, ["critic"]), state: "held" as "ready" };
  assert.throws(() => openAgents(database).write(wrong), { code: "SQLITE_CONSTRAINT_CHECK" });
});

async function atWork(on: Fleet): Promise<void> {
  on.patrol();
  await on.send("wait", join(on.folder, "cue"));
  await eventually("it is at work", () => on.agents.records()[0]?.job === "job-1");
}

async function lostForGood(on: Fleet): Promise<void> {
  const roster = on.roster.map((agent) => ({ ...agent, restart: "temporary" as const }));
  on.patrol({ ...SLEEPY, roster });
  await on.send("play");
  await eventually("it is lost", () => on.agents.records()[0]?.reason === "exit 3");
}

const recordOf = (on: Fleet): AgentRecord => {
  const [record] = on.agents.records();
  assert.ok(record);
  return record;
};

/** What a hold changes nothing of. */
function known({ heldTold: _told, held: _held, heartbeatAt: _at, ...record }: AgentRecord) {
  return record;
}

/** The patrol has seen the hold, and looked again. */
async function held(on: Fleet): Promise<void> {
  on.told.length = 0;
  assert.ok(on.agents.hold(NAME));
  on.queue.ring([WATCHDOG_BELL]);
  await toldOf(on, "held");
  await looked(on);
}

async function released(on: Fleet): Promise<void> {
  assert.ok(on.agents.release(NAME));
  on.queue.ring([WATCHDOG_BELL]);
  await eventually("the patrol has seen it", () => !recordOf(on).heldTold);
  await looked(on);
}

/** Whatever rest it took, the patrol has looked twice more. */
async function looked(on: Fleet): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    const more = on.patrolled(1);
    on.queue.ring([WATCHDOG_BELL]);
    await more;
  }
}

const toldOf = (on: Fleet, state: AgentState) =>
  eventually(
    () => `${state} is told, not ${JSON.stringify(on.told)}`,
    () =>
      on.told.some(
        ({ name, payload }) =>
          name === "agent.changed" && "state" in payload && payload.state === state,
      ),
  );

const failures = (on: Fleet) => on.told.filter(({ name }) => name === "service.failed");

async function wordOf(on: Fleet, { pane }: AgentRecord): Promise<string> {
  const words = "#{@kantoku_state} #{@kantoku_reason}";
  const socket = join(on.folder, "tmux.sock");
  return (await byHand(socket, "display-message", "-p", "-t", pane ?? "", words)).trim();
}

type Row = readonly [
  name: string,
  state: string,
  pid: number | null,
  reason: string | null,
  held: 0 | 1,
];

/** A database as the version before had it. */
function writtenBefore(path: string, rows: readonly Row[]): void {
  openDatabase(path, { migrations: [queueMigrations] }).close();
  const database = new Sqlite(path);
  const { folder } = watchdogMigrations;
  for (const file of readdirSync(folder).toSorted().slice(0, 5)) {
    database.exec(readFileSync(join(folder, file), "utf8"));
    const noted = "insert into migrations (room, number, name) values ('watchdog', ?, ?)";
    database.prepare(noted).run(Number.parseInt(file, 10), file);
  }
  const insert = database.prepare(
    "insert into agent (name, roles, state, pid, reason, held) values (?, '[]', ?, ?, ?, ?)",
  );
  for (const row of rows) insert.run(...row);
  database.close();
}
