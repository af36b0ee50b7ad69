import { z } from "zod";
import type { Service } from "../kernel/service.ts";
import { DeadLetterNotice, Result, Work } from "../queue/payloads.ts";
import { RESULT_TOPIC } from "../queue/topics.ts";
import { StartJob } from "./dispatcher.ts";
import { stopJob } from "./ending.ts";
import { intake } from "./intake.ts";
import { settle } from "./settlement.ts";
import { jobById } from "./statements.ts";
import type { SchedulerParts, Transition } from "./transition.ts";

const Answer = z.union([DeadLetterNotice, Result]);

/** Takes results in: steps end, their dependents become messages, jobs end. */
export function settler(parts: SchedulerParts): Service {
  return intake(parts, {
    name: "settler",
    topic: RESULT_TOPIC,
    read: ({ payload }) => {
      const answer = Answer.safeParse(payload);
      if (!answer.success) return { kind: "unreadable", error: z.prettifyError(answer.error) };
      const { data } = answer;
      return {
        kind: "change",
        apply: (turn) => {
          if ("kind" in data) giveUp(turn, data);
          else settle(turn, data);
        },
      };
    },
  });
}

/** Nobody will answer any more: the step fails, or the job when it could not even be started. */
function giveUp(turn: Transition, { payload, reason }: DeadLetterNotice): void {
  const work = Work.safeParse(payload);
  if (work.success) return failWork(turn, work.data, reason);
  const start = StartJob.safeParse(payload);
  const job = start.success ? jobById(turn.tx, start.data.job) : undefined;
  if (job?.status === "queued") {
    stopJob(turn, job, "failed", `the job could not be started: ${reason}`);
  }
}

function failWork(turn: Transition, { job, step, attempt, role }: Work, reason: string): void {
  const failure = {
    code: "work-dead",
    message: `no agent could do the ${role}'s work: ${reason}`,
    hint: `Mend the cause, then: kantoku retry ${job}`,
  };
  settle(turn, {
    job,
    step,
    attempt,
    agent: null,
    startedAt: null,
    finishedAt: turn.now,
    outcome: { kind: "failed", failure },
  });
}
