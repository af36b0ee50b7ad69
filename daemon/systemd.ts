import { systemClock, type Clock } from "../kernel/clock.ts";
import { OperationalError } from "../kernel/errors.ts";
import { run } from "../kernel/process.ts";
import { loop, type Service } from "../kernel/service.ts";
import type { Config } from "./config.ts";
import type { Health } from "./health.ts";

/** Tells systemd how we are (sd_notify(3)). Without systemd it does nothing. */
export interface Notifier {
  notify(...variables: string[]): Promise<void>;
}

/** Node has no Unix datagram sockets, so a `systemd-notify` child speaks (NotifyAccess=all). */
export function notifier(socket: string | undefined, program = "systemd-notify"): Notifier {
  if (socket === undefined) return { notify: async () => {} };
  return {
    notify: async (...variables) => {
      const env = { NOTIFY_SOCKET: socket };
      const result = await run(program, variables, { env, timeoutMs: 5_000 });
      if (result.exitCode === 0) return;
      throw new OperationalError("systemd-deaf", `${program} failed: ${result.stderr.trim()}`);
    },
  };
}

/** Between two proofs when systemd sets no limit: nobody waits for them, and each calls tmux. */
const STATUS_EVERY_MS = 60_000;

/** After a failure it looks again soon: what has passed meanwhile must not cost the daemon its life. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Feeds systemd's watchdog at half its time, but only when every probe has just succeeded: a
 * daemon that can't write, reach tmux or turn its scheduler is better restarted than alive. Of a full
 * disk no restart would free anything: then systemd is asked for more time instead, look by look.
 */
export function watchdogFeeder(
  systemd: Config["systemd"],
  notifier: Notifier,
  health: () => Promise<Health>,
  status: () => Promise<string>,
  clock: Clock = systemClock,
): Service {
  const restMs = systemd.watchdogMs === undefined ? STATUS_EVERY_MS : systemd.watchdogMs / 2;
  const feed = async (): Promise<number> => {
    const { ok, checks, lacksRoom } = await health();
    const words = ok ? await status() : failingWords(checks);
    const proof = ok ? ["WATCHDOG=1"] : lacksRoom ? moreTime(systemd) : [];
    await notifier.notify(...proof, `STATUS=${words}`);
    return ok ? restMs : Math.min(LOOK_AGAIN_MS, restMs);
  };
  return loop("systemd", feed, { clock });
}

/** From now on, be it ready already or not: who hangs asks no more, and is ended as ever. */
function moreTime({ watchdogMs }: Config["systemd"]): string[] {
  const patience = watchdogMs === undefined ? [] : [`WATCHDOG_USEC=${inUs(watchdogMs)}`];
  return [...patience, askForTime()];
}

/** As `TimeoutStartSec=` of the unit: so long a start may take once there is room. */
const START_LIMIT_MS = 60_000;

/** What asks systemd to wait for READY=1 that much longer, from now on. */
export const askForTime = (): string => `EXTEND_TIMEOUT_USEC=${inUs(START_LIMIT_MS)}`;

const inUs = (ms: number): number => Math.round(ms * 1_000);

/** What the probes say that failed. */
export function failingWords(checks: Health["checks"]): string {
  const failing = Object.entries(checks).filter(([, verdict]) => verdict !== "ok");
  return failing.map((check) => check.join(": ")).join("; ");
}
