import { createConnection, type Socket } from "node:net";
import type { Heartbeat } from "../queue/heartbeat.ts";

/**
 * The agent's end of its lifeline: a connection to the daemon that the kernel closes at the very
 * moment of the agent's death, whatever it dies of. Node opens sockets close-on-exec, so that no
 * child can hold the line instead of the agent.
 */

/** What an agent says when it connects, and again at each change of its state: one line of JSON. */
export interface LifelineWord {
  readonly agent: string;
  readonly generation: number;
  readonly pid: number;
  readonly state: Heartbeat["state"];
}

export interface Lifeline extends Disposable {
  /** Tells the daemon at once, or as soon as there is one again. Never waits, never fails. */
  tell(state: Heartbeat["state"]): void;
}

export interface LifelineOptions {
  /** The daemon's socket (`lifeline` of the home). */
  readonly socket: string;
  readonly agent: string;
  readonly generation: number;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;

/**
 * Connects, and introduces the agent to each daemon anew: a daemon's end does it no harm. Neither
 * the connection nor the waiting for a daemon keeps the process alive.
 */
export function openLifeline(options: LifelineOptions): Lifeline {
  return new DaemonConnection(options);
}

class DaemonConnection implements Lifeline {
  readonly #options: LifelineOptions;
  #state: Heartbeat["state"] = "starting";
  #connection: Socket;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: LifelineOptions) {
    this.#options = options;
    this.#connection = this.#connect();
  }

  tell(state: Heartbeat["state"]): void {
    this.#state = state;
    if (this.#connection.readyState === "open") this.#say();
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#connection.destroy();
  }

  #connect(): Socket {
    const connection = createConnection(this.#options.socket);
    connection.unref();
    connection.on("connect", () => {
      this.#failures = 0;
      this.#say();
    });
    // What the daemon might say is read and dropped: otherwise its end would go unnoticed.
    connection.resume();
    connection.on("error", () => {}); // "close" follows.
    connection.on("close", () => this.#connectLater());
    return connection;
  }

  /** A daemon that does not listen gets the next word: better than to keep them all for it. */
  #say(): void {
    if (this.#connection.writableNeedDrain) return;
    const { agent, generation } = this.#options;
    const word: LifelineWord = { agent, generation, pid: process.pid, state: this.#state };
    this.#connection.write(`${JSON.stringify(word)}\n`);
  }

  #connectLater(): void {
    if (this.#isClosed) return;
    const restMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LONGEST_RETRY_MS);
    this.#failures += 1;
    this.#retry = setTimeout(() => (this.#connection = this.#connect()), restMs);
    this.#retry.unref();
  }
}
