import type { SteadyClock } from "../kernel/clock.ts";
import { operationalOf } from "../kernel/errors.ts";
import { backoff } from "../kernel/service.ts";

/**
 * Agents with whom something was refused, such as a start for which tmux has no process left: each is left
 * alone for a time of its own, so that the rounds go on for all others.
 */
export interface Refusals {
  /** Whether the agent is not to be seen to yet. */
  isPutOff(agent: string): boolean;
  /** Ms until the first of them is seen to again; `Infinity` when nobody is put off. */
  nextInMs(): number;
  /** Refusals of one agent without a success in between; 0 when all is well. */
  mostInARow(): number;
  /** Does the work, which is the agent's next try; what refuses it is thrown. */
  attempt(agent: string, work: () => Promise<void>): Promise<void>;
}

export function openRefusals({ uptime }: Pick<SteadyClock, "uptime">): Refusals {
  const refused = new Map<string, { readonly failures: number; readonly until: number }>();
  return {
    isPutOff: (agent) => (refused.get(agent)?.until ?? -Infinity) > uptime(),
    nextInMs: () => {
      const rests = [...refused.values()].map(({ until }) => until - uptime());
      return Math.min(...rests.filter((ms) => ms > 0));
    },
    mostInARow: () => Math.max(0, ...[...refused.values()].map(({ failures }) => failures)),
    attempt: async (agent, work) => {
      try {
        await work();
        refused.delete(agent);
      } catch (error) {
        if (operationalOf(error)) {
          const failures = (refused.get(agent)?.failures ?? 0) + 1;
          refused.set(agent, { failures, until: uptime() + backoff(failures) });
        }
        throw error;
      }
    },
  };
}
