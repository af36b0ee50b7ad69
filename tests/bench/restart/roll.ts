import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

/** A child that has said that it runs; `at` is of `performance.now()`. */
export interface Arrival {
  readonly slot: string;
  readonly pid: number;
  readonly at: number;
}

/** Who runs in each slot: the children say so themselves. */
export class Roll implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #latest = new Map<string, Arrival>();
  readonly #waiting = new Map<string, (arrival: Arrival) => void>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(socket: string): Promise<Roll> {
    const server = createServer();
    const roll = new Roll(server);
    server.on("connection", (connection) => roll.#hear(connection));
    server.listen(socket);
    await once(server, "listening");
    return roll;
  }

  /** Pid of the latest child in this slot. */
  pidOf(slot: string): number | undefined {
    return this.#latest.get(slot)?.pid;
  }

  /** Resolves with the first child of the slot other than `former`; undefined after `limitMs`. */
  async successor(
    slot: string,
    former: number | undefined,
    limitMs: number,
  ): Promise<Arrival | undefined> {
    const latest = this.#latest.get(slot);
    if (latest && latest.pid !== former) return latest;
    const arrival = new Promise<Arrival>((resolve) => this.#waiting.set(slot, resolve));
    const over = new AbortController();
    const late = delay(limitMs, undefined, { signal: over.signal });
    late.catch(() => {}); // Aborted when the child was in time.
    try {
      return await Promise.race([arrival, late]);
    } finally {
      over.abort();
      this.#waiting.delete(slot);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #hear(socket: Socket): void {
    const at = performance.now();
    this.#sockets.add(socket);
    socket.on("error", () => {}); // A killed child's end; "close" follows.
    socket.once("close", () => this.#sockets.delete(socket));
    createInterface({ input: socket }).once("line", (line) => {
      const [slot = "", pid] = line.split(" ");
      const arrival = { slot, pid: Number(pid), at };
      this.#latest.set(slot, arrival);
      this.#waiting.get(slot)?.(arrival);
    });
  }
}
