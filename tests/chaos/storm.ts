import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../../agents/processes.ts";
import { messageOf } from "../../kernel/errors.ts";
import { strikeFleet } from "./fleet-blows.ts";
import { hurt, type Healing } from "./healing.ts";
import type { AgentFault, Fault, FleetFault } from "./plan.ts";
import { isUp, type Running, type World } from "./world.ts";

export interface Course {
  readonly healings: readonly Healing[];
  /** Sentences on what went wrong; with the first the storm ends. */
  readonly findings: readonly string[];
}

/** Agents that are under a fault of their own at once. */
const AT_ONCE = 4;

/** Lets the faults of a plan befall a world, one after the other, and most before the last is healed. */
export class Storm {
  readonly #world: World;
  readonly #onHealed: (healings: readonly Healing[]) => void;
  readonly #healings: Healing[] = [];
  readonly #findings: string[] = [];
  /** Agents under a fault of their own. */
  readonly #struck = new Map<string, Promise<void>>();
  /** How many faults each agent has had. */
  readonly #counts = new Map<string, number>();
  #fleetFault: Promise<void> = Promise.resolve();
  #fleetFaultUntil = 0;

  constructor(world: World, onHealed: (healings: readonly Healing[]) => void) {
    this.#world = world;
    this.#onHealed = onHealed;
  }

  /** Resolves when all faults are healed, one is not, or `signal` aborts. */
  async play(faults: readonly Fault[], signal: AbortSignal): Promise<Course> {
    for (const fault of faults) {
      if (signal.aborted || this.#findings.length > 0) break;
      await delay(fault.restMs);
      await (fault.scope === "agent" ? this.#befallAgent(fault) : this.#befallAll(fault));
    }
    await Promise.all([...this.#struck.values(), this.#fleetFault]);
    return { healings: this.#healings, findings: this.#findings };
  }

  async #befallAgent(fault: AgentFault): Promise<void> {
    while (this.#struck.size >= AT_ONCE) await Promise.race(this.#struck.values());
    await this.#struck.get(fault.victim);
    this.#counts.set(fault.victim, (this.#counts.get(fault.victim) ?? 0) + 1);
    const healed = this.#noted(fault, () => this.#befallen(fault));
    this.#struck.set(
      fault.victim,
      healed.finally(() => this.#struck.delete(fault.victim)),
    );
  }

  /** One at a time; while the disk is full nothing else happens, so that it is known who did it. */
  async #befallAll(fault: FleetFault): Promise<void> {
    await this.#fleetFault;
    this.#fleetFaultUntil = Infinity;
    this.#fleetFault = this.#noted(fault, () => this.#hurtAll(fault)).finally(() => {
      this.#fleetFaultUntil = Date.now();
    });
    if (fault.kind === "disk full") await this.#fleetFault;
  }

  async #noted(fault: Fault, work: () => Promise<Healing>): Promise<void> {
    try {
      this.#healings.push(await work());
      this.#onHealed(this.#healings);
    } catch (error) {
      const victim = fault.scope === "agent" ? ` of ${fault.victim}` : "";
      this.#findings.push(`${fault.kind}${victim}: ${messageOf(error)}`);
    }
  }

  async #befallen(fault: AgentFault): Promise<Healing> {
    const { begunAt, wasInBackoff, ...healing } = await hurt(this.#world, fault);
    const isAmidst = this.#fleetFaultUntil >= begunAt;
    return { ...healing, beside: isAmidst ? "fleet fault" : wasInBackoff ? "backoff" : "nothing" };
  }

  async #hurtAll(fault: FleetFault): Promise<Healing> {
    const spared = this.#world.agents
      .list()
      .filter(isUp)
      .filter(({ name, pid }) => !this.#struck.has(name) && isAlive(pid));
    const counts = new Map(this.#counts);
    const recovery = await strikeFleet(this.#world, fault, spared);
    if (fault.kind === "daemon killed") this.#expectAdopted(spared, counts);
    return { fault, ...recovery, beside: "nothing", cause: null };
  }

  /** Who had no fault of its own meanwhile must be the same process still. */
  #expectAdopted(before: readonly Running[], counts: ReadonlyMap<string, number>): void {
    const after = this.#world.agents.list();
    for (const { name, generation } of before) {
      const wasStruck = this.#counts.get(name) !== counts.get(name);
      const now = after.find((agent) => agent.name === name);
      if (wasStruck || now?.generation === generation) continue;
      this.#findings.push(`${name} was replaced when the daemon was, and nobody had touched it.`);
    }
  }
}
