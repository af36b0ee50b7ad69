import { inStep } from "../kernel/clock.ts";
import { failureOf, unreachable } from "../kernel/errors.ts";
import { loop, type Service } from "../kernel/service.ts";
import type { MessageView } from "../queue/queue.ts";
import type { StepFailure } from "../queue/topics.ts";
import { settle } from "./settlement.ts";
import { oldestOpenAttempts, type OpenAttempt } from "./attempt/statements.ts";
import { transition, type SchedulerParts } from "./transition.ts";

const LOOK_EVERY_MS = 2_000;
const AT_ONCE = 500;

/** Longer than any backlog of results; so late, the answer is lost. */
const ANSWER_GRACE_MS = 600_000;

/**
 * Every wait has a limit: fails steps that take longer than their `timeout`, and steps whose message
 * is gone (purged, cancelled by hand, its result buried), of which nobody else would hear.
 */
export function limits(parts: SchedulerParts): Service {
  const { database, queue, clock, events } = parts;
  let endedSince = new Map<string, number>();
  const turn = async (): Promise<number> => {
    const ended = new Map<string, number>();
    for (const attempt of oldestOpenAttempts(database, AT_ONCE)) {
      const message = await queue.find(attempt.message);
      const now = clock.now();
      const since = endedSince.get(attempt.message) ?? now;
      if (message?.state === "done" || message?.state === "dead") {
        ended.set(attempt.message, since);
      }
      const failure = breachOf(attempt, message, { now, endedSince: since });
      if (failure) fail(parts, attempt, message, failure);
    }
    endedSince = ended;
    return inStep(LOOK_EVERY_MS, clock.now());
  };
  return loop("limits", turn, {
    clock,
    onFailure: (error, failures) =>
      events.emit("service.failed", { service: "limits", ...failureOf(error), failures }),
  });
}

/** Why an open attempt can't be waited for any longer; null while it can. */
export function breachOf(
  { timeout_ms: timeoutMs }: Pick<OpenAttempt, "timeout_ms">,
  message: Pick<MessageView, "state" | "leasedAt"> | undefined,
  { now, endedSince }: { readonly now: number; readonly endedSince: number },
): StepFailure | null {
  if (!message) return lost("its message is gone");
  switch (message.state) {
    case "waiting":
      return null;
    case "leased":
      return isLate(message.leasedAt, timeoutMs, now) ? timedOut(timeoutMs ?? 0) : null;
    case "done":
    case "dead":
      return now - endedSince > ANSWER_GRACE_MS ? lost("its result never came") : null;
    case "cancelled":
      return lost("its message was cancelled");
    default:
      return unreachable(message.state);
  }
}

function isLate(leasedAt: number | null, timeoutMs: number | null, now: number): boolean {
  return leasedAt !== null && timeoutMs !== null && now - leasedAt > timeoutMs;
}

const timedOut = (timeoutMs: number): StepFailure => ({
  code: "step-timed-out",
  message: `it took longer than ${timeoutMs / 1000} s`,
  hint: "Retry the job, or raise the step's timeout in the workflow.",
});

const lost = (how: string): StepFailure => ({
  code: "work-lost",
  message: `nobody works on it any more: ${how}`,
  hint: "Retry the job.",
});

function fail(
  parts: SchedulerParts,
  { job, step, attempt }: OpenAttempt,
  message: MessageView | undefined,
  failure: StepFailure,
): void {
  transition(parts, "limits", (turn) =>
    settle(turn, {
      job,
      step,
      attempt,
      agent: message?.worker?.replace(/#\d+$/, "") ?? null,
      startedAt: message?.leasedAt ?? null,
      finishedAt: turn.now,
      outcome: { kind: "failed", failure },
    }),
  );
}
