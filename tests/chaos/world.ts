import type { Tmux } from "../../agents/tmux.ts";
import type { Config } from "../../daemon/config.ts";
import type { SettingsInput } from "../../daemon/settings.ts";
import type { Stores } from "../../daemon/stores.ts";
import type { Agents, AgentView } from "../../watchdog/agents.ts";
import { PATIENCE } from "../support/eventually.ts";
import type { DaemonKeeper } from "../support/light/daemon.ts";
import { handsOf, type Ground } from "../support/light/ground.ts";
import type { MemoryTrap } from "./memory.ts";
import type { Watch } from "./watch.ts";

/** All that a fault can reach, and all by which one sees what becomes of it. */
export interface World {
  readonly ground: Ground;
  readonly config: Config;
  readonly stores: Stores;
  readonly agents: Agents;
  readonly watch: Watch;
  readonly tmux: Tmux;
  readonly keeper: DaemonKeeper;
  readonly memory: MemoryTrap;
}

export const AGENTS = 10;

/** Losses within this time make the watchdog wait before a restart, and at last quarantine. */
export const CRASH_WINDOW_MS = 5_000;

/**
 * As in production, but impatient: a thousand faults must not take a day. On a host that is busy with
 * other things, whom nobody has touched must not be silent for so long that it counts as blocked.
 */
export const SETTINGS: SettingsInput = {
  crew: handsOf(AGENTS),
  agents: {
    beatMs: 200,
    silentMs: 1_000,
    blockedMs: 2_500 * PATIENCE,
    startMs: 20_000 * PATIENCE,
    leaseMs: 10_000,
    drainMs: 10_000,
    crashLoop: {
      losses: 4,
      windowMs: CRASH_WINDOW_MS,
      firstDelayMs: 100,
      longestDelayMs: 800,
      probeMs: 1_500,
      longestProbeMs: 6_000,
      stableMs: 3_000,
    },
  },
  log: { maxBytes: 1_000_000, files: 2 },
};

/** An agent that runs, as far as anybody can see. */
export interface Running extends AgentView {
  readonly pid: number;
  readonly pane: string;
}

export function isUp(agent: AgentView): agent is Running {
  const isReady = agent.state === "ready" || agent.state === "busy";
  return isReady && agent.pid !== null && agent.pane !== null;
}
