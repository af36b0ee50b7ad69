import { momentOf, setBetween, type SteadyClock } from "../kernel/clock.ts";
import { codeOf, OperationalError } from "../kernel/errors.ts";
import type { BeatReply, Heartbeat, Heartbeats } from "../queue/heartbeat.ts";
import type { Work } from "../queue/topics.ts";
import type { Lifeline } from "./lifeline.ts";
import type { AgentView } from "./screen.ts";
import type { FinishedStep, ViewState, WorkInHand } from "./view.ts";

/** What an agent is at right now. Its heartbeat and its pane tell of the same. */
export interface Activity {
  become(state: Heartbeat["state"]): void;
  /** `stallMs`: without a step forward for so long the work is stuck. */
  begin(work: Work, delivery: number, stallMs: number): void;
  /** Counts as a step forward only if something changed. */
  report(doing: string, progress?: number): void;
  finish(finished: FinishedStep): void;
  /** Ms since the last step forward. */
  stalledMs(): number;
  /** Tells the watchdog that the event loop turns; null when the store failed for once. */
  beat(): BeatReply | null;
}

export interface ActivityOptions {
  readonly agent: string;
  readonly generation: number;
  readonly roles: readonly string[];
  readonly heartbeats: Heartbeats;
  readonly view: AgentView;
  readonly clock: SteadyClock;
  /** Hears of each change of state, so that the daemon knows at once. */
  readonly lifeline?: Pick<Lifeline, "tell">;
}

/** A tall pane shows no more than that. */
const KEPT_STEPS = 40;

export function openActivity(options: ActivityOptions): Activity {
  const { agent, generation, roles, heartbeats, view, clock, lifeline } = options;
  const startedAt = clock.uptime();
  let state: Heartbeat["state"] = "starting";
  let work: WorkInHand | null = null;
  let stallMs: number | null = null;
  let idleSince = startedAt;
  let progress = momentOf(clock);
  let finished: readonly FinishedStep[] = [];

  const picture = (): ViewState => {
    const self = { agent, roles, generation, pid: process.pid, startedAt, now: clock.uptime() };
    return { ...self, state, work, idleSince, finished };
  };
  const beat = (): BeatReply | null => {
    view.show(picture());
    const told = { job: work?.job ?? null, step: work?.step ?? null, doing: work?.doing ?? "" };
    const self = { agent, generation, pid: process.pid, state };
    const forward = { progress: work?.progress ?? null, progressAt: progressAt(), stallMs };
    return unlessFailed(() => heartbeats.beat({ ...self, ...told, ...forward }));
  };
  const become = (next: Heartbeat["state"]): void => {
    state = next;
    beat();
    // After the beat: whoever hears of the state looks for it there.
    lifeline?.tell(next);
  };
  const advance = (next: WorkInHand | null): void => {
    work = next;
    progress = momentOf(clock);
  };
  const progressAt = (): number => progress.now + setBetween(progress, momentOf(clock));

  return {
    become,
    beat,
    begin: ({ title, job, step }, attempt, limitMs) => {
      const now = clock.uptime();
      stallMs = limitMs;
      advance({ title, job, step, attempt, startedAt: now, doing: "", progress: null });
      become(state === "draining" ? state : "busy");
    },
    report: (doing, share) => {
      if (!work) return;
      const next = { ...work, doing, progress: share ?? null };
      if (next.doing !== work.doing || next.progress !== work.progress) advance(next);
      view.show(picture());
    },
    finish: (step) => {
      finished = [step, ...finished].slice(0, KEPT_STEPS);
      advance(null);
      stallMs = null;
      idleSince = progress.uptime;
      become(state === "draining" ? state : "ready");
    },
    stalledMs: () => clock.uptime() - progress.uptime,
  };
}

/**
 * A beat that the store can't take is followed by another one. Whether silence is this agent's own fault the
 * watchdog finds out: where it can't write either, as on a full disk, nobody is replaced for it.
 */
function unlessFailed(write: () => BeatReply): BeatReply | null {
  try {
    return write();
  } catch (error) {
    if (error instanceof OperationalError || codeOf(error)?.startsWith("SQLITE_")) return null;
    throw error;
  }
}
