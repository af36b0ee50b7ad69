import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import { codeOf, messageOf } from "../kernel/errors.ts";

/** One proof that a part works, done for real each time; rejects when it does not. */
export interface Probe {
  readonly name: string;
  check(): Promise<void> | void;
}

export interface Health {
  readonly ok: boolean;
  /** "ok", or why not, by probe. */
  readonly checks: Readonly<Record<string, string>>;
  /** Nothing is wrong but that the disk is full: what no restart mends, and what passes by itself. */
  readonly lacksRoom: boolean;
}

/** A hung tmux or disk must not hang the answer. */
const PROBE_LIMIT_MS = 5_000;
/** Whoever asks more often gets the last answer: probes write to the disk. */
const FRESH_MS = 500;

/** Runs all probes side by side; used for `/readyz` and before every word to systemd's watchdog. */
export function healthOf(
  probes: readonly Probe[],
  clock: SteadyClock = systemClock,
): () => Promise<Health> {
  let last: { at: number; health: Promise<Health> } | undefined;
  return () => {
    if (!last || clock.uptime() - last.at > FRESH_MS) {
      last = { at: clock.uptime(), health: examine(probes) };
    }
    return last.health;
  };
}

async function examine(probes: readonly Probe[]): Promise<Health> {
  const answers = await Promise.all(
    probes.map(async (probe) => [probe.name, await verdictOf(probe)] as const),
  );
  const failing = answers.filter(([, { words }]) => words !== "ok");
  return {
    ok: failing.length === 0,
    checks: Object.fromEntries(answers.map(([name, { words }]) => [name, words])),
    lacksRoom: failing.length > 0 && failing.every(([, { code }]) => code === "disk-full"),
  };
}

interface Verdict {
  /** "ok", or why not. */
  readonly words: string;
  readonly code?: string | undefined;
}

async function verdictOf(probe: Probe): Promise<Verdict> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Verdict>((resolve) => {
    const words = `no answer within ${PROBE_LIMIT_MS} ms`;
    timer = setTimeout(resolve, PROBE_LIMIT_MS, { words });
  });
  const check = async (): Promise<Verdict> => {
    try {
      await probe.check();
      return { words: "ok" };
    } catch (error) {
      return { words: messageOf(error), code: codeOf(error) };
    }
  };
  const verdict = await Promise.race([check(), limit]);
  clearTimeout(timer);
  return verdict;
}

/** One probe of several: what the first that fails says, with its name. */
export function allOf(name: string, probes: readonly Probe[]): Probe {
  return {
    name,
    check: async () => {
      for (const probe of probes) {
        const { words } = await verdictOf(probe);
        if (words !== "ok") throw new Error(`${probe.name}: ${words}`);
      }
    },
  };
}

/** How late a loop may come back before it counts as standing still. */
const LATE_MS = 15_000;

/** Loops that tell at each turn when they come back. */
export interface WatchedTurns {
  readonly turning: (loop: string, withinMs: number) => void;
  /** Rejects when one of them is late by more than `lateMs`. */
  probe(name: string, lateMs?: number): Probe;
}

/** The loops of these names are expected from now on. */
export function watchedTurns(
  loops: readonly string[],
  clock: SteadyClock = systemClock,
): WatchedTurns {
  const due = new Map(loops.map((loop) => [loop, clock.uptime()]));
  return {
    turning: (loop, withinMs) => void due.set(loop, clock.uptime() + withinMs),
    probe: (name, lateMs = LATE_MS) => ({
      name,
      check: () => {
        for (const [loop, at] of due) {
          const late = clock.uptime() - at;
          if (late > lateMs) throw new Error(`no turn of the ${loop} for ${seconds(late)} s`);
        }
      },
    }),
  };
}

/** A clock whose sleeps show that the loop which uses it still turns. */
export interface WatchedClock extends SteadyClock {
  /** Rejects when the loop has not come back `lateMs` after its last rest should have ended. */
  probe(name: string, lateMs?: number): Probe;
}

/** Every loop rests by its clock between two turns: that is the tick we look for. */
export function watchedClock(clock: SteadyClock = systemClock): WatchedClock {
  let dueAt = clock.uptime();
  return {
    now: () => clock.now(),
    uptime: () => clock.uptime(),
    sleep: (ms, signal) => {
      dueAt = clock.uptime() + ms;
      return clock.sleep(ms, signal);
    },
    probe: (name, lateMs = LATE_MS) => ({
      name,
      check: () => {
        const late = clock.uptime() - dueAt;
        if (late > lateMs) throw new Error(`no turn for ${seconds(late)} s`);
      },
    }),
  };
}

const seconds = (ms: number): number => Math.round(ms / 1000);
