import { lots, type Lots } from "../soak/lots.ts";
import { MOMENTS, type Moment } from "../support/light/orders.ts";

/** What can befall one agent. */
export const AGENT_KINDS = [
  "SIGKILL",
  "exit 0",
  "exit 1",
  "out of memory",
  "SIGSTOP",
  "blocked event loop",
  "pane closed",
  "crash loop",
] as const;
export type AgentKind = (typeof AGENT_KINDS)[number];

/** What befalls all at once; one of these at a time. */
export const FLEET_KINDS = [
  "daemon killed",
  "tmux server killed",
  "session killed",
  "disk full",
] as const;
export type FleetKind = (typeof FLEET_KINDS)[number];

export type Kind = AgentKind | FleetKind;

export interface AgentFault {
  readonly scope: "agent";
  readonly kind: AgentKind;
  /** `hand-1` … */
  readonly victim: string;
  /** Of its work, where the kind leaves a choice. */
  readonly moment: Moment;
  /** Between the fault before and this one. */
  readonly restMs: number;
}

export interface FleetFault {
  readonly scope: "fleet";
  readonly kind: FleetKind;
  /** How long the daemon is away, or the disk full. */
  readonly lastsMs: number;
  readonly restMs: number;
}

export type Fault = AgentFault | FleetFault;

/** A kind that this machine does not allow, and why. */
export interface LeftOut {
  readonly kind: Kind;
  readonly why: string;
}

/** Of a hundred faults. */
const SHARES: Readonly<Record<Kind, number>> = {
  SIGKILL: 30,
  "exit 0": 10,
  "exit 1": 10,
  "out of memory": 9,
  SIGSTOP: 10,
  "blocked event loop": 6,
  "pane closed": 9,
  "crash loop": 2,
  "daemon killed": 6,
  "tmux server killed": 4,
  "session killed": 2,
  "disk full": 2,
};

export interface PlanOptions {
  readonly seed: number;
  readonly faults: number;
  readonly agents: number;
  readonly without: readonly LeftOut[];
}

/** All faults in their order: plain data, and the same for the same options. */
export function plan({ seed, faults, agents, without }: PlanOptions): Fault[] {
  const from = lots(seed);
  const shares = Object.entries(SHARES) as [Kind, number][];
  const open = shares.filter(([kind]) => !without.some((left) => left.kind === kind));
  return from.shuffled(apportioned(open, faults)).map((kind) => faultOf(kind, agents, from));
}

/** As many of each kind as its share says, and what rounding leaves to those with the most. */
function apportioned(shares: readonly (readonly [Kind, number])[], total: number): Kind[] {
  const whole = shares.reduce((sum, [, share]) => sum + share, 0);
  const kinds = shares
    .toSorted(([, a], [, b]) => a - b)
    .flatMap(([kind, share]) =>
      Array.from({ length: Math.max(1, Math.round((total * share) / whole)) }, () => kind),
    );
  const most = shares.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? "SIGKILL";
  return Array.from({ length: total }, (_, n) => kinds[n] ?? most);
}

function faultOf(kind: Kind, agents: number, from: Lots): Fault {
  const restMs = from.between(0, 250);
  const fleetKind = FLEET_KINDS.find((each) => each === kind);
  if (fleetKind) {
    const longest = fleetKind === "disk full" ? 2_500 : 800;
    return { scope: "fleet", kind: fleetKind, lastsMs: from.between(0, longest), restMs };
  }
  const victim = `hand-${from.between(1, agents)}`;
  const moment = from.oneOf(MOMENTS);
  return { scope: "agent", kind: kind as AgentKind, victim, moment, restMs };
}
