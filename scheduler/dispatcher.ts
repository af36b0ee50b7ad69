import { z } from "zod";
import type { Service } from "../kernel/service.ts";
import { JOB_TOPIC } from "./people/hold.ts";
import { runUnblocked } from "./dispatch.ts";
import { intake } from "./intake.ts";
import { jobById } from "./statements.ts";
import type { SchedulerParts } from "./transition.ts";

export const StartJob = z.strictObject({ job: z.string() });

/** Starts queued jobs, the most urgent first: their first steps become messages. */
export function dispatcher(parts: SchedulerParts): Service {
  return intake(parts, {
    name: "dispatcher",
    topic: JOB_TOPIC,
    read: ({ payload }) => {
      const start = StartJob.safeParse(payload);
      if (!start.success) return { kind: "unreadable", error: z.prettifyError(start.error) };
      return {
        kind: "change",
        apply: (turn) => {
          const job = jobById(turn.tx, start.data.job);
          if (job?.status === "queued") runUnblocked(turn, job);
        },
      };
    },
  });
}
