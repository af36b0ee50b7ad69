import { join } from "node:path";
import { bootId } from "../kernel/boot.ts";
import {
  momentOf,
  setBetween,
  systemClock,
  type Moment,
  type SteadyClock,
} from "../kernel/clock.ts";
import { openDatabase, type Migrations } from "../kernel/database.ts";
import { isBusy } from "../kernel/database/turn.ts";
import { operationalOf } from "../kernel/errors.ts";
import type { Heartbeat, Heartbeats } from "./heartbeat.ts";
import { openRenewable, type RenewableFile } from "./heartbeats/file.ts";
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
 * somebody's commit gets a living agent killed. What is of no worth after a second keeps nobody from working:
 * a damaged file is put aside, and a new one takes its place.
 */
export function openHeartbeats(
  path: string,
  clock: SteadyClock = systemClock,
  boot: string = bootId(),
): Heartbeats {
  const renewals = newRenewals(clock);
  const open = () => openDatabase(path, { migrations: [heartbeatMigrations], synchronous: "off" });
  const file = openRenewable(path, open, renewals.note);
  return {
    beat(beat) {
      const { now: beatAt, uptime } = momentOf(clock);
      const told = { ...beat, beatAt, uptime, bootId: boot };
      const written = file.use((database) => database.transact((tx) => writeBeat(tx, told)));
      if (!written) return "superseded";
      return written.should_drain === 1 ? "drain" : "ok";
    },
    all: (by = clock) => file.use(allBeats).map((beat) => retold(beat, momentOf(by), boot)),
    askToDrain: (agent) =>
      file.use((database) => database.transact((tx) => markToDrain(tx, agent))),
    forget: (agent) => file.use((database) => database.transact((tx) => deleteBeat(tx, agent))),
    canBeat: () => isWritable(file) && !renewals.isRecent(),
    onRenewal: renewals.tell,
    [Symbol.dispose]: () => file[Symbol.dispose](),
  };
}

/** By then everybody who had the old file open has found the new one. */
const FOUND_AFTER_MS = 10_000;

/** When and why the file was damaged; kept for who asks later, since it may be so from the start. */
function newRenewals(clock: SteadyClock) {
  const reasons: string[] = [];
  let at = -Infinity;
  let told = (reason: string): void => void reasons.push(reason);
  return {
    note: (reason: string): void => {
      at = clock.uptime();
      told(reason);
    },
    isRecent: () => clock.uptime() - at < FOUND_AFTER_MS,
    tell: (listener: (reason: string) => void): void => {
      for (const reason of reasons.splice(0)) listener(reason);
      told = listener;
    },
  };
}

/** Who only has to wait for others' beats can write; nobody can without room. */
function isWritable(file: RenewableFile): boolean {
  try {
    file.use((database) => database.transactAtOnce(rewriteHeader));
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
