import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import { backoff } from "../kernel/service.ts";
import { EXIT, exitCodeOf, failureIn, reportInFull } from "./cli/exit.ts";
import { askForTime, type Notifier } from "./systemd.ts";

/**
 * Who waits in front of systemd, and for how long. systemd starts again at once what has ended, and gives
 * up after five starts in a minute: right for a fault of the program, wrong for what passes by itself.
 */
export interface Patience {
  readonly systemd: Notifier;
  readonly signal: AbortSignal;
  readonly clock?: SteadyClock;
}

/** Then the process ends, and the next one gets a fresh sandbox: its view of the disks is that of its start. */
const LONGEST_WAIT_MS = 300_000;

/**
 * Opens what the daemon needs; waits for what passes by itself (a full disk, a database that others hold),
 * and tells systemd what for. Undefined when it was asked to stop meanwhile.
 */
export async function openPatiently<T>(
  open: () => Promise<T>,
  { systemd, signal, clock = systemClock }: Patience,
): Promise<T | undefined> {
  const beganAt = clock.uptime();
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await open();
    } catch (error) {
      const isOver = clock.uptime() - beganAt > LONGEST_WAIT_MS;
      if (exitCodeOf(error) !== EXIT.tryLater || isOver) throw error;
      if (failures === 1) reportInFull(error);
      await tell(systemd, error);
      await clock.sleep(backoff(failures), signal);
    }
  }
  return undefined;
}

/** Five lives of this length are longer than the minute of `StartLimitIntervalSec=`. */
const LEAST_LIFE_MS = 15_000;

/** Keeps a process that ended for what passes by itself from using up systemd's five starts. */
export async function endUnhurried(
  error: unknown,
  { systemd, signal, clock = systemClock }: Patience,
): Promise<void> {
  if (exitCodeOf(error) !== EXIT.tryLater) return;
  await tell(systemd, error);
  await clock.sleep(Math.max(LEAST_LIFE_MS - process.uptime() * 1_000, 0), signal);
}

/** That systemd can't be told is no reason to end. */
async function tell(systemd: Notifier, error: unknown): Promise<void> {
  const failure = failureIn(error);
  const words = [failure?.message, failure?.hint].filter(Boolean).join(" ");
  await Promise.allSettled([systemd.notify(askForTime(), `STATUS=${words}`)]);
}
