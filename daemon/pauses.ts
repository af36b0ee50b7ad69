import { printable } from "../agents/text-width.ts";
import type { PausedTopic, QueueOperations } from "../queue/operations.ts";
import { RESULT_TOPIC, workTopic } from "../queue/topics.ts";
import type { JobView, StepView } from "../scheduler/job.ts";

/** Of a paused topic, what of one job waits for it. */
export interface Pause extends PausedTopic {
  /** By name. */
  readonly steps: readonly string[];
}

/** Why a job stands still although it is `running`: no state of its own, for the rest of it may go on. */
export async function pausesOf(
  { steps }: Pick<JobView, "steps">,
  operations: Pick<QueueOperations, "paused">,
): Promise<Pause[]> {
  const topics = await operations.paused();
  return topics
    .map((paused) => ({ ...paused, steps: steps.filter(waitsFor(paused)).map(({ name }) => name) }))
    .filter((pause) => pause.steps.length > 0);
}

/** Work that nobody takes, and results that nobody reads. */
const waitsFor =
  ({ topic }: PausedTopic) =>
  ({ status, role }: StepView): boolean =>
    (status === "ready" && topic === workTopic(role)) ||
    ((status === "ready" || status === "running") && topic === RESULT_TOPIC);

/** `work.renderer is paused (maintenance): kantoku queue resume work.renderer` */
export function pauseWords(paused: PausedTopic): string {
  return resumeWords(paused, " is paused");
}

/** The same where it says already that these are paused. */
export function resumeWords({ topic, reason }: PausedTopic, paused = ""): string {
  return `${topic}${paused} (${printable(reason)}): kantoku queue resume ${topic}`;
}

/** The same, beginning with what waits. */
export function waitWords(pause: Pause): string {
  const { steps } = pause;
  return `${steps.join(", ")} ${steps.length === 1 ? "waits" : "wait"}: ${pauseWords(pause)}`;
}
