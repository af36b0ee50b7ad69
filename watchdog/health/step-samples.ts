import type { Events } from "../../kernel/events.ts";
import type { Sample } from "./record.ts";
import { kindOf } from "./samples.ts";

/** More than that between two looks tell nothing new. */
const MOST_STEPS = 1_000;

/** How long steps took that were done since the last look. */
export function stepSamples(events: Pick<Events, "on">): { take(): Sample[] } {
  let samples: Sample[] = [];
  events.on("step.finished", ({ role: subject, step, status, seconds: value }) => {
    if (status !== "done" || samples.length >= MOST_STEPS) return;
    samples.push({ subject, measure: "step-time", value, activity: kindOf(step) });
  });
  return {
    take: () => {
      const taken = samples;
      samples = [];
      return taken;
    },
  };
}
