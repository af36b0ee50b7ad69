import type { AgentPanes } from "../agents/pane.ts";
import type { AgentSpec, Muster } from "../agents/roster.ts";
import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import { failureOf, type OperationalError } from "../kernel/errors.ts";
import { endingWith } from "../kernel/abort.ts";
import { loop, type Service } from "../kernel/service.ts";
import type { Doorbell } from "../queue/doorbell.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Queue } from "../queue/queue.ts";
import { workTopic } from "../queue/topics.ts";
import { clearUp } from "./aftermath.ts";
import { WATCHDOG_BELL } from "./agents.ts";
import { openGate } from "./gate.ts";
import { noteStandstills } from "./hardship.ts";
import type { Lifelines } from "./lifelines.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { news } from "./news.ts";
import { rolesOf, type Needs } from "./orders.ts";
import { patrolClock } from "./patrol-clock.ts";
import { openRefusals } from "./refusals.ts";
import { newMemory, round, type Watch } from "./round.ts";
import { openTraces } from "./traces.ts";

export interface PatrolOptions extends Needs {
  /** The crews of this moment: people may change their sizes. */
  readonly crews: () => readonly Muster[];
  /** Rung when work has come or people ask for something. */
  readonly doorbell: Pick<Doorbell, "listen">;
  readonly panes: AgentPanes;
  readonly heartbeats: Heartbeats;
  /** What the agents' connections tell; without, their ends and beginnings are found by looking. */
  readonly lifelines?: Lifelines;
  readonly queue: Pick<
    Queue,
    "addEvidence" | "leasesOf" | "release" | "releaseWorker" | "unsubscribe"
  >;
  /** Folder of the crash reports. */
  readonly crashes: string;
  /** The most memory in bytes that a generation was seen to hold; null when nobody has looked. */
  readonly peakOf?: (agent: string, generation: number) => number | null;
  /** How the agents' configuration looks now: changes whenever it does. */
  readonly configMark?: () => string;
  /**
   * The longest time without a step forward that any role of the agent may take, for agents of an older
   * version, whose beats don't name the step's own. Default 15 min.
   */
  readonly stallMs?: (agent: AgentSpec) => number;
  readonly limits?: Limits;
  readonly clock?: SteadyClock;
  /** 0 to 1; spreads restarts. */
  readonly random?: () => number;
}

/**
 * The watchdog: runs as many agents in panes as the work needs, and keeps them alive. It adopts what
 * lives when it starts, and leaves everything alive when it ends.
 */
export function openPatrol(options: PatrolOptions): Service {
  const { events, doorbell, lifelines, panes } = options;
  const watch = watchWith(options);
  const memory = newMemory();
  const { clock } = watch;
  const roles = rolesOf(options.crews());
  const workWaits = async (): Promise<boolean> =>
    [...(await options.demand(roles)).values()].some((count) => count > 0);
  const onFailure = (error: OperationalError, failures: number): void =>
    events.emit("service.failed", { service: "watchdog", ...failureOf(error), failures });
  return {
    name: "watchdog",
    run: async (signal) => {
      using ear = doorbell.listen([WATCHDOG_BELL, ...[...roles].map(workTopic)]);
      const patrolling = loop("watchdog", () => round(watch, memory), {
        clock,
        wake: (rest) =>
          news({ watched: memory.watched, lifelines, panes, ear, workWaits, clock }, rest),
        onFailure,
      });
      using over = endingWith(signal);
      void noteStandstills(memory.hardship, watch, over.signal);
      await patrolling.run(signal);
      await clearUp(watch);
    },
  };
}

function watchWith(options: PatrolOptions): Watch {
  const { agents, events, limits = DEFAULT_LIMITS } = options;
  const clock = patrolClock(options.clock ?? systemClock);
  const gate = openGate({ agents, events, limits, clock });
  const underWay = { down: new Map(), left: [], refusals: openRefusals(clock) };
  return { ...options, limits, clock, gate, traces: openTraces(), ...underWay };
}
