import { messageOf } from "../../kernel/errors.ts";

/** Why a model gave no usable answer. */
export type FailureClass =
  | "validation"
  | "rate-limit"
  | "auth"
  | "quota"
  | "network"
  | "server"
  | "timeout"
  | "content-policy"
  | "unknown";

export interface ModelFailure {
  readonly class: FailureClass;
  /** One sentence for people. */
  readonly message: string;
  /** When the service wants to be asked again, ms since the epoch; null when it did not say. */
  readonly retryAt: number | null;
}

/** Waiting helps against these; against the others only a person does. */
const PASSING: ReadonlySet<FailureClass> = new Set(["rate-limit", "network", "server", "timeout"]);

export function isPassing(failure: ModelFailure): boolean {
  return PASSING.has(failure.class);
}

/** Sorts what the openai library threw, by type, status and code and never by its words. */
export async function classify(error: unknown, now: number): Promise<ModelFailure> {
  // Loaded by now: the library that threw.
  const { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } =
    await import("openai");
  const message = messageOf(error);
  const failure = (name: FailureClass, waitMs: number | null = null): ModelFailure => {
    return { class: name, message, retryAt: waitMs === null ? null : now + waitMs };
  };
  // Only our own time limit aborts what nobody has stopped.
  if (error instanceof APIUserAbortError) return failure("timeout");
  if (error instanceof APIConnectionTimeoutError) return failure("timeout");
  if (error instanceof APIConnectionError) return failure("network");
  if (error instanceof APIError) {
    return failure(classOf(error.status, error.code), retryAfter(error.headers, now));
  }
  // No JSON although the answer says so: a proxy's page, or a connection that was cut.
  return failure(error instanceof SyntaxError ? "server" : "unknown");
}

function classOf(status: number | undefined, code: string | null | undefined): FailureClass {
  if (code === "content_policy_violation" || code === "content_filter") return "content-policy";
  if (code === "insufficient_quota" || status === 402) return "quota";
  if (status === 401 || status === 403) return "auth";
  if (status === 429) return "rate-limit";
  if (status === 408) return "timeout";
  return status !== undefined && status >= 500 ? "server" : "unknown";
}

/** `Retry-After` in seconds or as a date, or OpenAI's own `retry-after-ms`. */
function retryAfter(headers: Headers | undefined, now: number): number | null {
  const ms = Number(headers?.get("retry-after-ms"));
  if (ms > 0) return ms;
  const text = headers?.get("retry-after");
  if (!text) return null;
  const seconds = Number(text);
  const wait = Number.isNaN(seconds) ? Date.parse(text) - now : seconds * 1000;
  return wait > 0 ? wait : null;
}
