import { join } from "node:path";
import { patienceOf } from "../agents/roles/index.ts";
import { rosterOf } from "../agents/roster.ts";
import type { Tmux } from "../agents/tmux.ts";
import type { Service } from "../kernel/service.ts";
import { openQueueOperations } from "../queue/sqlite/operations.ts";
import { sweeper } from "../queue/sweeper.ts";
import { dispatcher } from "../scheduler/dispatcher.ts";
import { limits } from "../scheduler/limits.ts";
import { settler } from "../scheduler/settler.ts";
import { openAgents } from "../watchdog/agents.ts";
import { DEFAULT_LIMITS } from "../watchdog/limits.ts";
import { openPatrol } from "../watchdog/patrol.ts";
import { systemClock } from "../kernel/clock.ts";
import type { Config } from "./config.ts";
import { openPanesOf, openTmuxOf } from "./crew.ts";
import { doors } from "./doors.ts";
import { healthOf, watchedClock, type Health } from "./health.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { readingsOf } from "./metrics/readings.ts";
import { relay, withoutStored } from "./relay.ts";
import { writesTo } from "./pulse.ts";
import type { Stores } from "./stores.ts";
import { told } from "./told.ts";

/** The joined daemon: what runs, and what it tells of itself. */
export interface Daemon {
  readonly tmux: Tmux;
  readonly services: readonly Service[];
  readonly metrics: Metrics;
  health(): Promise<Health>;
}

/** The one place where parts are built and joined. */
export function compose(config: Config, stores: Stores): Daemon {
  const { database, queue, events, jobs } = stores;
  const tmux = openTmuxOf(config);
  const ticking = watchedClock();
  const parts = { database, queue, events: withoutStored(events), clock: systemClock };
  const metrics = createMetrics(
    events,
    readingsOf(config, stores, () => health()),
    {
      version: config.version,
      topics: Object.keys(config.queue.topics),
    },
  );
  const health = healthOf([
    metrics.timed({ name: "database", check: () => writesTo(database) }),
    metrics.timed({ name: "tmux", check: async () => void (await tmux.serverPid()) }),
    ticking.probe("scheduler"),
  ]);
  return {
    tmux,
    services: [
      dispatcher(parts),
      settler(parts),
      limits({ ...parts, clock: ticking }),
      sweeper(queue, {
        operations: openQueueOperations(database, queue),
        ...told("sweeper", events),
      }),
      relay(database, jobs, events, queue),
      watchdog(config, stores, tmux),
      ...doors(config, stores),
    ],
    metrics,
    health,
  };
}

function watchdog(config: Config, stores: Stores, tmux: Tmux): Service {
  const { database, queue, events, heartbeats } = stores;
  const { silentMs, blockedMs, startMs, drainMs } = config.agents;
  return openPatrol({
    roster: rosterOf(config.crew),
    panes: openPanesOf(config, tmux),
    agents: openAgents(database, heartbeats),
    heartbeats,
    queue,
    events,
    crashes: join(config.home.logs, "crashes"),
    stallMs: ({ roles }) => 2 * patienceOf(roles),
    limits: { ...DEFAULT_LIMITS, beatMs: silentMs, blockedMs, startMs, drainMs },
  });
}
