import type { Muster } from "../agents/roster.ts";
import type { Events } from "../kernel/events.ts";
import type { Agents } from "./agents.ts";
import type { Demand } from "./demand.ts";
import type { Limits } from "./limits.ts";
import type { Patient } from "./hands.ts";
import { DEFAULT_SCALING, scaling, type HostLoad, type ScalingLimits } from "./scaling.ts";
import { crewScenes } from "./standing.ts";
import type { Order } from "./verdict.ts";

/** What it takes to see how many agents are needed, and to tell of it. */
export interface Needs {
  readonly demand: Demand;
  readonly host: () => HostLoad;
  readonly scaling?: ScalingLimits;
  readonly agents: Agents;
  readonly events: Events;
}

/** What the load asks of each agent; tells when a crew can't have what its work needs. */
export async function ordersFor(
  {
    demand,
    host,
    agents,
    events,
    limits,
    scaling: bounds = DEFAULT_SCALING,
  }: Needs & { readonly limits: Limits },
  crews: readonly Muster[],
  patients: ReadonlyMap<string, Patient>,
  now: number,
): Promise<(agent: string) => Order> {
  const waiting = await demand(rolesOf(crews));
  const scenes = crewScenes(crews, patients, now, limits);
  const { start, drain, heldBack } = scaling({ crews: scenes, waiting, host: host() }, bounds);
  const before = agents.heldBack();
  for (const { name: crew } of crews) {
    const reason = heldBack.get(crew) ?? "";
    // The figures in it change all the time; when it begins and ends is what counts.
    if ((reason === "") === !before.has(crew)) continue;
    agents.holdBack(crew, reason || null);
    events.emit("crew.held-back", { crew, reason });
  }
  return (agent) => (start.has(agent) ? "start" : drain.has(agent) ? "drain" : null);
}

export const rolesOf = (crews: readonly Muster[]): Set<string> =>
  new Set(crews.flatMap(({ roles }) => roles));
