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
 * daemon that can't write, reach tmux or turn its scheduler is better restarted than alive.
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
    const { ok, checks } = await health();
    const failing = Object.entries(checks).filter(([, verdict]) => verdict !== "ok");
    const words = ok ? await status() : failing.map((check) => check.join(": ")).join("; ");
    await notifier.notify(...(ok ? ["WATCHDOG=1"] : []), `STATUS=${words}`);
    return ok ? restMs : Math.min(LOOK_AGAIN_MS, restMs);
  };
  return loop("systemd", feed, { clock });
}
