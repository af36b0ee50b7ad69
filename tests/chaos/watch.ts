import { systemClock } from "../../kernel/clock.ts";
import { OperationalError } from "../../kernel/errors.ts";
import type { Agents, AgentView } from "../../watchdog/agents.ts";

/** What is awaited did not come. */
export class InVain extends Error {
  constructor(what: string, waitedMs: number) {
    super(`${what}: not within ${Math.round(waitedMs / 1000)} s`);
    this.name = "InVain";
  }
}

type Look<T> = (agents: readonly AgentView[]) => T | undefined;

interface Waiting {
  /** True when it needs to look no more. */
  look(agents: readonly AgentView[]): boolean;
}

const TICK_MS = 4;

/** The agents as `kantoku agents` shows them, read once for all who wait for something. */
export class Watch {
  readonly #agents: Agents;
  readonly #waiting = new Set<Waiting>();
  /** Nobody waits for longer: ms. */
  readonly #patienceMs: number;

  constructor(agents: Agents, patienceMs: number) {
    this.#agents = agents;
    this.#patienceMs = patienceMs;
  }

  /** Until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const agents = this.#waiting.size > 0 ? this.#read() : undefined;
      if (agents) {
        for (const each of this.#waiting) if (each.look(agents)) this.#waiting.delete(each);
      }
      await systemClock.sleep(TICK_MS, signal);
    }
  }

  /** Resolves with the first answer of `look` but undefined; rejects with `InVain`. */
  until<T>(what: string, look: Look<T>): Promise<T> {
    const deadline = Date.now() + this.#patienceMs;
    return new Promise((resolve, reject) => {
      this.#waiting.add({
        look: (agents) => {
          try {
            const found = look(agents);
            if (found !== undefined) resolve(found);
            else if (Date.now() > deadline) throw new InVain(what, this.#patienceMs);
            return found !== undefined;
          } catch (error) {
            reject(error);
            return true;
          }
        },
      });
    });
  }

  /** Undefined while the database does not answer. */
  #read(): AgentView[] | undefined {
    try {
      return this.#agents.list();
    } catch (error) {
      if (error instanceof OperationalError) return undefined;
      throw error;
    }
  }
}
