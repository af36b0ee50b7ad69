import { createRequire } from "node:module";
import { openBlobs, type Blobs } from "../kernel/blobs.ts";
import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import { openDatabase, type Database } from "../kernel/database.ts";
import { createEvents, type Events } from "../kernel/events.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import { openHeartbeats } from "../queue/heartbeats.ts";
import type { TopicCatalog } from "../queue/catalog.ts";
import type { QueueOperations } from "../queue/operations.ts";
import type { Queue, QueueTransactions } from "../queue/queue.ts";
import { openQueueOperations } from "../queue/sqlite/operations.ts";
import { openQueue, queueMigrations } from "../queue/sqlite/queue.ts";
import type { Jobs } from "../scheduler/job.ts";
import { openJobs } from "../scheduler/jobs.ts";
import { githubMigrations, schedulerMigrations } from "../scheduler/migrations.ts";
import type * as Template from "../scheduler/template.ts";
import { watchdogMigrations } from "../watchdog/agents.ts";
import { catalogOf } from "./catalog.ts";
import type { Config } from "./config.ts";
import { prepareHome } from "./home.ts";
import { daemonMigrations } from "./pulse.ts";
import { withoutStored } from "./relay.ts";

/** All that a home remembers. The daemon, the agents and the command open the same files. */
export interface Stores extends Disposable {
  readonly database: Database;
  readonly queue: Queue & QueueTransactions;
  readonly operations: QueueOperations;
  readonly catalog: TopicCatalog;
  readonly heartbeats: Heartbeats;
  readonly jobs: Jobs;
  readonly blobs: Blobs;
  readonly events: Events;
}

/** Opens the home's files, made when missing; `clock` is the scheduler's and the queue's. */
export function openStores(config: Config, clock: SteadyClock = systemClock): Stores {
  const { home } = config;
  prepareHome(home);
  using undo = new DisposableStack();
  const events = createEvents();
  const migrations = [
    queueMigrations,
    schedulerMigrations,
    githubMigrations,
    watchdogMigrations,
    daemonMigrations,
  ];
  const database = undo.use(openDatabase(home.database, { migrations }));
  const blobs = openBlobs(home.blobs);
  const catalog = catalogOf(config);
  const options = { doorbells: home.doorbells, blobs, catalog, clock, events };
  const queue = undo.use(openQueue(database, options));
  const heartbeats = undo.use(openHeartbeats(home.heartbeats, clock));
  const jobs = openJobs(database, queue, {
    clock,
    events: withoutStored(events),
    templates: workflows,
  });
  const all = undo.move();
  return {
    database,
    queue,
    operations: openQueueOperations(database, queue, { clock, blobs }),
    catalog,
    heartbeats,
    jobs,
    blobs,
    events,
    [Symbol.dispose]: () => all.dispose(),
  };
}

let templates: ReturnType<typeof Template.loadTemplates> | undefined;

/**
 * Read when the first job is admitted, which can't wait: most commands admit none, and start sooner without
 * the parser and the schema.
 */
function workflows(): ReturnType<typeof Template.loadTemplates> {
  if (templates) return templates;
  const require = createRequire(import.meta.url);
  const { loadTemplates } = require("../scheduler/template.ts") as typeof Template;
  return (templates = loadTemplates());
}
