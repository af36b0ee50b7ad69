import { once } from "node:events";
import { systemClock } from "../../kernel/clock.ts";
import { startFixture, type Fixture } from "../queue/processes.ts";
import type { Cleanup } from "../support/temp.ts";
import type { Fate, Plan, PlannedKill } from "./plan.ts";
import type { Life, Role } from "./stage.ts";

/** Actors that live at once; each that dies is followed by another in its place. */
const PLACES: readonly Role[] = [
  "producer",
  "producer",
  "consumer",
  "consumer",
  "consumer",
  "sweeper",
  "reader",
];

/** How long an actor may take to get to its fault point before it is killed where it is. */
const PATIENCE_MS = 20_000;

/** How an actor ended, in truth. */
export interface Death {
  readonly name: string;
  readonly fate: Fate;
  /** What its process ended with; anything but SIGKILL is a fault. */
  readonly ended: NodeJS.Signals | number | null;
  /** False when it had to be killed because it never got to its fault point. */
  readonly isAsPlanned: boolean;
}

export interface Company {
  readonly folder: string;
  readonly plan: Plan;
  /** Of the actors' processes. */
  readonly env: NodeJS.ProcessEnv;
  readonly onDeath: (death: Death) => void;
}

/** Lets actors live and die until all of the plan has come true, one ends otherwise, or `signal` aborts. */
export async function liveAndDie(
  t: Cleanup,
  { folder, plan, env, onDeath }: Company,
  signal: AbortSignal,
): Promise<Death[]> {
  const left = Object.fromEntries(Object.entries(plan).map(([role, kills]) => [role, [...kills]]));
  const total = Object.values(plan).reduce((sum, kills) => sum + kills.length, 0);
  const deaths: Death[] = [];
  const finale = new AbortController();
  const over = AbortSignal.any([signal, finale.signal]);
  const lead = async (role: Role, place: number): Promise<void> => {
    let predecessor: string | null = null;
    let isReported = false;
    for (let generation = 1; !over.aborted; generation += 1) {
      const name = `${role}-${place}#${generation}`;
      const kill = left[role]?.shift();
      const life: Life = { ...lifeOf(kill), name, role, predecessor, isReported };
      const fixture = startFixture(t, "actor", [folder, JSON.stringify(life)], env);
      if (!kill) return liveOn(fixture, over);
      const death = { name, fate: kill.fate, ...(await meet(kill.fate, fixture, signal)) };
      deaths.push(death);
      onDeath(death);
      if (deaths.length === total || death.ended !== "SIGKILL") finale.abort();
      predecessor = name;
      isReported = kill.isReported;
    }
  };
  await Promise.all(PLACES.map(lead));
  return deaths;
}

function lifeOf(kill: PlannedKill | undefined): Pick<Life, "seed" | "crash"> {
  return { seed: kill?.seed ?? 0, crash: kill?.fate.kind === "point" ? kill.fate : null };
}

/** Of those whose role has no more deaths to die: they keep the others company to the end. */
async function liveOn(fixture: Fixture, over: AbortSignal): Promise<void> {
  if (!over.aborted) await once(over, "abort");
  fixture.child.kill("SIGKILL");
  await fixture.ended();
}

async function meet(
  fate: Fate,
  fixture: Fixture,
  signal: AbortSignal,
): Promise<Pick<Death, "ended" | "isAsPlanned">> {
  const { child } = fixture;
  const pause = async (ms: number): Promise<void> => systemClock.sleep(ms, signal);
  const isAsPlanned = fate.kind === "point" ? await isMetByItself(fixture, signal) : true;
  if (fate.kind === "instant" || fate.kind === "stop") {
    await Promise.race([fixture.line(1), fixture.ended()]);
  }
  if (fate.kind !== "point") await pause(fate.afterMs);
  if (fate.kind === "stop") {
    child.kill("SIGSTOP");
    await pause(fate.stopMs);
    child.kill("SIGCONT");
    await pause(fate.afterMs);
  }
  child.kill("SIGKILL");
  return { ended: await fixture.ended(), isAsPlanned };
}

async function isMetByItself(fixture: Fixture, signal: AbortSignal): Promise<boolean> {
  const met = new AbortController();
  const patience = systemClock.sleep(PATIENCE_MS, AbortSignal.any([signal, met.signal]));
  const isMet = await Promise.race([fixture.ended().then(() => true), patience.then(() => false)]);
  met.abort();
  return isMet;
}
