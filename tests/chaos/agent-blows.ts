import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../../agents/processes.ts";
import { codeOf } from "../../kernel/errors.ts";
import { give, isTaken, type Order } from "../support/light/orders.ts";
import type { AgentFault, AgentKind } from "./plan.ts";
import { InVain } from "./watch.ts";
import type { Running, World } from "./world.ts";

/** What a blow has done. */
export interface Blow {
  /** When it had hit: ms since the epoch. */
  readonly at: number;
  /** Processes that it killed, one after the other. */
  readonly deaths: number;
  /** The agent's generation that was hit last. */
  readonly generation: number;
}

/** Strikes the agent's process; resolves once it is hit, which may be later than asked for. */
export async function strikeAgent(
  world: World,
  { kind, moment }: AgentFault,
  victim: Running,
): Promise<Blow> {
  if (kind === "crash loop") return crashLoop(world, victim);
  const at = await BLOWS[kind](world, victim, moment);
  return { at, deaths: kind === "SIGSTOP" ? 0 : 1, generation: victim.generation };
}

type Strike = (world: World, victim: Running, moment: Order["moment"]) => Promise<number>;

const BLOWS: Readonly<Record<Exclude<AgentKind, "crash loop">, Strike>> = {
  SIGKILL: (world, victim, moment) => {
    if (moment !== "at once") return ordered(world, victim, { act: "SIGKILL", moment });
    return Promise.resolve(sent(victim.pid, "SIGKILL"));
  },
  "exit 0": (world, victim, moment) => ordered(world, victim, { act: "exit 0", moment }),
  "exit 1": (world, victim, moment) => ordered(world, victim, { act: "exit 1", moment }),
  "out of memory": async (world, victim) => {
    await unlessGone(() => world.memory.close(victim.pid));
    return ordered(world, victim, { act: "allocate", moment: "at once" });
  },
  SIGSTOP: (_, { pid }) => Promise.resolve(sent(pid, "SIGSTOP")),
  "blocked event loop": blocked,
  "pane closed": async ({ tmux }, { pane }) => {
    await unlessGone(() => tmux.killPane(pane));
    return Date.now();
  },
};

/** What was ordered for a moment that does not come, happens then at the latest. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 2;

/** Resolves when the process has ended, by its own hand or, after a while, by ours. */
async function ordered({ ground }: World, { pid }: Running, order: Order): Promise<number> {
  await unlessGone(() => give(ground.orders, pid, order));
  const deadline = Date.now() + PATIENCE_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) sent(pid, "SIGKILL");
    await delay(LOOK_MS);
  }
  return Date.now();
}

async function blocked({ ground }: World, { pid }: Running): Promise<number> {
  await unlessGone(() => give(ground.orders, pid, { act: "block", moment: "at once" }));
  while (!isTaken(ground.orders, pid) && isAlive(pid)) await delay(LOOK_MS);
  return Date.now();
}

/** More than that, and there is no quarantine. */
const MOST_DEATHS = 12;

/** Kills each successor as soon as it has a pid, until the watchdog has had enough. */
async function crashLoop({ watch }: World, victim: Running): Promise<Blow> {
  let { pid, generation }: { pid: number | null; generation: number } = victim;
  for (let deaths = 1; deaths <= MOST_DEATHS; deaths += 1) {
    if (pid !== null) sent(pid, "SIGKILL");
    const next = await watch.until(`${victim.name} is replaced or quarantined`, (agents) =>
      agents.find(
        (agent) =>
          agent.name === victim.name &&
          (agent.state === "quarantined" || (agent.generation > generation && agent.pid !== null)),
      ),
    );
    ({ pid, generation } = next);
    if (next.state === "quarantined") return { at: Date.now(), deaths, generation };
  }
  throw new InVain(`${victim.name} is quarantined after ${MOST_DEATHS} deaths`, 0);
}

function sent(pid: number, signal: NodeJS.Signals): number {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
  return Date.now();
}

/** Another fault may have been quicker. */
async function unlessGone(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (
      !["ESRCH", "tmux-refused", "tmux-not-running", "program-failed"].includes(codeOf(error) ?? "")
    )
      throw error;
  }
}
