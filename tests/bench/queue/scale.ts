import type { Durability } from "./peers/peer.ts";

/** How much is measured. */
export interface Scale {
  /** Each round measures every peer once. */
  readonly rounds: number;
  /** Messages before the clock starts, in each measurement; a multiple of the batch size. */
  readonly warmUp: number;
  /** Messages under the clock; fewer where each waits for the disk. */
  readonly messages: Readonly<Record<Durability, number>>;
  /** Messages to an idle worker in each round, after `warmUpPickups` that do not count. */
  readonly pickups: number;
  readonly warmUpPickups: number;
  /** From its start until a worker counts as idle: it polls more and more seldom at first. */
  readonly settleMs: number;
  readonly idleMs: number;
  /** Fewer than elsewhere, as each takes so long and differs so little; all peers idle side by side. */
  readonly idleRounds: number;
  /** Waiting messages in each of the growing queues. */
  readonly growth: readonly number[];
  /** Messages received and acked in each of them in each round. */
  readonly growthMessages: number;
}

export const FULL_SCALE: Scale = {
  rounds: 5,
  warmUp: 1_000,
  messages: { normal: 10_000, full: 2_000 },
  pickups: 60,
  warmUpPickups: 10,
  settleMs: 3_000,
  idleMs: 10_000,
  idleRounds: 3,
  growth: [1_000, 10_000, 100_000, 1_000_000],
  growthMessages: 1_000,
};

/** Shows that everything works; its figures mean nothing. */
export const QUICK_SCALE: Scale = {
  rounds: 1,
  warmUp: 100,
  messages: { normal: 200, full: 100 },
  pickups: 5,
  warmUpPickups: 1,
  settleMs: 100,
  idleMs: 200,
  idleRounds: 1,
  growth: [1_000, 2_000],
  growthMessages: 100,
};
