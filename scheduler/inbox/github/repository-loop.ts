import type { Clock } from "../../../kernel/clock.ts";
import { failureOf, type OperationalError } from "../../../kernel/errors.ts";
import type { Events } from "../../../kernel/events.ts";
import { loop, type LoopOptions, type Service } from "../../../kernel/service.ts";
import { GitHubError } from "./failures.ts";

/** What only a person can mend is looked at less and less often. */
const LONGEST_REST_MS = 600_000;

/**
 * Looks at one repository again and again. Trouble with it is told under the service's name, and rested
 * for by this loop alone: as long as GitHub asks, else longer each time, ten minutes at most.
 */
export function repositoryLoop(
  name: string,
  look: (signal: AbortSignal) => Promise<void>,
  options: {
    readonly events: Events;
    /** Rest between two looks. */
    readonly pollMs: number;
    readonly clock: Clock;
    readonly wake?: LoopOptions["wake"];
  },
): Service {
  const { events, pollMs, clock, wake } = options;
  const tell = (error: OperationalError, failures: number): void =>
    events.emit("service.failed", { service: name, ...failureOf(error), failures });
  let failures = 0;
  const turn = async (signal: AbortSignal): Promise<number> => {
    try {
      await look(signal);
      failures = 0;
      return pollMs;
    } catch (error) {
      if (!(error instanceof GitHubError) || signal.aborted) throw error;
      failures += 1;
      tell(error, failures);
      return error.retryAfterMs ?? restAfter(failures, pollMs);
    }
  };
  return loop(name, turn, { clock, ...(wake && { wake }), onFailure: tell });
}

function restAfter(failures: number, pollMs: number): number {
  return Math.max(pollMs, Math.min(pollMs * 2 ** (failures - 1), LONGEST_REST_MS));
}
