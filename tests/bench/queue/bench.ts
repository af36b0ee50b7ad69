import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ledger } from "./ledger.ts";
import type { Durability, Field, Peer, Server, Store } from "./peers/peer.ts";
import type { Row } from "./report.ts";
import type { Scale } from "./scale.ts";

/** One thing to measure. */
export interface Case {
  /** As `--only` calls it. */
  readonly name: string;
  readonly summary: string;
  run(bench: Bench): Promise<Row[]>;
}

/** A peer's queue for one measurement, in a temporary folder that goes with it. */
export interface Site extends AsyncDisposable {
  readonly folder: string;
  readonly store: Store;
  readonly server: Server | undefined;
}

/** What every case needs: the peers, the scale, and a place for what went wrong. */
export class Bench {
  readonly scale: Scale;
  readonly signal: AbortSignal;
  /** Violations of exact delivery; one makes the whole run fail. */
  readonly faults: string[] = [];
  readonly #peers: readonly Peer[];

  constructor(peers: readonly Peer[], scale: Scale, signal: AbortSignal) {
    this.#peers = peers;
    this.scale = scale;
    this.signal = signal;
  }

  /**
   * Measures each peer of `field` once per round, every other round in reverse, so that a change
   * of the machine's mood meets all alike. Answers each peer's measurements.
   */
  async interleave<T>(field: Field, measure: (peer: Peer) => Promise<T>): Promise<Map<Peer, T[]>> {
    const peers = this.peersOf(field);
    const measured = new Map<Peer, T[]>(peers.map((peer) => [peer, []]));
    for (let round = 0; round < this.scale.rounds; round += 1) {
      for (const peer of round % 2 === 0 ? peers : peers.toReversed()) {
        this.signal.throwIfAborted();
        measured.get(peer)?.push(await measure(peer));
      }
    }
    return measured;
  }

  peersOf(field: Field): readonly Peer[] {
    return this.#peers.filter(({ fields }) => fields.includes(field));
  }

  /** A fresh queue of this peer's, with its server where it has one. */
  async open(peer: Peer, durability: Durability): Promise<Site> {
    const stack = new AsyncDisposableStack();
    const folder = mkdtempSync(join(tmpdir(), "kantoku-bench-"));
    stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    try {
      const server = peer.serve && stack.use(await peer.serve(folder, durability));
      const store = stack.use(await peer.connect(folder, durability));
      return { folder, store, server, [Symbol.asyncDispose]: () => stack.disposeAsync() };
    } catch (error) {
      await stack.disposeAsync();
      throw error;
    }
  }

  /** Notes it when not every message had its effect exactly once, or some are still there. */
  async check(peer: Peer, what: string, ledger: Ledger, store: Store): Promise<void> {
    const fault = ledger.fault(await store.left());
    if (fault !== null) this.faults.push(`${peer.name}, ${what}: ${fault}`);
  }
}
