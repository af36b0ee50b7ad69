import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "../../kernel/errors.ts";
import { run } from "../../kernel/process.ts";
import { fillDisk, freeDisk } from "./disk.ts";
import type { FleetFault, FleetKind } from "./plan.ts";
import { isUp, type Running, type World } from "./world.ts";

/** How one went on after a blow to all. */
export interface Relief {
  /** From the moment at which Kantoku could begin to mend it, ms. */
  readonly healedMs: number;
  /** Processes of agents that were killed by it. */
  readonly deaths: number;
}

/** Strikes, and resolves once all are back. `spared` are those whom no other fault has in hand. */
export function strikeFleet(
  world: World,
  fault: FleetFault,
  spared: readonly Running[],
): Promise<Relief> {
  return BLOWS[fault.kind](world, fault, spared);
}

type Strike = (world: World, fault: FleetFault, spared: readonly Running[]) => Promise<Relief>;

const BLOWS: Readonly<Record<FleetKind, Strike>> = {
  "daemon killed": async ({ watch, keeper }, { lastsMs }) => {
    const former = keeper.pid;
    const at = Date.now();
    keeper.kill(lastsMs);
    await watch.until("the next daemon is ready", () => {
      const pid = keeper.readyPid;
      return pid === former ? undefined : pid;
    });
    return { healedMs: Date.now() - at - lastsMs, deaths: 0 };
  },
  "tmux server killed": (world, _, spared) =>
    untilBack(world, spared, async () => {
      process.kill(await world.tmux.serverPid(), "SIGKILL");
    }),
  "session killed": (world, _, spared) =>
    untilBack(world, spared, async () => {
      const { socket } = world.tmux;
      await run("tmux", ["-S", socket, "kill-session", "-t", "=kantoku"]);
    }),
  "disk full": diskFull,
};

async function untilBack(
  { watch }: World,
  hit: readonly Running[],
  blow: () => Promise<void>,
): Promise<Relief> {
  try {
    await blow();
  } catch (error) {
    if (codeOf(error) !== "tmux-not-running") throw error; // The one before it is not healed yet.
  }
  const at = Date.now();
  const back = hit.map(({ name, generation }) =>
    watch.until(`${name} is back, with all others`, (agents) =>
      agents.find((agent) => agent.name === name && isUp(agent) && agent.generation > generation),
    ),
  );
  const after = await Promise.all(back);
  const healedMs = Date.now() - at;
  const missed = hit.filter(({ restarts }, n) => (after[n]?.restarts ?? 0) <= restarts);
  if (missed.length > 0)
    throw new Error(`not counted: ${missed.map(({ name }) => name).join(", ")}`);
  return { healedMs, deaths: hit.length };
}

/** Nobody needs to die of it; work goes on as soon as there is room. */
async function diskFull(
  { watch, keeper, ground, stores }: World,
  { lastsMs }: FleetFault,
): Promise<Relief> {
  fillDisk(ground.home);
  await delay(lastsMs);
  const seen = lastEvent(stores.jobs);
  freeDisk(ground.home);
  const at = Date.now();
  await watch.until("work goes on after the disk was full", (agents) => {
    if (keeper.readyPid === undefined || !agents.every(isUp)) return undefined;
    const news = stores.jobs.eventsAfter(seen);
    return news.some(({ name }) => name === "step.finished") || undefined;
  });
  return { healedMs: Date.now() - at, deaths: 0 };
}

function lastEvent(jobs: World["stores"]["jobs"], after = 0): number {
  const last = jobs.eventsAfter(after).at(-1)?.id;
  return last === undefined ? after : lastEvent(jobs, last);
}
