import { join } from "node:path";
import type { CrewSize } from "../agents/roster.ts";
import { systemClock, type Clock } from "../kernel/clock.ts";
import type { Database, Migrations, Tx } from "../kernel/database.ts";
import type { Heartbeat, Heartbeats } from "../queue/heartbeat.ts";
import type { OpenBreaker } from "./breaker.ts";
import type { Limits } from "./limits.ts";
import { reckoned, type Setting } from "./reckoning.ts";
import {
  newRecord,
  type AgentRecord,
  type AgentState,
  type Loss,
  type OwnState,
} from "./record.ts";
import {
  allAgents,
  allCrews,
  deleteAgent,
  deleteBreaker,
  formerAgent,
  forgetReason,
  rememberAgent,
  setCrewSize,
  setDroppedJob,
  setHeld,
  setHeldBack,
  setHeldTold,
  setRestartAsked,
  openBreakerRow,
  writeAgent,
  writeBreaker,
  type AgentRow,
  type FormerRow,
} from "./statements.ts";

export const watchdogMigrations: Migrations = {
  room: "watchdog",
  folder: join(import.meta.dirname, "migrations"),
};

/** Rung by whoever has asked something of an agent or a crew, so that the patrol looks at once. */
export const WATCHDOG_BELL = "watchdog";

/** An agent as the outer contract shows it (`kantoku agents --json`). */
export interface AgentView {
  readonly name: string;
  readonly roles: readonly string[];
  readonly pane: string | null;
  readonly pid: number | null;
  readonly state: AgentState;
  readonly generation: number;
  readonly restarts: number;
  readonly job: string | null;
  /** Ms since the epoch. */
  readonly heartbeatAt: number | null;
}

/** The table of agents: people read it and ask, the patrol answers. Needs no running daemon. */
export interface Agents {
  list(): AgentView[];
  /** From the next patrol on, the watchdog leaves the agent alone. False when there is no such agent. */
  hold(name: string): boolean;
  release(name: string): boolean;
  /** Has the agent finish its work and start anew, out of a backoff or quarantine too. */
  restart(name: string): boolean;
  /** Lets go of an agent that was lost for good, and of its dead pane. False when there is nothing to let go. */
  dismiss(name: string): boolean;
  /** How many agents of the crew may run from now on; null: what the crew table says. */
  scale(crew: string, size: CrewSize | null): void;
  /** What people have asked for, by the crew's name. */
  sizes(): Map<string, CrewSize>;
  /** Why crews get no further agent although work waits for them, by the crew's name. */
  heldBack(): Map<string, string>;
  /** While too many die soon after their start, and are therefore started one by one; else null. */
  breaker(): OpenBreaker | null;
  /** For the patrol. */
  setBreaker(open: OpenBreaker | null): void;
  holdBack(crew: string, reason: string | null): void;
  records(): AgentRecord[];
  /**
   * Waits for no disk: it is written on the way to the next process. A loss of power ends the processes
   * that it tells of, and what they did durably brings the record of their start along.
   */
  write(record: AgentRecord): void;
  /** After the host's clock was set. */
  reckon(setting: Setting, limits: Limits): void;
  answerRestart(name: string): void;
  /** People know now whether it is held. */
  answerHold(name: string, held: boolean): void;
  /** Has the agent start anew if it is at work on this job; null: no more. */
  dropJob(name: string, job: string | null): void;
  /** Takes the agent off the list, and remembers what counts when it comes back. */
  remove(name: string): void;
  /** Of an agent that is not on the list: with the generations and losses of a former one of its name. */
  recall(name: string, roles: readonly string[]): AgentRecord;
}

/**
 * Opens the table in Kantoku's database. With `heartbeats`, `list` tells the beats of this very
 * moment; without, those that the patrol last wrote down.
 */
export function openAgents(
  database: Database,
  heartbeats?: Pick<Heartbeats, "all">,
  clock: Clock = systemClock,
): Agents {
  const records = (): AgentRecord[] => allAgents(database).map(toRecord);
  return {
    list: () => {
      const beats = heartbeats?.all() ?? [];
      return records().map((record) =>
        toView(
          record,
          beats.find(({ agent }) => agent === record.name),
        ),
      );
    },
    hold: (name) => database.transact((tx) => setHeld(tx, name, 1)) > 0,
    release: (name) => database.transact((tx) => setHeld(tx, name, 0)) > 0,
    restart: (name) => database.transact((tx) => setRestartAsked(tx, name, clock.now())) > 0,
    dismiss: (name) => database.transact((tx) => forgetReason(tx, name)) > 0,
    scale: (name, size) =>
      database.transact((tx) =>
        setCrewSize(tx, { name, min: size?.min ?? null, max: size?.max ?? null }),
      ),
    sizes: () =>
      new Map(
        allCrews(database).flatMap(({ name, min, max }) =>
          min === null || max === null ? [] : [[name, { min, max }] as const],
        ),
      ),
    heldBack: () =>
      new Map(
        allCrews(database).flatMap(({ name, heldBack }) =>
          heldBack === null ? [] : [[name, heldBack] as const],
        ),
      ),
    breaker: () => openBreakerRow(database) ?? null,
    setBreaker: (open) =>
      database.transact((tx) => (open ? writeBreaker(tx, open) : deleteBreaker(tx))),
    holdBack: (name, reason) => database.transact((tx) => setHeldBack(tx, name, reason)),
    records,
    write: (record) => database.transactLazily((tx) => writeAgent(tx, toRow(record))),
    reckon: (setting, limits) =>
      database.transact((tx) => {
        for (const row of allAgents(tx)) {
          const record = reckoned(toRecord(row), setting, limits);
          writeAgent(tx, toRow(record));
          setRestartAsked(tx, record.name, record.restartAskedAt);
        }
      }),
    answerRestart: (name) => database.transactLazily((tx) => void setRestartAsked(tx, name, null)),
    answerHold: (name, held) =>
      database.transactLazily((tx) => setHeldTold(tx, name, held ? 1 : 0)),
    dropJob: (name, job) => database.transactLazily((tx) => setDroppedJob(tx, name, job)),
    remove: (name) => database.transact((tx) => removeAgent(tx, name)),
    recall: (name, roles) =>
      recalled(newRecord(name, roles), formerAgent(database, name), clock.now()),
  };
}

function removeAgent(tx: Tx, name: string): void {
  rememberAgent(tx, name);
  deleteAgent(tx, name);
}

function recalled(record: AgentRecord, former: FormerRow | undefined, now: number): AgentRecord {
  if (!former) return record;
  const losses = JSON.parse(former.history) as Loss[];
  // The clock may have been set back since.
  const history = losses.map((loss) => ({ ...loss, at: Math.min(loss.at, now) }));
  return { ...record, ...former, history };
}

/** No process says anything of these. */
const SILENT: readonly OwnState[] = ["backoff", "quarantined", "stopped"];

function toView(record: AgentRecord, beat: Heartbeat | undefined): AgentView {
  const { name, roles, pane, pid, generation, restarts } = record;
  const known = { name, roles, pane, pid, generation, restarts };
  if (record.held)
    return { ...known, state: "held", job: record.job, heartbeatAt: record.heartbeatAt };
  const isCurrent = beat?.generation === generation && !SILENT.includes(record.state);
  if (beat && isCurrent)
    return { ...known, state: beat.state, job: beat.job, heartbeatAt: beat.beatAt };
  return { ...known, state: record.state, job: record.job, heartbeatAt: record.heartbeatAt };
}

function toRecord(row: AgentRow): AgentRecord {
  return {
    ...row,
    roles: JSON.parse(row.roles) as string[],
    history: JSON.parse(row.history) as Loss[],
    held: row.held === 1,
    heldTold: row.heldTold === 1,
  };
}

function toRow({
  held: _held,
  heldTold: _told,
  restartAskedAt: _asked,
  droppedJob: _dropped,
  ...record
}: AgentRecord) {
  return {
    ...record,
    roles: JSON.stringify(record.roles),
    history: JSON.stringify(record.history),
  };
}
