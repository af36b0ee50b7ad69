import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import { operationalOf, OperationalError } from "../kernel/errors.ts";
import type { Service } from "../kernel/service.ts";
import type { Daemon } from "./compose.ts";
import type { Health } from "./health.ts";
import type { Lock } from "./lock.ts";
import { failingWords, type Notifier } from "./systemd.ts";

const LOOK_EVERY_MS = 50;
const READY_LIMIT_MS = 45_000;

/**
 * Says that the daemon is ready once every probe has succeeded. Rejects with `not-ready` when that takes
 * too long; time in which only room on the disk was missing doesn't count.
 */
export function readiness(
  daemon: Pick<Daemon, "health">,
  lock: Pick<Lock, "update">,
  systemd: Notifier,
  words: () => Promise<string>,
  clock: SteadyClock = systemClock,
): Service {
  return {
    name: "readiness",
    run: async (signal) => {
      let deadline = clock.uptime() + READY_LIMIT_MS;
      for (;;) {
        const { ok, checks, lacksRoom } = await daemon.health();
        if (signal.aborted) return;
        if (ok && isTold(lock)) break;
        if (ok || lacksRoom) deadline = clock.uptime() + READY_LIMIT_MS;
        if (clock.uptime() > deadline) throw notReady(checks);
        await clock.sleep(LOOK_EVERY_MS, signal);
      }
      // In one message: whoever waited for the start asks at once how it is.
      await systemd.notify("READY=1", `STATUS=${await words()}`);
    },
  };
}

/** False when the disk has filled up since the last probe. */
function isTold(lock: Pick<Lock, "update">): boolean {
  try {
    lock.update({ state: "running" });
    return true;
  } catch (error) {
    if (operationalOf(error)) return false;
    throw error;
  }
}

function notReady(checks: Health["checks"]): OperationalError {
  const words = failingWords(checks);
  return new OperationalError("not-ready", `The daemon does not become ready: ${words}.`, {
    hint: "Run: kantoku doctor",
  });
}
