import { rolesFor } from "../agents/roles/index.ts";
import { rosterOf } from "../agents/roster.ts";
import { openView } from "../agents/screen.ts";
import { runWorker } from "../agents/worker.ts";
import { openBlobs } from "../kernel/blobs.ts";
import { openDatabase } from "../kernel/database.ts";
import { InputError } from "../kernel/errors.ts";
import { createEvents } from "../kernel/events.ts";
import { openHeartbeats } from "../queue/heartbeats.ts";
import { openQueue, queueMigrations } from "../queue/sqlite/queue.ts";
import { loadConfig } from "./config.ts";
import { untilSignal } from "./signals.ts";

/**
 * The process in a pane: `node daemon/agent.ts NAME GENERATION`. Only what it needs is loaded: the
 * sooner an agent beats, the shorter its absence after a crash.
 */
const [name = "", generation = ""] = process.argv.slice(2);
const config = await loadConfig();
const { home } = config;
const spec = rosterOf(config.crew).find((agent) => agent.name === name);
if (!spec) throw new InputError([{ where: "agent", message: `no "${name}" in the crew table` }]);

const database = openDatabase(home.database, { migrations: [queueMigrations] });
using queue = openQueue(database, { doorbells: home.doorbells, events: createEvents() });
using heartbeats = openHeartbeats(home.heartbeats);
const ending = await runWorker({
  agent: name,
  generation: Number(generation),
  roles: rolesFor(spec.roles, { home, render: { ...config.render, browser: null }, model: null }),
  queue,
  heartbeats,
  blobs: openBlobs(home.blobs),
  workFolder: home.work,
  view: openView(),
  signal: untilSignal(),
  beatMs: config.agents.beatMs,
  leaseMs: config.agents.leaseMs,
});
database.close();
// A superseded process may still have work under way, which no longer counts.
if (ending === "superseded") process.exit(1);
