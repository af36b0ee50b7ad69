import type { AgentPane, AgentPanes } from "../agents/pane.ts";
import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import { codeOf } from "../kernel/errors.ts";
import type { Agents } from "./agents.ts";
import { releaseForgotten, releaseWork, type Giver } from "./leases.ts";

export interface StopOptions extends Giver {
  readonly panes: AgentPanes;
  readonly agents: Agents;
  /** For the work in hand; then agents are killed and their work goes back to the queue. */
  readonly limitMs: number;
  /** Aborting ends the patience early. */
  readonly signal?: AbortSignal;
  readonly clock?: SteadyClock;
}

const LOOK_MS = 50;

/**
 * Ends every agent and the tmux server, for `kantoku down`: drain, wait, kill. The patrol must have
 * ended before, or it would start them again. Answers who had to be killed.
 */
export async function stopAgents(options: StopOptions): Promise<{ killed: string[] }> {
  const { panes } = options;
  for (const pane of await livingPanes(panes)) panes.drain(pane);
  const living = await awaitEnd(options);
  for (const pane of living) panes.kill(pane);
  await writeDown(options, living);
  await panes.killServer();
  return { killed: living.map(({ agent }) => agent) };
}

/** Answers who still lives when the patience is over. */
async function awaitEnd({ panes, limitMs, signal, clock = systemClock }: StopOptions) {
  const deadline = clock.uptime() + limitMs;
  for (;;) {
    const living = await livingPanes(panes);
    if (living.length === 0 || clock.uptime() >= deadline || signal?.aborted) return living;
    await clock.sleep(LOOK_MS, signal);
  }
}

async function livingPanes(panes: AgentPanes) {
  try {
    return (await panes.observe()).filter(({ ending }) => ending === null);
  } catch (error) {
    if (codeOf(error) === "tmux-not-running") return [];
    throw error;
  }
}

async function writeDown(options: StopOptions, living: readonly AgentPane[]): Promise<void> {
  const { panes, agents } = options;
  const records = agents.records();
  for (const record of records) {
    panes.reap(new Map([[record.name, record.generation + 1]]));
    const pane = living.find(({ agent }) => agent === record.name) ?? null;
    await releaseWork(options, { record, pane }, { kind: "asked" });
    agents.write({ ...record, ...NOTHING, state: "stopped" });
  }
  await releaseForgotten(options, records);
}

const NOTHING = {
  pane: null,
  pid: null,
  job: null,
  heartbeatAt: null,
  resumeAt: null,
  reason: null,
  configMark: null,
} as const;
