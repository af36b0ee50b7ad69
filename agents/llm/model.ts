import type { z } from "zod";
import { systemClock, type Clock } from "../../kernel/clock.ts";
import { classify, isPassing, type FailureClass, type ModelFailure } from "./failures.ts";
import { createFence } from "./fence.ts";
import {
  openAiTransport,
  type Completion,
  type Reply,
  type Transport,
  type Turn,
} from "./openai.ts";
import { costUsd } from "./prices.ts";
import { parseStrict, strictSchema } from "./strict-schema.ts";

/** A language model that answers in data. Its failures are values: a role goes on by its rules. */
export interface Model {
  readonly name: string;
  /** Rejects only when `signal` aborts. */
  ask<T>(question: Question<T>): Promise<Answer<T>>;
}

export interface Question<T> {
  /** Who asks, for the log and the report. */
  readonly role: string;
  readonly schema: z.ZodType<T>;
  /** What the answer is: letters, digits, `_` and `-`, e.g. `concept`. */
  readonly name: string;
  /** Our instructions. */
  readonly system: string;
  /** The material, possibly by strangers: it reaches the model fenced, as data. */
  readonly user: string;
  readonly signal: AbortSignal;
}

export type Answer<T> =
  | {
      readonly kind: "answered";
      readonly value: T;
      readonly model: string;
      readonly usage: Usage;
    }
  | {
      readonly kind: "refused";
      readonly class: FailureClass;
      /** One sentence for the report. */
      readonly message: string;
      /** Ms since the epoch: before, the service answers nobody, by its own word; null when it did not say. */
      readonly retryAt: number | null;
      readonly model: string;
      readonly usage: Usage;
    };

/** What the question used in all, failed attempts included. */
export interface Usage {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null when the model's price is not known. */
  readonly costUsd: number | null;
}

export interface ModelOptions {
  readonly apiKey: string;
  readonly model: string;
  /** Default OpenAI's. */
  readonly baseUrl?: string;
  /** For one request; default 90 000 ms. */
  readonly timeoutMs?: number;
  /** For a whole question with everything that is tried again; default 240 000 ms. */
  readonly deadlineMs?: number;
  readonly clock?: Clock;
  /** From 0 up to 1, for the jitter; only tests choose. */
  readonly random?: () => number;
}

/** How often an answer that does not fit its schema is sent back, the first one included. */
const MOST_ANSWERS = 3;
/** How often a request that failed is made, the first one included. */
const MOST_REQUESTS = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

export function createModel(options: ModelOptions): Model {
  const { apiKey, baseUrl, model, timeoutMs = 90_000, deadlineMs = 240_000 } = options;
  const clock = options.clock ?? systemClock;
  const base = baseUrl === undefined ? {} : { baseUrl };
  const transport = openAiTransport({ apiKey, ...base, timeoutMs });
  const closure: Closure = { failure: null };
  return {
    name: model,
    ask: (question) =>
      converse(question, {
        model,
        transport,
        clock,
        closure,
        random: options.random ?? Math.random,
        deadline: clock.now() + deadlineMs,
        requests: 0,
        inputTokens: 0,
        outputTokens: 0,
      }),
  };
}

/** One question on its way: where it goes, until when, and what it has used. */
interface Attempt {
  readonly model: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly closure: Closure;
  readonly random: () => number;
  readonly deadline: number;
  requests: number;
  inputTokens: number;
  outputTokens: number;
}

/** What the service has said of a time before which it answers nobody: until then nobody asks it. */
interface Closure {
  failure: (ModelFailure & { readonly retryAt: number }) | null;
}

/** Asks until the answer fits the schema, telling the model what was wrong. */
async function converse<T>(question: Question<T>, attempt: Attempt): Promise<Answer<T>> {
  const { schema, name, signal } = question;
  const form = strictSchema(schema);
  const fence = createFence();
  const system = `${question.system}\n\n${fence.notice}`;
  const turns: Turn[] = [{ role: "user", content: fence.around(question.user) }];
  let problems = "";
  for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
    const completion = { model: attempt.model, system, turns, name, schema: form.schema };
    const reply = await request(completion, attempt, signal);
    if ("class" in reply) return refused(reply.class, reply.message, attempt, reply.retryAt);
    if (reply.refusal !== null || reply.ending === "filtered") {
      return refused("content-policy", reply.refusal ?? "The answer was filtered.", attempt);
    }
    const parsed = parseStrict(reply.text, schema, form.isWrapped);
    if (parsed.kind === "valid") {
      const usage = usageOf(attempt);
      return { kind: "answered", value: parsed.value, model: attempt.model, usage };
    }
    problems = reply.ending === "cut-off" ? "The answer was cut off." : parsed.problems;
    turns.push({ role: "assistant", content: reply.text || "(nothing)" }, correction(problems));
  }
  const message = `After ${MOST_ANSWERS} answers none had the right form: ${problems}`;
  return refused("validation", message, attempt);
}

function correction(problems: string): Turn {
  const content = `Your answer can't be used:\n${problems}\nAnswer again, complete and corrected.`;
  return { role: "user", content };
}

/** One request; failures that pass by themselves are waited out within the deadline. */
async function request(
  completion: Completion,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Reply | ModelFailure> {
  const { transport, clock, closure, deadline } = attempt;
  if (closure.failure && clock.now() < closure.failure.retryAt) return closure.failure;
  for (let failures = 1; ; failures += 1) {
    const leftMs = deadline - clock.now();
    if (leftMs <= 0) return TOO_LATE;
    attempt.requests += 1;
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(leftMs)]);
      const reply = await transport.complete(completion, limit);
      attempt.inputTokens += reply.inputTokens;
      attempt.outputTokens += reply.outputTokens;
      return reply;
    } catch (error) {
      signal.throwIfAborted();
      const failure = await classify(error, clock.now());
      if (clock.now() >= deadline) return TOO_LATE;
      const { retryAt } = failure;
      const waitMs = retryAt === null ? jittered(failures, attempt.random) : retryAt - clock.now();
      const isTooLong = clock.now() + waitMs >= deadline;
      if (retryAt !== null && isTooLong) closure.failure = { ...failure, retryAt };
      if (!isPassing(failure) || failures >= MOST_REQUESTS || isTooLong) return failure;
      await clock.sleep(waitMs, signal);
      signal.throwIfAborted();
    }
  }
}

const TOO_LATE: ModelFailure = {
  class: "timeout",
  message: "The model did not answer in time.",
  retryAt: null,
};

/** Half of the doubling wait is certain, half is chance, so that agents do not come back in step. */
function jittered(failures: number, random: () => number): number {
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return waitMs * (0.5 + random() / 2);
}

function refused<T>(
  failure: FailureClass,
  message: string,
  attempt: Attempt,
  retryAt: number | null = null,
): Answer<T> {
  const { model } = attempt;
  return { kind: "refused", class: failure, message, retryAt, model, usage: usageOf(attempt) };
}

function usageOf({ model, requests, inputTokens, outputTokens }: Attempt): Usage {
  return {
    requests,
    inputTokens,
    outputTokens,
    costUsd: costUsd(model, inputTokens, outputTokens),
  };
}
