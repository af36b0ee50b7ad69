import { join } from "node:path";
import { systemClock, type Clock } from "../kernel/clock.ts";
import { openDatabase, type Migrations } from "../kernel/database.ts";
import type { Heartbeats } from "./heartbeat.ts";
import { allBeats, deleteBeat, markToDrain, writeBeat } from "./heartbeats/statements.ts";

const heartbeatMigrations: Migrations = {
  room: "heartbeats",
  folder: join(import.meta.dirname, "heartbeats", "migrations"),
};

/**
 * Opens the beats' own SQLite file. It never waits for the disk (`synchronous = off`): a beat that
 * a power cut takes is followed by the next one a second later, whereas a beat that waits behind
 * somebody's commit gets a living agent killed.
 */
export function openHeartbeats(path: string, clock: Clock = systemClock): Heartbeats {
  const database = openDatabase(path, { migrations: [heartbeatMigrations], synchronous: "off" });
  return {
    beat(beat) {
      const written = database.transact((tx) => writeBeat(tx, { ...beat, beatAt: clock.now() }));
      if (!written) return "superseded";
      return written.should_drain === 1 ? "drain" : "ok";
    },
    all: () => allBeats(database),
    askToDrain: (agent) => database.transact((tx) => markToDrain(tx, agent)),
    forget: (agent) => database.transact((tx) => deleteBeat(tx, agent)),
    [Symbol.dispose]: () => database.close(),
  };
}
