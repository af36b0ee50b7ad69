import type { Payload } from "../ledger.ts";

/**
 * `full`: an answered call survives a power failure. `normal`: it survives the death of the
 * process, a power failure may cost the last moments.
 */
export type Durability = "normal" | "full";

/** How a worker takes its messages; each ack is a transaction of its own, except in `batches`. */
export type Style = "one by one" | "prefetch" | "batches";

/** Messages that are sent, prefetched or acked together. */
export const BATCH = 100;

/** A worker that gets nothing for so long gives up: what has not come by then is lost. */
export const PATIENCE_MS = 30_000;

/** The kinds of cases that a peer takes part in. */
export type Field = "send" | "work" | "wait" | "growth";

/** A queue to be measured. Its loops are written as its own documentation would have them, at its best. */
export interface Peer {
  readonly name: string;
  readonly fields: readonly Field[];
  /** How it is set up and what it does in each style, for the report. */
  readonly settings: Readonly<Record<string, string>>;
  /** Starts the server that it needs, if any, with its data in `folder`. */
  readonly serve?: (folder: string, durability: Durability) => Promise<Server>;
  /** Connects this process to the queue in `folder`. */
  connect(folder: string, durability: Durability): Promise<Store>;
}

export interface Server extends AsyncDisposable {
  readonly pid: number;
}

export type Handle = (payload: Payload) => void;

/** One process's connection to a queue. */
export interface Store extends AsyncDisposable {
  /** Each message is acknowledged before the next is sent. */
  sendOneByOne(payloads: readonly Payload[]): Promise<void>;
  /** `BATCH` messages at a time. */
  sendInBatches(payloads: readonly Payload[]): Promise<void>;
  /** Readies a worker that will handle and ack `count` messages. */
  worker(style: Style, count: number, handle: Handle): Promise<ReadyWorker>;
  /** Messages that wait or are in work. */
  left(): Promise<number>;
  /** What its daemon does every second, if it has one. */
  sweep?(): Promise<void>;
}

/** Connected, but idle until it is told to work. */
export interface ReadyWorker extends AsyncDisposable {
  /** Resolves when all are acked, or none has come for `PATIENCE_MS`. */
  work(): Promise<void>;
}

/** A worker that holds nothing besides its store. */
export function readyWorker(work: () => Promise<void>): ReadyWorker {
  return { work, [Symbol.asyncDispose]: async () => {} };
}

/** `payloads` in groups of `BATCH`. */
export function batches(payloads: readonly Payload[]): (readonly Payload[])[] {
  return Array.from({ length: Math.ceil(payloads.length / BATCH) }, (_, n) =>
    payloads.slice(n * BATCH, (n + 1) * BATCH),
  );
}
