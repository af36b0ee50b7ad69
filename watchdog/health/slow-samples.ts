import { statfsSync } from "node:fs";
import { join } from "node:path";
import type { TopicStats } from "../../queue/queue.ts";
import { timed } from "./daemon.ts";
import type { Sample } from "./record.ts";
import { activityOf, queueSamples, type Looked } from "./samples.ts";
import { bytesIn } from "./work-folder.ts";

/** What is asked now and then. */
export interface SlowSources {
  /** What waits in the queue, by topics of a bounded number of names. */
  readonly topics: () => Promise<readonly TopicStats[]>;
  /** Asks the tmux server something and waits for the answer. */
  readonly askTmux: () => Promise<unknown>;
  /** Lies on the disk whose room is looked at. */
  readonly data: string;
  /** Each agent works in a folder of its own below. */
  readonly work: string;
}

/** What costs more than a glance, or changes slowly. `writeSeconds`: what the last writing took. */
export async function slowSamples(
  { topics, askTmux, data, work }: SlowSources,
  looked: readonly Looked[],
  writeSeconds: number | null,
  now: number,
): Promise<Sample[]> {
  const { bavail, bsize } = statfsSync(data);
  const samples: Sample[] = [
    { subject: "host", measure: "disk-free", value: bavail * bsize },
    { subject: "daemon", measure: "tmux-round-trip", value: await timed(askTmux) },
    ...queueSamples(await topics(), now),
  ];
  if (writeSeconds !== null) {
    samples.push({ subject: "daemon", measure: "database-write", value: writeSeconds });
  }
  for (const { record, beat, usage } of looked) {
    if (!beat || !usage || record.held) continue;
    const subject = record.name;
    const activity = activityOf(beat);
    samples.push({ subject, measure: "open-files", value: usage.openFiles, activity });
    // Who has nothing in hand has nothing in its folder either.
    const value = beat.step === null ? 0 : await bytesIn(join(work, subject));
    samples.push({ subject, measure: "work-folder", value, activity });
  }
  return samples;
}
