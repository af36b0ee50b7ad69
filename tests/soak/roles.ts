import { consume, goOn } from "./roles/consumer.ts";
import { produce, takeUp } from "./roles/producer.ts";
import { read } from "./roles/reader.ts";
import { sweep } from "./roles/sweeper.ts";
import type { Role, Stage } from "./stage.ts";

/** What each role does once at its beginning, and then over and over. */
export const PARTS: Readonly<Record<Role, Part>> = {
  producer: { begin: takeUp, step: produce },
  consumer: { begin: goOn, step: consume },
  sweeper: { begin: nothing, step: sweep },
  reader: { begin: nothing, step: read },
};

interface Part {
  readonly begin: (stage: Stage) => Promise<void>;
  readonly step: (stage: Stage, n: number) => Promise<void>;
}

async function nothing(): Promise<void> {}
