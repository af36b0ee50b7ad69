import { musterOf, type Crew, type CrewSize } from "../agents/roster.ts";
import { InputError } from "../kernel/errors.ts";
import type { Events } from "../kernel/events.ts";
import type { Agents } from "../watchdog/agents.ts";

/**
 * Forgets sizes that people once asked for (`kantoku agents scale`) and that the crew table of today
 * does not allow, and tells so: else no daemon could start with the new table.
 */
export function forgetUnfitSizes(
  crews: readonly Crew[],
  agents: Pick<Agents, "sizes" | "scale">,
  events: Pick<Events, "emit">,
): void {
  const fitting = new Map<string, CrewSize>();
  for (const [crew, size] of agents.sizes()) {
    try {
      musterOf(crews, new Map([...fitting, [crew, size]]));
      fitting.set(crew, size);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      agents.scale(crew, null);
      const message = `The size ${size.min}..${size.max} of ${crew} was forgotten: ${error.message}`;
      const hint = `Say it anew: kantoku agents scale ${crew} MIN..MAX`;
      const failure = { code: "size-forgotten", message, hint, failures: 1 };
      events.emit("service.failed", { service: "watchdog", ...failure });
    }
  }
}
