import type { Clock } from "../kernel/clock.ts";
import type { Events } from "../kernel/events.ts";
import type { Agents } from "./agents.ts";
import {
  admits,
  afterDeath,
  afterLook,
  type Absence,
  type Breaker,
  type OpenBreaker,
} from "./breaker.ts";
import { isCounted, type Cause } from "./cause.ts";
import type { Limits } from "./limits.ts";
import { reckonedBreaker, type Setting } from "./reckoning.ts";
import type { AgentRecord } from "./record.ts";

/** Every start of an agent that was lost passes here: the breaker at work. */
export interface Gate {
  /** Answers when the agent may be started again, ms since the epoch; null: at once. */
  lost(record: AgentRecord, cause: Cause): number | null;
  /** Null lets the agent pass; else it may ask again at that moment. */
  knock(record: AgentRecord): number | null;
  /** Once in each patrol. */
  look(): void;
  /** After the host's clock was set. */
  reckon(setting: Setting): void;
}

export interface GateParts {
  readonly agents: Agents;
  readonly events: Events;
  readonly limits: Limits;
  readonly clock: Clock;
}

/** Who waits asks again after this time at the earliest: it takes as long to become ready. */
const KNOCK_MS = 100;

/** An open breaker is written down, so that the next daemon keeps it. */
export function openGate({ agents, events, limits, clock }: GateParts): Gate {
  let breaker: Breaker = { deaths: [], open: agents.breaker() };
  let admitted = new Set<string>();
  const change = (next: Breaker): void => {
    const before = breaker.open;
    breaker = next;
    if (next.open === before) return;
    agents.setBreaker(next.open);
    if ((next.open === null) === (before === null)) return;
    events.emit("restarts.spaced", { reason: next.open?.reason ?? "" });
  };
  /** Who dies again and again must not keep the others from being tried. */
  const isAnotherFirst = (record: AgentRecord): boolean =>
    waitingOf(agents).some(
      (other) => isDue(other, clock.now()) && lastLossOf(other) < lastLossOf(record),
    );
  const waitUntil = (open: NonNullable<Breaker["open"]>): number =>
    Math.max(open.trialAt, clock.now() + KNOCK_MS);
  return {
    lost: (record, cause) => {
      if (!isCounted(cause)) return null;
      const at = clock.now();
      const death = { agent: record.name, at, lifeMs: at - (record.startedAt ?? at) };
      change(afterDeath(breaker, death, runningOf(agents), limits.breaker));
      return breaker.open && waitUntil(breaker.open);
    },
    knock: (record) => {
      const { open } = breaker;
      if (!open || record.restartAskedAt !== null) return null;
      const starting = new Set([...admitted, ...startingOf(agents)]);
      if (!admits(breaker, clock.now(), starting.size) || isAnotherFirst(record)) {
        return waitUntil(open);
      }
      admitted.add(record.name);
      return null;
    },
    reckon: (setting) => change(reckonedBreaker(breaker, setting, limits)),
    look: () => {
      admitted = new Set();
      if (breaker.open) {
        change(afterLook(breaker, absence(agents, breaker.open), clock.now(), limits.breaker));
      }
    },
  };
}

function absence(agents: Agents, { openedAt }: OpenBreaker): Absence {
  const waiting = waitingOf(agents);
  const failing = waiting.filter((record) => lastLossOf(record) > openedAt).length;
  return {
    starting: startingOf(agents).length,
    untried: waiting.length - failing,
    failing,
    agents: runningOf(agents).length + waiting.length,
  };
}

/** Whom a person holds is nobody's to try. */
const waitingOf = (agents: Agents): AgentRecord[] =>
  agents.records().filter(({ state, held }) => state === "backoff" && !held);

const isDue = ({ resumeAt }: AgentRecord, now: number): boolean =>
  resumeAt !== null && resumeAt <= now;

const lastLossOf = ({ history }: AgentRecord): number => history.at(-1)?.at ?? -Infinity;

const runningOf = (agents: Agents): string[] =>
  agents.records().flatMap(({ name, pid, held }) => (pid === null || held ? [] : [name]));

/** A start that was interrupted (tmux or the daemon died under it) has left no process, and is none. */
const startingOf = (agents: Agents): string[] =>
  agents
    .records()
    .flatMap(({ name, state, pid, held }) =>
      state !== "starting" || pid === null || held ? [] : [name],
    );
