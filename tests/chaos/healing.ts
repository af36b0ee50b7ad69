import { isAlive, processState } from "../../agents/processes.ts";
import { strikeAgent, type Blow } from "./agent-blows.ts";
import type { AgentFault, Fault } from "./plan.ts";
import { CRASH_WINDOW_MS, isUp, type Running, type World } from "./world.ts";

/** What became of a fault. */
export interface Healing {
  readonly fault: Fault;
  /** From the blow until whom it had hit was ready again, ms. */
  readonly healedMs: number;
  /** Processes that were killed. */
  readonly deaths: number;
  /** What else kept the agent down: the watchdog's own patience, or a fault that befell all. */
  readonly beside: "nothing" | "backoff" | "fleet fault";
  /** What the watchdog took for the cause, where it counts losses. */
  readonly cause: string | null;
}

/** How one agent took a fault; `begunAt` is before the blow. */
export interface Recovery extends Omit<Healing, "beside"> {
  readonly begunAt: number;
  readonly wasInBackoff: boolean;
}

/** Strikes the victim as soon as it is up, and resolves once it is up again and its deaths are counted. */
export async function hurt(world: World, fault: AgentFault): Promise<Recovery> {
  const { watch, agents } = world;
  const victim = await watch.until(`${fault.victim} is up before its fault`, (views) =>
    views.filter(isUp).find(({ name, pid }) => name === fault.victim && isAlive(pid)),
  );
  const wasInBackoff = wasLostLately(world, victim);
  const begunAt = Date.now();
  const blow = await strikeAgent(world, fault, victim);
  const back = await untilBack(world, fault, victim, blow);
  const healedMs = Date.now() - blow.at;
  const counted = back.restarts - victim.restarts;
  if (counted < blow.deaths) throw new Error(`died ${blow.deaths} times, ${counted} were counted`);
  const history = agents.records().find(({ name }) => name === victim.name)?.history ?? [];
  const cause = history.findLast(({ at }) => at >= begunAt)?.cause ?? null;
  return { fault, healedMs, deaths: blow.deaths, cause, begunAt, wasInBackoff };
}

/** Then the watchdog lets it wait before its next start. */
function wasLostLately({ agents }: World, { name }: Running): boolean {
  const record = agents.records().find((each) => each.name === name);
  if (!record) return false;
  const recent = record.history.filter(({ at }) => Date.now() - at < CRASH_WINDOW_MS);
  return recent.length > 0 || record.quarantines > 0;
}

/** A stopped process that was woken is back as well. */
function untilBack(
  { watch }: World,
  { kind }: AgentFault,
  { name, pid }: Running,
  { generation, at }: Blow,
): Promise<Running> {
  const isWoken = (agent: Running): boolean =>
    kind === "SIGSTOP" && (agent.heartbeatAt ?? 0) > at && processState(agent.pid) === "running";
  const isBack = (agent: Running): boolean =>
    agent.name === name && (agent.generation > generation || isWoken(agent));
  return watch.until(`${name} is back (pid ${pid})`, (views) => views.filter(isUp).find(isBack));
}
