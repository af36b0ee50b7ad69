import type { AgentPane } from "../agents/pane.ts";
import type { Muster } from "../agents/roster.ts";
import { codeOf, failureOf, type OperationalError } from "../kernel/errors.ts";
import { backoff } from "../kernel/service.ts";
import { clearUpInTime } from "./aftermath.ts";
import { careFor, deadOf, replace } from "./care.ts";
import type { Hands, Patient } from "./hands.ts";
import { releaseForgotten } from "./leases.ts";
import {
  excuses,
  newHardship,
  delayedMs,
  noteDelay,
  noteMuteness,
  type Hardship,
} from "./hardship.ts";
import type { Holder } from "./lifelines/words.ts";
import { watchOomKills, type Eyes, type Sight } from "./look.ts";
import { ordersFor, type Needs } from "./orders.ts";
import type { PatrolClock } from "./patrol-clock.ts";
import { reconsider } from "./remedy.ts";
import { holdersOf, restMs } from "./rest.ts";
import { callRoll, type Roll } from "./roll.ts";
import { tell } from "./tell.ts";

/** Eyes, hands and orders of whoever keeps watch. */
export interface Watch extends Needs, Roll, Omit<Eyes, "panes">, Hands {
  readonly clock: PatrolClock;
  readonly panes: Hands["panes"];
  readonly agents: Hands["agents"];
  readonly heartbeats: Roll["heartbeats"];
}

/** What one round remembers for the next; all that must survive the daemon is in the records. */
export interface Memory {
  /** Rounds in a row that found the agent silent. */
  readonly silent: Map<string, number>;
  /** When the next round should have looked, by the uptime; null before the first look. */
  dueAt: number | null;
  /** Rounds in a row that failed: the loop rests the longer. */
  failures: number;
  /** What forgotten processes held was given back: once is enough. */
  isSettled: boolean;
  readonly hardship: Hardship;
  /** When a round last cared for everybody, by the uptime. */
  caredAt: number;
  readonly wasOomKill: (uptime: number) => boolean;
  /** Whose end is news. */
  watched: readonly Holder[];
  /** How the agents' configuration looked. */
  mark: string | null;
}

export function newMemory(): Memory {
  const nothing = { silent: new Map<string, number>(), watched: [], mark: null };
  const untold = { hardship: newHardship(), wasOomKill: watchOomKills() };
  const fresh = { dueAt: null, failures: 0, isSettled: false, caredAt: -Infinity };
  return { ...nothing, ...untold, ...fresh };
}

/** Between two rounds that see to everything: news that come closer together see to the dead alone. */
const CARE_REST_MS = 50;
/** Deaths that follow each other closely must not keep it from the living for longer. */
const LONGEST_NEGLECT_MS = 1_000;

/**
 * One round: look at everything once, replace the dead, then care for everybody else. Answers how long
 * to rest. The dead come first, and when their next processes start, these need the CPU more than what
 * can wait for another round. Only a look that fails makes the next one late: where it is the care that
 * fails, everybody has been seen.
 */
export async function round(watch: Watch, memory: Memory): Promise<number> {
  const beganAt = watch.clock.uptime();
  memory.failures += 1;
  const scene = await lookAround(watch, memory, beganAt);
  let ms = backoff(memory.failures);
  try {
    const careInMs = await seeToAll(watch, memory, scene, beganAt);
    ms = rest(watch, memory, careInMs);
    memory.failures = 0;
    return ms;
  } finally {
    memory.dueAt = watch.clock.uptime() + ms;
  }
}

function rest(
  { clock, agents, lifelines, refusals }: Watch,
  memory: Memory,
  careInMs: number,
): number {
  const records = agents.records();
  const isHeldBack = agents.heldBack().size > 0;
  memory.watched = holdersOf(records);
  const due = records.filter(({ name }) => !refusals.isPutOff(name));
  const mostMs = Math.min(careInMs, refusals.nextInMs());
  return restMs(due, { now: clock.now(), careInMs: mostMs, isHeldBack, lifelines });
}

/**
 * Answers in how many ms everybody is to be cared for; `Infinity` when that has been done. That one can't be
 * replaced is told when the others have been cared for.
 */
async function seeToAll(
  watch: Watch,
  memory: Memory,
  scene: Scene,
  beganAt: number,
): Promise<number> {
  const { patients, sight } = scene;
  const due = [...patients.values()].filter(({ agent }) => !watch.refusals.isPutOff(agent.name));
  const dead = deadOf(watch, due, memory.silent, sight);
  const spareMs = dead.size > 0 ? LONGEST_NEGLECT_MS : CARE_REST_MS;
  const isCareDue = beganAt - memory.caredAt >= spareMs;
  let refusal = await replace(watch, dead);
  if (isCareDue) {
    memory.caredAt = beganAt;
    const others = due.filter(({ agent }) => !dead.has(agent.name));
    const another = await careForOthers(watch, memory.silent, scene, others);
    refusal ??= another;
  }
  tellRefusal(watch, refusal);
  return isCareDue ? Infinity : memory.caredAt + spareMs - watch.clock.uptime();
}

/** The round goes on: it is one agent's trouble. */
function tellRefusal({ events, refusals }: Watch, refusal: OperationalError | undefined): void {
  if (!refusal) return;
  const failures = refusals.mostInARow();
  events.emit("service.failed", { service: "watchdog", ...failureOf(refusal), failures });
}

interface Scene {
  readonly crews: readonly Muster[];
  readonly patients: ReadonlyMap<string, Patient>;
  readonly sight: Sight;
}

async function lookAround(watch: Watch, memory: Memory, beganAt: number): Promise<Scene> {
  const { clock, agents, limits } = watch;
  const { dueAt, hardship } = memory;
  if (dueAt !== null) noteDelay(hardship, limits, { beganAt, dueAt });
  reckon(watch, !memory.isSettled);
  const now = clock.now();
  const crews = watch.crews();
  watch.gate.look();
  lookAtConfiguration(watch, memory);
  const panes = await survey(watch);
  const oomKilled = memory.wasOomKill(clock.uptime());
  const patients = await callRoll(watch, crews, panes, now);
  noteMuteness(hardship, watch, [...patients.values()], now);
  const delayedSince = (at: number): number => delayedMs(hardship, beganAt - (now - at));
  const sight = { now, oomKilled, delayedSince, ...excuses(hardship, limits, beganAt) };
  if (!memory.isSettled) await releaseForgotten(watch, agents.records());
  memory.isSettled = true;
  return { crews, patients, sight };
}

/** Tells the times of all records by what the host's clock says now, should it have been set. */
function reckon({ clock, agents, gate, limits, events }: Watch, isFirst: boolean): void {
  const byMs = clock.behindMs();
  if (byMs === 0 && !isFirst) return;
  const setting = { byMs, now: clock.now() + byMs };
  agents.reckon(setting, limits);
  clock.follow(byMs);
  gate.reckon(setting);
  if (byMs !== 0) events.emit("clock.set", { seconds: Math.round(byMs / 1_000) });
}

/** Who could not read another configuration need not wait. */
function lookAtConfiguration(watch: Watch, memory: Memory): void {
  const mark = watch.configMark?.() ?? null;
  if (mark === null || mark === memory.mark) return;
  reconsider(watch, mark);
  memory.mark = mark;
}

/** Every pane of ours; a server that died is started anew, and its agents are found missing. */
async function survey({ panes, agents, events }: Watch): Promise<AgentPane[]> {
  try {
    return await panes.observe();
  } catch (error) {
    if (codeOf(error) !== "tmux-not-running") throw error;
  }
  const start = await panes.ensureServer();
  const wasUp = agents.records().some(({ pid }) => pid !== null);
  if (start === "started" && wasUp)
    events.emit("tmux.restarted", { reason: "the server was gone" });
  return panes.observe();
}

/** What can wait until nobody must be replaced any more comes last. */
async function careForOthers(
  watch: Watch,
  silent: Memory["silent"],
  { crews, patients, sight }: Scene,
  others: readonly Patient[],
): Promise<OperationalError | undefined> {
  const orders = await ordersFor(watch, crews, patients, sight.now);
  const refusal = await careFor(watch, others, silent, orders, sight);
  await tell(watch, crews);
  await clearUpInTime(watch);
  return refusal;
}
