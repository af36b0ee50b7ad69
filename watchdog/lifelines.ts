import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { SteadyClock } from "../kernel/clock.ts";
import { listenAlone } from "./lifelines/socket.ts";
import { hear, type Holder } from "./lifelines/words.ts";

/**
 * The daemon's end of the agents' lifelines (agents/lifeline.ts). What comes over them is a hint to
 * look, never a proof: whoever runs as our user may connect and claim to be anyone. Whether a process
 * lives, tmux and the kernel say; whether it is ready, its beat says.
 */
export interface Lifelines extends AsyncDisposable {
  /** Resolves with what has happened, once something has; with nothing when `signal` aborts: it is kept then. */
  news(signal: AbortSignal): Promise<readonly LifelineNews[]>;
  /** What is known of this very process; undefined when it never introduced itself. */
  of(holder: Holder): Lifeline | undefined;
}

/** A line broke, or its holder has just started. */
export interface LifelineNews extends Holder {
  readonly what: "broke" | "started";
}

/** Times are by the uptime, as the daemon heard of it. */
export interface Lifeline {
  /** When the agent first called itself ready. */
  readonly startedAt: number | null;
  /** Null as long as it holds. */
  readonly brokeAt: number | null;
}

/** More than any crew table can hold; whoever finds no place is watched by polling. */
const MOST_LINES = 1_024;

/**
 * Listens on `socket`, whose folder lets nobody else in. Rejects with an `InputError` when its path is
 * too long, with `foreign-population` when another home's daemon listens there, which is left alone, and
 * with `lifeline-unusable` when it can't be made.
 */
export async function openLifelines(socket: string, clock: SteadyClock): Promise<Lifelines> {
  const register = new Register(clock);
  const connections = new Set<Socket>();
  const server = createServer((connection) => {
    connections.add(connection);
    connection.once("close", () => connections.delete(connection));
    hear(connection, register);
  });
  server.maxConnections = MOST_LINES;
  await listenAlone(server, socket);
  return {
    news: (signal) => register.news(signal),
    of: (holder) => register.of(holder),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}

/** Lines whose end is remembered, for the time of their holders' deaths. */
const KEPT_ENDS = 256;

interface Entry {
  /** Connections of this process; a second one, when it lost sight of the first. */
  open: number;
  startedAt: number | null;
  brokeAt: number | null;
}

/** Who holds a line, and what has happened that nobody asked for yet. */
class Register {
  readonly #clock: SteadyClock;
  readonly #entries = new Map<string, Entry>();
  #news: LifelineNews[] = [];
  #tell: () => void = () => {};

  constructor(clock: SteadyClock) {
    this.#clock = clock;
  }

  of(holder: Holder): Lifeline | undefined {
    return this.#entries.get(keyOf(holder));
  }

  introduced(holder: Holder): void {
    const { open, startedAt } = this.#entries.get(keyOf(holder)) ?? { open: 0, startedAt: null };
    this.#entries.set(keyOf(holder), { open: open + 1, startedAt, brokeAt: null });
  }

  said(holder: Holder, state: string): void {
    const entry = this.#entries.get(keyOf(holder));
    if (!entry || entry.startedAt !== null || state === "starting") return;
    entry.startedAt = this.#clock.uptime();
    this.#ring({ ...holder, what: "started" });
  }

  left(holder: Holder): void {
    const entry = this.#entries.get(keyOf(holder));
    if (!entry || (entry.open -= 1) > 0) return;
    entry.brokeAt = this.#clock.uptime();
    this.#ring({ ...holder, what: "broke" });
    this.#forgetOldest();
  }

  async news(signal: AbortSignal): Promise<readonly LifelineNews[]> {
    if (this.#news.length === 0 && !signal.aborted) await this.#next(signal);
    return signal.aborted ? [] : this.#news.splice(0);
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener("abort", wake);
        this.#tell = () => {};
        resolve();
      };
      signal.addEventListener("abort", wake, { once: true });
      this.#tell = wake;
    });
  }

  #ring(news: LifelineNews): void {
    this.#news.push(news);
    this.#tell();
  }

  #forgetOldest(): void {
    const broken = [...this.#entries].filter(([, { brokeAt }]) => brokeAt !== null);
    for (const [key] of broken.slice(0, -KEPT_ENDS)) this.#entries.delete(key);
  }
}

const keyOf = ({ agent, generation, pid }: Holder): string => `${agent}#${generation}#${pid}`;
