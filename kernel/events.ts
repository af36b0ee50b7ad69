import { EventEmitter } from "node:events";

/**
 * Every event name with its payload. Rooms only emit; `daemon/log.ts` alone writes them down and
 * `daemon/metrics.ts` alone counts them, so that no room depends on either.
 */
export interface EventMap {
  "job.admitted": { job: string; source: string; title: string };
  "job.changed": { job: string; status: string; reason?: string };
  "brief.rejected": { source: string; reason: string };
  "step.ready": { job: string; step: string; role: string };
  "step.finished": {
    job: string;
    step: string;
    role: string;
    agent: string;
    status: "done" | "failed";
    seconds: number;
  };
  "step.retried": { job: string; step: string; reason: string };
  "message.dead": { topic: string; id: string; reason: string };
  "lease.expired": { topic: string; id: string; worker: string };
  "lease.lost": { topic: string; id: string; worker: string };
  "agent.changed": { agent: string; state: string; reason?: string };
  /** A process ended that should not, or had to be ended; told as soon as it is on record. */
  "agent.lost": { agent: string; generation: number; cause: string };
  /** The successor of one that was lost is ready. */
  "agent.restarted": { agent: string; cause: string; restarts: number; downMs: number };
  /** Work waits for a crew, but it gets no further agent; an empty reason: it does again. */
  "crew.held-back": { crew: string; reason: string };
  /** Too many agents die soon after their start, so they are started one by one; an empty reason: no more. */
  "restarts.spaced": { reason: string };
  /** A stopped process was told to go on. */
  "agent.nudged": { agent: string; reason: string };
  "agent.quarantined": { agent: string; reason: string };
  "tmux.restarted": { reason: string };
  /** The host's clock was set; negative: back. */
  "clock.set": { seconds: number };
  /** Something stands out; told once, until it has recovered. */
  "health.alert": {
    subject: string;
    measure: string;
    value: number;
    /** Null when it is not known yet. */
    usual: number | null;
    summary: string;
  };
  /** `recovered`: as usual again. `settled`: so for so long that it is usual. `gone`: the subject is. */
  "health.recovered": {
    subject: string;
    measure: string;
    ending: "recovered" | "settled" | "gone";
    openMs: number;
    summary: string;
  };
  "github.answered": { route: string; status: number; remaining?: number };
  "service.failed": {
    service: string;
    code: string;
    message: string;
    hint: string;
    /** What lies behind it, if anything is known of that. */
    cause?: string;
    failures: number;
  };
  /** The database was looked through, because its last run did not end as it should. */
  "database.examined": { suspicion: string; ms: number };
  /** The file of the agents' beats was damaged: it lies aside, and a new one is in its place. */
  "heartbeats.renewed": { reason: string };
  "daemon.started": { pid: number; home: string };
  "daemon.stopping": { reason: string };
}

export interface Events {
  emit<Name extends keyof EventMap>(name: Name, payload: EventMap[Name]): void;
  on<Name extends keyof EventMap>(name: Name, listener: (payload: EventMap[Name]) => void): void;
  /** Told of every event, for logs and streams. */
  onAny(listener: (name: keyof EventMap, payload: EventMap[keyof EventMap]) => void): void;
}

export function createEvents(): Events {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    emit: (name, payload) => {
      emitter.emit(name, payload);
      emitter.emit("*", name, payload);
    },
    on: (name, listener) => void emitter.on(name, listener),
    onAny: (listener) => void emitter.on("*", listener),
  };
}
