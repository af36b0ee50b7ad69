import type { Heartbeat } from "../../queue/heartbeat.ts";
import type { TopicStats } from "../../queue/queue.ts";
import type { AgentRecord } from "../record.ts";
import type { Sample } from "./record.ts";
import type { Usage } from "./usage.ts";

/** An agent as a look finds it. */
export interface Looked {
  readonly record: AgentRecord;
  /** The latest beat, of whatever generation. */
  readonly beat: Heartbeat | undefined;
  /** Undefined when no process of it lives. */
  readonly usage: Usage | undefined;
}

/**
 * What an agent takes and how late it beats. Nothing is said of one that is not up yet, nor of one that a
 * person holds: whatever stands out there is their doing. Pure.
 */
export function agentSamples(
  { record, beat, usage }: Looked,
  now: number,
  beatMs: number,
): Sample[] {
  if (!usage || !beat || !isUp(record, beat)) return [];
  const subject = record.name;
  const activity = activityOf(beat);
  const delay = Math.max(now - beat.beatAt - beatMs, 0) / 1000;
  const samples: Sample[] = [
    { subject, measure: "memory", value: usage.memoryBytes, activity },
    { subject, measure: "beat-delay", value: delay },
  ];
  if (usage.cores !== null) samples.push({ subject, measure: "cpu", value: usage.cores, activity });
  return samples;
}

function isUp(record: AgentRecord, beat: Heartbeat): boolean {
  return beat.generation === record.generation && !record.held && beat.state !== "starting";
}

/** What an agent is at: work of the same kind takes as much. */
export function activityOf({ state, step }: Pick<Heartbeat, "state" | "step">): string {
  return step === null ? state : `busy ${kindOf(step)}`;
}

/** `assets` for the step `assets:s03`. */
export const kindOf = (step: string): string => step.split(":", 1)[0] ?? step;

/** The longest wait in each topic. Pure. */
export function queueSamples(topics: readonly TopicStats[], now: number): Sample[] {
  return topics.map(({ topic: subject, oldestReadyAt }) => {
    const waitedMs = oldestReadyAt === null ? 0 : Math.max(now - oldestReadyAt, 0);
    return { subject, measure: "queue-age", value: waitedMs / 1000 };
  });
}
