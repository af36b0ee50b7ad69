import type { Tmux } from "../agents/tmux.ts";
import { openAgents } from "../watchdog/agents.ts";
import { openHealthWatch, type HealthWatch } from "../watchdog/health/health.ts";
import { openHealthRecords } from "../watchdog/health/records.ts";
import type { Config } from "./config.ts";
import { gathered, topicLabels } from "./metrics/topics.ts";
import type { Stores } from "./stores.ts";
import { told } from "./told.ts";

/** The watch over everybody's health, joined to a home's own stores. */
export function healthWatch(config: Config, stores: Stores, tmux: Tmux): HealthWatch {
  const { home, health, agents } = config;
  const { database, heartbeats, queue, events } = stores;
  const { everyMs, measures, ...limits } = health;
  // Anybody may make up topics: those that nobody knows share one name.
  const labelOf = topicLabels(Object.keys(config.queue.topics));
  return openHealthWatch({
    agents: openAgents(database),
    heartbeats,
    topics: async () => gathered(await queue.stats(), labelOf),
    askTmux: () => tmux.serverPid(),
    records: openHealthRecords(database),
    events,
    data: home.data,
    work: home.work,
    beatMs: agents.beatMs,
    everyMs,
    limits,
    measures,
    ...told("health", events),
  });
}
