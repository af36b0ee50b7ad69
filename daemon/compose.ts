import { join } from "node:path";
import { patienceOf } from "../agents/roles/index.ts";
import type { Tmux } from "../agents/tmux.ts";
import type { Service } from "../kernel/service.ts";
import { openDoorbell } from "../queue/doorbell.ts";
import { openQueueOperations } from "../queue/sqlite/operations.ts";
import { sweeper } from "../queue/sweeper.ts";
import { dispatcher } from "../scheduler/dispatcher.ts";
import { limits } from "../scheduler/limits.ts";
import { settler } from "../scheduler/settler.ts";
import { openAgents } from "../watchdog/agents.ts";
import { demandOf } from "../watchdog/demand.ts";
import { hostLoad } from "../watchdog/host.ts";
import type { Lifelines } from "../watchdog/lifelines.ts";
import { DEFAULT_LIMITS } from "../watchdog/limits.ts";
import { openPatrol, type PatrolOptions } from "../watchdog/patrol.ts";
import { systemClock } from "../kernel/clock.ts";
import { bell, type Bell } from "../scheduler/inbox/github/bell.ts";
import { hear } from "../scheduler/inbox/github/webhook.ts";
import type { Config } from "./config.ts";
import { configMark } from "./configfile.ts";
import { forgetUnfitSizes, sizedCrews } from "./crew-sizes.ts";
import { openPanesOf, openTmuxOf } from "./crew.ts";
import { doors } from "./doors.ts";
import { allOf, healthOf, watchedClock, watchedTurns, type Health } from "./health.ts";
import { healthWatch } from "./health-watch.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { readingsOf } from "./metrics/readings.ts";
import { relay, withoutStored } from "./relay.ts";
import type { Webhook } from "./http/webhook.ts";
import { writesTo } from "./pulse.ts";
import type { Stores } from "./stores.ts";
import { told } from "./told.ts";

/** The joined daemon: what runs, and what it tells of itself. */
export interface Daemon {
  readonly tmux: Tmux;
  readonly services: readonly Service[];
  readonly metrics: Metrics;
  health(): Promise<Health>;
  readonly webhook: Webhook | undefined;
}

/** One in which every call to tmux uses up its time. */
const LONGEST_PATROL_MS = 30_000;

/** The one place where parts are built and joined. */
export function compose(config: Config, stores: Stores, lifelines: Lifelines): Daemon {
  const { database, queue, events, jobs } = stores;
  const hints = bell();
  const tmux = openTmuxOf(config, { isLasting: true });
  const watch = healthWatch(config, stores, tmux);
  const ticking = watchedClock();
  const intakes = watchedTurns(["dispatcher", "settler"]);
  const patrolling = watchedClock();
  const panes = openPanesOf(config, tmux);
  const parts = { database, queue, events: withoutStored(events), clock: systemClock };
  const metrics = createMetrics(
    events,
    readingsOf(config, stores, { health: () => health(), usages: () => watch.usages() }),
    {
      version: config.version,
      topics: Object.keys(config.queue.topics),
    },
  );
  const health = healthOf([
    metrics.timed({ name: "database", check: () => writesTo(database) }),
    metrics.timed({ name: "tmux", check: async () => void (await tmux.serverPid()) }),
    allOf("scheduler", [ticking.probe("limits"), intakes.probe("intakes")]),
    allOf("watchdog", [
      patrolling.probe("patrol", LONGEST_PATROL_MS),
      { name: "panes", check: () => panes.expectOwn() },
    ]),
  ]);
  return {
    tmux,
    services: [
      dispatcher({ ...parts, turning: intakes.turning }),
      settler({ ...parts, turning: intakes.turning }),
      limits({ ...parts, clock: ticking }),
      sweeper(queue, {
        operations: openQueueOperations(database, queue),
        ...told("sweeper", events),
      }),
      relay({ database, jobs, events, queue, doorbells: config.home.doorbells }),
      watchdog(config, stores, { panes, lifelines, peakOf: watch.peakOf, clock: patrolling }),
      watch,
      ...doors(config, stores, hints),
    ],
    metrics,
    health,
    webhook: webhookOf(config, stores, hints),
  };
}

/** Without a secret there are no webhooks: anybody could send them. */
function webhookOf({ secrets }: Config, { database }: Stores, hints: Bell): Webhook | undefined {
  const secret = secrets.githubWebhookSecret;
  if (secret === undefined) return undefined;
  return (delivery) => hear(delivery, { secret, database, bell: hints, clock: systemClock });
}

function watchdog(
  config: Config,
  stores: Stores,
  senses: Pick<PatrolOptions, "panes" | "lifelines" | "peakOf" | "clock">,
): Service {
  const { database, queue, operations, events, heartbeats } = stores;
  const { silentMs, blockedMs, startMs, drainMs, crashLoop, breaker } = config.agents;
  const agents = openAgents(database, heartbeats);
  return {
    name: "watchdog",
    run: async (signal) => {
      forgetUnfitSizes(config.crew, agents, events);
      using doorbell = openDoorbell(config.home.doorbells, systemClock);
      const patrol = openPatrol({
        ...senses,
        crews: sizedCrews(config.crew, agents, events),
        demand: demandOf(queue, operations, systemClock),
        host: () => hostLoad(config.home.data, senses.panes.memoryLeft()),
        scaling: config.scaling,
        doorbell,
        agents,
        heartbeats,
        queue,
        events,
        crashes: join(config.home.logs, "crashes"),
        configMark: () => configMark(config.home.root, config.configFile),
        stallMs: ({ roles }) => 2 * patienceOf(roles),
        limits: {
          ...DEFAULT_LIMITS,
          beatMs: silentMs,
          blockedMs,
          startMs,
          drainMs,
          crashLoop,
          breaker,
        },
      });
      await patrol.run(signal);
    },
  };
}
