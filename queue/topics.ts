import { createRequire } from "node:module";
import type * as schemas from "./payloads.ts";

/**
 * What the scheduler and the agents say to each other. Neither imports the other: both know these
 * topics and payloads only. A step's work goes out on `work.<role>`; its result comes back on `result`.
 */

export const RESULT_TOPIC = "result";
export const workTopic = (role: string): string => `work.${role}`;

/** What is published here reaches every agent, in an inbox of its own. */
export const CREW_TOPIC = "crew";
export const inboxTopic = (agent: string): string => `inbox.${agent}`;

/** What becomes of jobs is published here, for whoever subscribes an inbox to it. */
export const JOB_EVENTS_TOPIC = "events.job";

/** The "step" whose output a person's change request is, and that output's name. */
export const PERSON = "person";
export const CHANGE_REQUEST = "change-request";

export const NO_TOKENS: schemas.Tokens = { input: 0, output: 0 };

export type {
  StepOutput,
  Revision,
  Work,
  FanOutItem,
  StepFailure,
  RevisionRequest,
  Tokens,
  StepDone,
  StepFailed,
  Result,
  CrewNotice,
  DeadLetterNotice,
} from "./payloads.ts";

let loaded: typeof schemas | undefined;

/**
 * The schemas of all payloads, loaded when the first one is checked: zod is half of the modules that an agent
 * would load at its start. By `require`, since what is sent is checked where nothing can be awaited. Node refuses
 * to require what is just being imported: so an agent has no other way to them, and imports other modules with
 * zod in them (roles, the model) only after it has called this once.
 */
export function payloads(): typeof schemas {
  return (loaded ??= createRequire(import.meta.url)("./payloads.ts") as typeof schemas);
}
