import { agents } from "./agents.ts";
import { films } from "./films.ts";
import { promises } from "./promises.ts";
import { queue } from "./queue.ts";
import { errors, latency, saturation, traffic } from "./signals.ts";
import type { Row } from "./panel.ts";

/** The dashboard from top to bottom: what was promised, the four golden signals, then the details. */
export const ROWS: readonly Row[] = [
  promises,
  traffic,
  errors,
  latency,
  saturation,
  agents,
  queue,
  films,
];
