import { OperationalError } from "../../kernel/errors.ts";
import { untilSignal } from "../signals.ts";

/** Ends the work at Ctrl-C or SIGTERM with its cleaning up done; throws `interrupted` then. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = untilSignal();
  try {
    return await work(signal);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new OperationalError("interrupted", `Interrupted by ${signal.reason}.`, {
      hint: "Nothing was left behind.",
      cause,
    });
  }
}
