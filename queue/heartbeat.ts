import type { SteadyClock } from "../kernel/clock.ts";

/** What an agent says of itself every second. Liveness is the beat; progress is told apart from it. */
export interface Heartbeat {
  readonly agent: string;
  /** Counts up with every process that serves this agent; older beats are ignored. */
  readonly generation: number;
  readonly pid: number;
  readonly state: "starting" | "ready" | "busy" | "draining";
  readonly job: string | null;
  readonly step: string | null;
  /** One sentence, such as "frame 120 of 450". */
  readonly doing: string;
  /** 0 to 1, null when unknown. */
  readonly progress: number | null;
  /** Ms since the epoch of the last real step forward; not moved by beating. */
  readonly progressAt: number;
  /**
   * Without a step forward for so many ms the work in hand is stuck; null without work, and of an agent
   * of an older version, which names no limit.
   */
  readonly stallMs: number | null;
  /** Ms since the epoch; written by the store. */
  readonly beatAt: number;
}

/** What the store answers to a beat. */
export type BeatReply = "ok" | "drain" | "superseded";

/** Kept in a small database of its own, so that a beat never waits behind a transaction. */
export interface Heartbeats extends Disposable {
  beat(beat: Omit<Heartbeat, "beatAt">): BeatReply;
  /**
   * Their times are told by what the clock (`by`, or the store's own) says today, so that their age is
   * true even when it was set meanwhile.
   */
  all(by?: SteadyClock): Heartbeat[];
  /** Asks an agent to finish its work in hand and end. */
  askToDrain(agent: string): void;
  forget(agent: string): void;
  /**
   * Whether a beat could be written now, or as soon as others have written theirs: on a full disk nobody's
   * can, and silence proves nothing. So it is for some seconds after a damaged file was put aside, until all
   * have found the new one. Waits for nobody.
   */
  canBeat(): boolean;
  /** Tells why a damaged file was put aside and a new one took its place: of each time, those before included. */
  onRenewal(tell: (reason: string) => void): void;
}
