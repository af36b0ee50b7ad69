import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { homeAt } from "../../../kernel/home.ts";
import { readHolder } from "../../../daemon/lock.ts";
import { NODE_FLAGS } from "../../../daemon/node-flags.ts";

/** How a daemon ended that nobody had killed. */
export interface Ending {
  /** Ms since the epoch. */
  readonly at: number;
  readonly how: NodeJS.Signals | number | null;
  /** Its last words. */
  readonly words: string;
}

const PROGRAM = join(import.meta.dirname, "fixtures", "daemon.ts");
/** As systemd waits (RestartSec) before it starts what has ended by itself. */
const RESTART_MS = 300;
const LAST_CHARACTERS = 4_000;

/** Starts the light daemon of a home, and starts it again whenever it ends, as systemd does. */
export class DaemonKeeper {
  readonly #home: string;
  readonly #endings: Ending[] = [];
  #child: ChildProcess | undefined;
  #awayMs: number | undefined;
  #isWanted = true;

  constructor(home: string) {
    this.#home = home;
    this.#start();
  }

  /** Those by itself. */
  get endings(): readonly Ending[] {
    return this.#endings;
  }

  /** Of the daemon that is ready, if one is. */
  get readyPid(): number | undefined {
    const card = readHolder(homeAt(this.#home));
    return card?.state === "running" && card.pid === this.#child?.pid ? card.pid : undefined;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** With SIGKILL; the next one starts so many ms after its end. */
  kill(awayMs: number): void {
    this.#awayMs = awayMs;
    this.#child?.kill("SIGKILL");
  }

  /** Ends it for good, and lets the agents live. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGTERM");
    });
  }

  /** What one daemon says. */
  get #words(): string {
    return join(this.#home, "..", "daemon.out");
  }

  #lastWords(): string {
    return readFileSync(this.#words, "utf8").slice(-LAST_CHARACTERS);
  }

  #start(): void {
    const words = openSync(this.#words, "w");
    const { PATH = "", HOME = "" } = process.env;
    // As the unit has it: compiled code is kept.
    const NODE_COMPILE_CACHE = join(homeAt(this.#home).cache, "node");
    const env = { PATH, HOME, KANTOKU_HOME: this.#home, NODE_COMPILE_CACHE };
    const stdio = ["ignore", words, words] as const;
    const child = spawn(process.execPath, [...NODE_FLAGS, PROGRAM], { env, stdio: [...stdio] });
    closeSync(words);
    this.#child = child;
    child.once("exit", (code, signal) => this.#startAgain(code ?? signal));
  }

  #startAgain(how: Ending["how"]): void {
    const awayMs = this.#awayMs;
    this.#awayMs = undefined;
    if (!this.#isWanted) return;
    if (awayMs === undefined) this.#endings.push({ at: Date.now(), how, words: this.#lastWords() });
    setTimeout(() => this.#isWanted && this.#start(), awayMs ?? RESTART_MS);
  }
}
