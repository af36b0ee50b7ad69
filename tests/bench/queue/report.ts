import type { Durability } from "./peers/peer.ts";
import { median } from "../statistics.ts";

export type Unit = "messages/s" | "ms" | "µs" | "% of a core";

/** What one peer reached, over all rounds. */
export interface Cell {
  readonly peer: string;
  /** The median of the rounds, or a quantile of all that was measured, as the row says. */
  readonly value: number;
  /** The lowest and the highest round. */
  readonly low: number;
  readonly high: number;
  /** Of each round, in their order. */
  readonly rounds: readonly number[];
}

/** One line of the report: the same work by every peer. */
export interface Row {
  readonly section: "sends" | "workers" | "idle workers" | "growth";
  /** Such as `send one by one`. */
  readonly title: string;
  readonly durability: Durability;
  readonly unit: Unit;
  readonly cells: readonly Cell[];
}

/** The cell of what every round measured; `value` defaults to the median of the rounds. */
export function cell(peer: string, rounds: readonly number[], value = median(rounds)): Cell {
  return { peer, value, low: Math.min(...rounds), high: Math.max(...rounds), rounds };
}
