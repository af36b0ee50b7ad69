import { momentOf, setBetween, type SteadyClock } from "../kernel/clock.ts";

/** While a round lasts its clock is not set: all that is seen and written is told by the same count. */
export interface PatrolClock extends SteadyClock {
  /** By how many ms the host's clock was set since this one followed it. */
  behindMs(): number;
  follow(byMs: number): void;
}

export function patrolClock(host: SteadyClock): PatrolClock {
  let start = momentOf(host);
  return {
    now: () => start.now + host.uptime() - start.uptime,
    uptime: () => host.uptime(),
    sleep: (ms, signal) => host.sleep(ms, signal),
    behindMs: () => setBetween(start, momentOf(host)),
    follow: (byMs) => {
      start = { ...start, now: start.now + byMs };
    },
  };
}
