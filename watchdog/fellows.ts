import type { Muster } from "../agents/roster.ts";
import type { Heartbeat } from "../queue/heartbeat.ts";

/**
 * Who starts anew with an agent that was lost over a job: where its crew's strategy is `rest-for-one`, the
 * agents of later crews that are at work on the same job. Agents of its own crew work on other parts of the
 * job, on which nothing depends. Pure.
 */
export function fellowsOf(
  lost: Pick<Heartbeat, "agent" | "job">,
  crews: readonly Muster[],
  beats: readonly Pick<Heartbeat, "agent" | "job">[],
): string[] {
  if (lost.job === null) return [];
  const place = crews.findIndex(({ members }) => members.some(({ name }) => name === lost.agent));
  if (crews[place]?.strategy !== "rest-for-one") return [];
  const later = new Set(
    crews.slice(place + 1).flatMap(({ members }) => members.map(({ name }) => name)),
  );
  return beats.flatMap(({ agent, job }) => (job === lost.job && later.has(agent) ? [agent] : []));
}
