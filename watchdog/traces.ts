import type { Heartbeat } from "../queue/heartbeat.ts";

/** What an agent said of itself at one moment. */
export type Trace = Pick<
  Heartbeat,
  "generation" | "state" | "job" | "step" | "doing" | "progress" | "beatAt"
>;

/** The latest things that agents said, in memory: for the report, should one of them crash. */
export interface Traces {
  note(beat: Heartbeat): void;
  /** Of this generation, oldest first. */
  of(agent: string, generation: number): readonly Trace[];
}

const KEPT = 20;

/** Beats that say the same as the one before take its place. */
export function openTraces(): Traces {
  const traces = new Map<string, readonly Trace[]>();
  return {
    note: ({ agent, generation, state, job, step, doing, progress, beatAt }) => {
      const trace = { generation, state, job, step, doing, progress, beatAt };
      const earlier = traces.get(agent) ?? [];
      const last = earlier.at(-1);
      const kept = last && saysTheSame(last, trace) ? earlier.slice(0, -1) : earlier;
      traces.set(agent, [...kept, trace].slice(-KEPT));
    },
    of: (agent, generation) =>
      (traces.get(agent) ?? []).filter((trace) => trace.generation === generation),
  };
}

function saysTheSame(a: Trace, b: Trace): boolean {
  return (
    a.generation === b.generation &&
    a.state === b.state &&
    a.job === b.job &&
    a.step === b.step &&
    a.doing === b.doing &&
    a.progress === b.progress
  );
}
