import { lots, type Lots } from "./lots.ts";
import type { FaultPoints } from "./points.ts";
import type { Role } from "./stage.ts";

/** How an actor dies. All times are ms; each of them ends with SIGKILL. */
export type Fate =
  /** By its own hand when it passes the point for the nth time. */
  | { readonly kind: "point"; readonly point: string; readonly nth: number }
  /** So soon after its start that it may not have opened the database yet. */
  | { readonly kind: "start"; readonly afterMs: number }
  /** So long after it has begun to act. */
  | { readonly kind: "instant"; readonly afterMs: number }
  /** Together with everybody else, as when the power fails. */
  | { readonly kind: "blackout" }
  /** Stopped (SIGSTOP) for longer than its leases last, woken (SIGCONT), and killed later. */
  | { readonly kind: "stop"; readonly afterMs: number; readonly stopMs: number };

export interface PlannedKill {
  readonly fate: Fate;
  /** Seed of what the actor does before. */
  readonly seed: number;
  /** Whether its successor reports its death to the queue; else its leases have to expire. */
  readonly isReported: boolean;
}

/** The kills of each role, in their order. The same for the same seed, number and points. */
export type Plan = Readonly<Record<Role, readonly PlannedKill[]>>;

/** Of all kills; the rest are consumers. */
const SHARES = { producer: 0.25, sweeper: 0.2, reader: 0.05 };

/** Of a role's kills those at its fault points, if it has any, and those while it starts. */
const AT_POINTS = 0.6;
const AT_START = 0.1;
/** Of the other kills of consumers. */
const STOPPED_BEFORE = 0.3;

export function plan(seed: number, kills: number, points: FaultPoints): Plan {
  const from = lots(seed);
  const producer = Math.round(kills * SHARES.producer);
  const sweeper = Math.round(kills * SHARES.sweeper);
  const reader = Math.round(kills * SHARES.reader);
  const counts = { producer, sweeper, reader, consumer: kills - producer - sweeper - reader };
  const of = (role: Role): PlannedKill[] => killsOf(role, counts[role], [...points[role]], from);
  return {
    producer: of("producer"),
    consumer: of("consumer"),
    sweeper: of("sweeper"),
    reader: of("reader"),
  };
}

function killsOf(
  role: Role,
  count: number,
  points: readonly (readonly [name: string, passes: number])[],
  from: Lots,
): PlannedKill[] {
  const atPoints = points.length === 0 ? 0 : Math.round(count * AT_POINTS);
  const atStart = Math.round(count * AT_START);
  const fates = Array.from({ length: count }, (_, n): Fate => {
    if (n < atPoints) return atPoint(points[n % points.length]!, from);
    if (n < atPoints + atStart) return { kind: "start", afterMs: from.between(0, 60) };
    const afterMs = from.between(0, 300);
    if (role !== "consumer" || !from.chance(STOPPED_BEFORE)) return { kind: "instant", afterMs };
    return { kind: "stop", afterMs, stopMs: from.between(250, 600) };
  });
  return from
    .shuffled(fates)
    .map((fate) => ({ fate, seed: from.between(0, 2 ** 31), isReported: from.chance(0.5) }));
}

/** Rare points at their first passing, frequent ones at one of the first ten. */
function atPoint([point, passes]: readonly [string, number], from: Lots): Fate {
  return {
    kind: "point",
    point,
    nth: from.between(1, Math.max(1, Math.min(10, Math.floor(passes / 20)))),
  };
}
