/** A signal of one's own, which is over with its scope. */
export interface Ending extends Disposable {
  readonly signal: AbortSignal;
}

/** A reason of its own saves making an error, with its stack, each time. */
const OVER = "over";

/**
 * Aborts with `signal`, or when it is disposed of: for waits of which one ends the others. Loops make one
 * for each rest, where `AbortSignal.any` and an abort without a reason cost twelve times as much (33 µs of CPU).
 */
export function endingWith(signal: AbortSignal): Ending {
  const own = new AbortController();
  const follow = (): void => own.abort(signal.reason);
  if (signal.aborted) follow();
  else signal.addEventListener("abort", follow, { once: true });
  return {
    signal: own.signal,
    [Symbol.dispose]: () => {
      signal.removeEventListener("abort", follow);
      own.abort(OVER);
    },
  };
}
