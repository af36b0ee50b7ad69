import { musterOf, type Crew, type CrewSize, type Muster } from "../agents/roster.ts";
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
  for (const { crew, size, problem } of sifted(crews, agents.sizes()).unfit) {
    agents.scale(crew, null);
    const message = `The size ${words(size)} of ${crew} was forgotten: ${problem}`;
    const hint = `Say it anew: kantoku agents scale ${crew} MIN..MAX`;
    tell(events, "size-forgotten", message, hint);
  }
}

/**
 * Answers, whenever it is asked, the crews with the sizes of that moment. People ask for what the crew table
 * in the file allows, which may be a newer one than the running daemon's: what that does not allow is left
 * out until the next daemon comes, and told.
 */
export function sizedCrews(
  crews: readonly Crew[],
  agents: Pick<Agents, "sizes">,
  events: Pick<Events, "emit">,
): () => Muster[] {
  let told = new Set<string>();
  return () => {
    const { fitting, unfit } = sifted(crews, agents.sizes());
    const messages = unfit.map(
      ({ crew, size, problem }) => `The size ${words(size)} of ${crew} has to wait: ${problem}`,
    );
    const hint = "This daemon has the crew table of its start; for that of now: kantoku restart";
    for (const message of messages) {
      if (!told.has(message)) tell(events, "size-unfit", message, hint);
    }
    told = new Set(messages);
    return musterOf(crews, fitting);
  };
}

interface UnfitSize {
  readonly crew: string;
  readonly size: CrewSize;
  readonly problem: string;
}

/** Which sizes the table allows, each beside those before it. Pure. */
function sifted(crews: readonly Crew[], sizes: ReadonlyMap<string, CrewSize>) {
  const fitting = new Map<string, CrewSize>();
  const unfit: UnfitSize[] = [];
  for (const [crew, size] of sizes) {
    try {
      musterOf(crews, new Map([...fitting, [crew, size]]));
      fitting.set(crew, size);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unfit.push({ crew, size, problem: error.message });
    }
  }
  return { fitting, unfit };
}

const words = ({ min, max }: CrewSize): string => `${min}..${max}`;

function tell(events: Pick<Events, "emit">, code: string, message: string, hint: string): void {
  events.emit("service.failed", { service: "watchdog", code, message, hint, failures: 1 });
}
