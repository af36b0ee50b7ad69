import { endingWith } from "./abort.ts";
import { systemClock, type Clock } from "./clock.ts";
import { operationalOf, type OperationalError } from "./errors.ts";

/**
 * The one contract of everything that runs. `run` works until `signal` aborts, cleans up after
 * itself and resolves; it rejects only for what a restart of the process would have to mend.
 */
export interface Service {
  readonly name: string;
  run(signal: AbortSignal): Promise<void>;
}

/** One turn of a loop: does what there is to do, answers how many ms it may rest. */
export type Turn = (signal: AbortSignal) => Promise<number> | number;

export interface LoopOptions {
  readonly clock?: Clock;
  /** Told of each operational failure; the loop then rests 0.2 s, 0.4 s … 10 s and goes on. */
  readonly onFailure?: (error: OperationalError, failures: number) => void;
  /** Resolves when there may be work, so that a rest ends early. */
  readonly wake?: (signal: AbortSignal) => Promise<void>;
}

const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 10_000;

/** The one loop. An operational failure is waited out with backoff; any other error ends the service. */
export function loop(name: string, turn: Turn, options: LoopOptions = {}): Service {
  return { name, run: (signal) => runLoop(turn, options, signal) };
}

async function runLoop(turn: Turn, options: LoopOptions, signal: AbortSignal): Promise<void> {
  const clock = options.clock ?? systemClock;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const restMs = await turn(signal);
      failures = 0;
      await rest(restMs, clock, options.wake, signal);
    } catch (error) {
      if (signal.aborted) return;
      const failure = operationalOf(error);
      if (!failure) throw error;
      failures += 1;
      options.onFailure?.(failure, failures);
      await clock.sleep(backoff(failures), signal);
    }
  }
}

/** Ms to rest after the nth failure in a row. */
export function backoff(failures: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
}

async function rest(
  restMs: number,
  clock: Clock,
  wake: LoopOptions["wake"],
  signal: AbortSignal,
): Promise<void> {
  if (restMs <= 0) {
    // Lets timers and signals through even when a loop always has work.
    await new Promise((resolve) => setImmediate(resolve));
    return;
  }
  if (!wake) return clock.sleep(restMs, signal);
  using over = endingWith(signal);
  await Promise.race([clock.sleep(restMs, over.signal), wake(over.signal)]);
}

/**
 * Runs services side by side until `signal` aborts or one of them fails; the first failure stops
 * the others and is thrown after all have ended.
 */
export async function runServices(
  services: readonly Service[],
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const endings = await Promise.allSettled(
    services.map(async (service) => {
      try {
        await service.run(either);
      } catch (error) {
        failed.abort();
        throw new Error(`Service ${service.name} failed`, { cause: error });
      }
    }),
  );
  const failure = endings.find((ending) => ending.status === "rejected");
  if (failure) throw failure.reason;
}
