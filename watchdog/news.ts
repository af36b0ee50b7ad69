import { isAlive } from "../agents/processes.ts";
import type { AgentPanes } from "../agents/pane.ts";
import { endingWith } from "../kernel/abort.ts";
import { inStep, type Clock } from "../kernel/clock.ts";
import type { Listening } from "../queue/doorbell.ts";
import type { LifelineNews, Lifelines } from "./lifelines.ts";
import type { Holder } from "./lifelines/words.ts";

/** Rings that follow each other make one patrol. */
const RING_REST_MS = 50;
/** A glance asks the kernel alone: it costs microseconds, a patrol some milliseconds. */
const GLANCE_MS = 40;
/** Agents that start together become ready one soon after the other: the last of them may have more to say. */
const START_REST_MS = 20;
/** While others start, each round would take of the time that they need for it. */
const SHARED_START_REST_MS = 100;
/** The kernel closes a dying process's connections first, and calls it dead when all is given back. */
const LAST_BREATH_MS = 1;
const LAST_BREATHS = 30;
/** Longer than any rest. */
const FOR_LONG_MS = 60_000;
/** While nobody runs, for rings that are lost. */
const LOOK_MS = 2_000;
/** …where the system gives no watch, so that rings of other processes are not heard. */
const DEAF_LOOK_MS = 1_000;

export interface Sources {
  /** Those whose end is news. */
  readonly watched: readonly Holder[];
  /** Without, their ends are seen by glancing at them. */
  readonly lifelines: Pick<Lifelines, "news" | "of"> | undefined;
  /** What tmux tells by itself. */
  readonly panes: Pick<AgentPanes, "changed">;
  readonly ear: Listening;
  readonly workWaits: () => Promise<boolean>;
  readonly clock: Clock;
}

/**
 * Resolves as soon as one of the processes has ended or has started, tmux tells of something, the bell
 * has rung, or nobody serves what waits.
 */
export async function news(sources: Sources, signal: AbortSignal): Promise<void> {
  using over = endingWith(signal);
  const either = over.signal;
  const hasSomebody = sources.watched.length > 0;
  const watching = hasSomebody ? someoneEnded(sources, either) : workCame(sources, either);
  const waits = [watching, rung(sources, either), lineSpoke(sources, either)];
  waits.push(tmuxSpoke(sources, either));
  await Promise.race(waits);
}

async function rung({ ear, clock }: Sources, signal: AbortSignal): Promise<void> {
  await clock.sleep(RING_REST_MS, signal);
  await ear.wait(FOR_LONG_MS, signal);
}

/** Who holds a lifeline needs no glances: the kernel tells. */
async function someoneEnded({ watched, lifelines, clock }: Sources, signal: AbortSignal) {
  const unheld = watched.filter((process) => lifelines?.of(process)?.brokeAt !== null);
  if (unheld.length === 0) return clock.sleep(FOR_LONG_MS, signal);
  while (!signal.aborted) {
    await clock.sleep(GLANCE_MS, signal);
    if (unheld.some(({ pid }) => !isAlive(pid))) return;
  }
}

async function workCame({ workWaits, ear, clock }: Sources, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const mostMs = ear.hearsOthers ? LOOK_MS : DEAF_LOOK_MS;
    await clock.sleep(inStep(mostMs, clock.now()), signal);
    if (!signal.aborted && (await workWaits())) return;
  }
}

/** While somebody starts, it mostly tells of deaths that have been seen to; a new one is seen by glancing. */
async function tmuxSpoke(sources: Sources, signal: AbortSignal): Promise<void> {
  if (isAnyStarting(sources)) await sources.clock.sleep(SHARED_START_REST_MS, signal);
  await sources.panes.changed(signal);
}

/** A break is told at once; those who have started wait for each other. */
async function lineSpoke(sources: Sources, signal: AbortSignal): Promise<void> {
  const { lifelines, watched, clock } = sources;
  if (!lifelines) return clock.sleep(FOR_LONG_MS, signal);
  using over = endingWith(signal);
  while (!over.signal.aborted) {
    const told = await lifelines.news(over.signal);
    const own = told.filter((said) => watched.some((process) => isOf(said, process)));
    const broken = own.filter(({ what }) => what === "broke");
    if (broken.length > 0) return await lastBreath(broken, clock, signal);
    if (own.length === 0) continue;
    const restMs = isAnyStarting(sources) ? SHARED_START_REST_MS : START_REST_MS;
    void clock.sleep(restMs, signal).then(() => over[Symbol.dispose]());
  }
}

/** Who has a lifeline, or will have one, and has not called itself ready yet. */
const isAnyStarting = ({ watched, lifelines }: Sources): boolean =>
  lifelines !== undefined && watched.some((process) => !lifelines.of(process)?.startedAt);

/** So that the patrol doesn't come too early. Who only let go of the line is looked at, and lives on. */
async function lastBreath(processes: readonly Holder[], clock: Clock, signal: AbortSignal) {
  for (let breath = 0; breath < LAST_BREATHS; breath += 1) {
    if (signal.aborted || !processes.some(({ pid }) => isAlive(pid))) return;
    await clock.sleep(LAST_BREATH_MS, signal);
  }
}

const isOf = (said: LifelineNews, { agent, generation, pid }: Holder): boolean =>
  said.agent === agent && said.generation === generation && said.pid === pid;
