import { failureOf } from "../kernel/errors.ts";
import { loop, type Service } from "../kernel/service.ts";
import type { Leased } from "../queue/queue.ts";
import { transition, type SchedulerParts, type Transition } from "./transition.ts";

/** What a message asks for: a change to make, or the reason why it can't be understood. */
export type Reading =
  | { readonly kind: "change"; readonly apply: (turn: Transition) => void }
  | { readonly kind: "unreadable"; readonly error: string };

const AT_ONCE = 32;
const WAIT_MS = 10_000;

/**
 * A service that turns each message of `topic` into one transition together with its ack. A crash
 * before the commit leaves both undone, and the message comes again; after it both are done.
 */
export function intake(
  parts: SchedulerParts,
  { name, topic, read }: { name: string; topic: string; read: (message: Leased) => Reading },
): Service {
  const { queue, clock, events } = parts;
  // One daemon has the home's lock, so leases under this name are a dead predecessor's.
  const worker = `${name}#1`;
  let suspects: number | undefined;
  const turn = async (signal: AbortSignal): Promise<number> => {
    parts.turning?.(name, WAIT_MS);
    suspects ??= await queue.releaseWorker(worker, "the daemon was started again");
    // One of them may have killed the predecessor: alone, it takes no other with it into the grave.
    const max = suspects > 0 ? 1 : AT_ONCE;
    suspects = Math.max(0, suspects - 1);
    const request = { topics: [topic], worker, max, waitMs: WAIT_MS };
    for (const message of await queue.receive(request, signal)) {
      await take(parts, name, message, read(message));
    }
    return 0;
  };
  return loop(name, turn, {
    clock,
    onFailure: (error, failures) =>
      events.emit("service.failed", { service: name, ...failureOf(error), failures }),
  });
}

async function take(
  parts: SchedulerParts,
  name: string,
  message: Leased,
  reading: Reading,
): Promise<void> {
  if (reading.kind === "unreadable") {
    await parts.queue.nack(message, { error: reading.error, terminal: true });
    return;
  }
  transition(parts, name, (turn) => {
    // Cancelled with its job meanwhile, or delivered again: then its change is not ours to make.
    if (turn.ack(message) === "ok") reading.apply(turn);
  });
}
