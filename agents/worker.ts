import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Blobs } from "../kernel/blobs.ts";
import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import { messageOf } from "../kernel/errors.ts";
import { loop } from "../kernel/service.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Queue } from "../queue/queue.ts";
import { workTopic } from "../queue/topics.ts";
import { openActivity, type Activity } from "./activity.ts";
import type { Role } from "./agent.ts";
import { Recalls, serveInbox } from "./inbox.ts";
import type { Lifeline } from "./lifeline.ts";
import type { AgentView } from "./screen.ts";
import { performStep, type StepContext } from "./step.ts";

export interface WorkerOptions {
  readonly agent: string;
  readonly generation: number;
  readonly roles: readonly Role[];
  readonly queue: Queue;
  readonly heartbeats: Heartbeats;
  readonly blobs: Blobs;
  /** Shared by all agents; each process works in a folder of its own below. */
  readonly workFolder: string;
  readonly view: AgentView;
  /** To the daemon; without one it knows by the beats alone. */
  readonly lifeline?: Pick<Lifeline, "tell">;
  /** Aborts on SIGTERM and SIGINT: the work in hand is finished, then the worker ends. */
  readonly signal: AbortSignal;
  readonly clock?: SteadyClock;
  /** Default 1 000. */
  readonly beatMs?: number;
  /** Default 30 000; extended at each third of it. */
  readonly leaseMs?: number;
}

/** `superseded` means that a newer process serves this agent: the process must exit at once. */
export type WorkerEnding = "drained" | "superseded";

const RECEIVE_WAIT_MS = 20_000;

/**
 * Serves one agent until it is told to end: receives work of its roles, performs it, answers.
 * Rejects on a programmer's error, after it was written into the pane; the lease is then left to the
 * watchdog, which returns it at once.
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerEnding> {
  const clock = options.clock ?? systemClock;
  const roles = options.roles.map(({ name }) => name);
  const activity = openActivity({ ...options, roles, clock });
  const drain = new AbortController();
  const end = new AbortController();
  const onAsked = (): void => drain.abort();
  options.signal.addEventListener("abort", onAsked);
  if (options.signal.aborted) onAsked();
  drain.signal.addEventListener("abort", () => activity.become("draining"), { once: true });
  const context = contextOf(options, activity, clock);
  const { agent, queue } = options;
  const self = { agent, worker: workerOf(options) };
  const listening = serveInbox(queue, self, context.recalls, end.signal);
  try {
    const beating = beatUntil(activity, context.beatMs, clock, drain, end);
    const working = workUntil(context, options, drain.signal, end.signal);
    // The inbox is served until the end, unless it fails.
    const ending = await Promise.race([working, beating, listening.then(() => working)]);
    options.view.end(ending === "drained" ? "Drained: the agent has ended." : SUPERSEDED);
    return ending;
  } catch (error) {
    options.view.end(
      `The agent crashed.\n${error instanceof Error ? error.stack : messageOf(error)}`,
    );
    throw error;
  } finally {
    options.signal.removeEventListener("abort", onAsked);
    end.abort();
    await Promise.allSettled([listening]);
  }
}

const workerOf = ({ agent, generation }: WorkerOptions): string => `${agent}#${generation}`;

const SUPERSEDED = "A newer process serves this agent: this one has ended.";

/** Resolves only when the agent was superseded; a failure of the work ends it too, by `end`. */
async function beatUntil(
  activity: Activity,
  beatMs: number,
  clock: SteadyClock,
  drain: AbortController,
  end: AbortController,
): Promise<WorkerEnding> {
  while (!end.signal.aborted) {
    const reply = activity.beat();
    if (reply === "superseded") return "superseded";
    if (reply === "drain") drain.abort();
    await clock.sleep(beatMs, end.signal);
  }
  return "drained";
}

function contextOf(options: WorkerOptions, activity: Activity, clock: SteadyClock): StepContext {
  const { agent, queue, blobs } = options;
  return {
    agent,
    roles: new Map(options.roles.map((role) => [role.name, role])),
    queue,
    blobs,
    folder: ownFolder(options),
    activity,
    recalls: new Recalls(),
    clock,
    beatMs: options.beatMs ?? 1_000,
    leaseMs: options.leaseMs ?? 30_000,
  };
}

/** A folder per generation, so that a hung predecessor shares nothing; what dead ones left is removed. */
function ownFolder({ workFolder, agent, generation }: WorkerOptions): string {
  const folder = join(workFolder, agent);
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  return join(folder, `${generation}`);
}

async function workUntil(
  context: StepContext,
  options: WorkerOptions,
  drain: AbortSignal,
  end: AbortSignal,
): Promise<WorkerEnding> {
  const topics = [...context.roles.keys()].map(workTopic);
  const { queue } = options;
  const request = { topics, worker: workerOf(options), leaseMs: context.leaseMs };
  const stop = AbortSignal.any([drain, end]);
  if (!stop.aborted) context.activity.become("ready");
  const turn = async (): Promise<number> => {
    const [leased] = await queue.receive({ ...request, waitMs: RECEIVE_WAIT_MS }, stop);
    if (leased) await performStep(context, leased, end);
    return 0;
  };
  await loop("worker", turn).run(stop);
  return "drained";
}
