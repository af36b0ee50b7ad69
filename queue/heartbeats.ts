import { join } from "node:path";
import { bootId } from "../kernel/boot.ts";
import {
  momentOf,
  setBetween,
  systemClock,
  type Moment,
  type SteadyClock,
} from "../kernel/clock.ts";
import { openDatabase, type Database, type Migrations } from "../kernel/database.ts";
import { isBusy } from "../kernel/database/turn.ts";
import { operationalOf } from "../kernel/errors.ts";
import type { Heartbeat, Heartbeats } from "./heartbeat.ts";
import {
  allBeats,
  deleteBeat,
  markToDrain,
  rewriteHeader,
  writeBeat,
  type StoredBeat,
} from "./heartbeats/statements.ts";

const heartbeatMigrations: Migrations = {
  room: "heartbeats",
  folder: join(import.meta.dirname, "heartbeats", "migrations"),
};

/**
 * Opens the beats' own SQLite file. It never waits for the disk (`synchronous = off`): a beat that
 * a power cut takes is followed by the next one a second later, whereas a beat that waits behind
 * somebody's commit gets a living agent killed.
 */
export function openHeartbeats(
  path: string,
  clock: SteadyClock = systemClock,
  boot: string = bootId(),
): Heartbeats {
  const database = openDatabase(path, { migrations: [heartbeatMigrations], synchronous: "off" });
  return {
    beat(beat) {
      const { now: beatAt, uptime } = momentOf(clock);
      const told = { ...beat, beatAt, uptime, bootId: boot };
      const written = database.transact((tx) => writeBeat(tx, told));
      if (!written) return "superseded";
      return written.should_drain === 1 ? "drain" : "ok";
    },
    all: (by = clock) => allBeats(database).map((beat) => retold(beat, momentOf(by), boot)),
    askToDrain: (agent) => database.transact((tx) => markToDrain(tx, agent)),
    forget: (agent) => database.transact((tx) => deleteBeat(tx, agent)),
    canBeat: () => isWritable(database),
    [Symbol.dispose]: () => database.close(),
  };
}

/** Who only has to wait for others' beats can write; nobody can without room, or to a damaged file. */
function isWritable(database: Database): boolean {
  try {
    database.transactAtOnce(rewriteHeader);
    return true;
  } catch (error) {
    const failure = operationalOf(error);
    if (!failure) throw error;
    return isBusy(failure.cause);
  }
}

/**
 * What was told by a clock that was set since is told again by what it says now. What an earlier boot of
 * the host has counted says nothing today.
 */
function retold({ uptime, bootId, ...beat }: StoredBeat, today: Moment, boot: string): Heartbeat {
  if (uptime === null || bootId !== boot) return beat;
  const setMs = setBetween({ now: beat.beatAt, uptime }, today);
  return { ...beat, beatAt: beat.beatAt + setMs, progressAt: beat.progressAt + setMs };
}
