import type { PausedTopic } from "../queue/operations.ts";
import { JOB_STATUSES } from "../scheduler/job.ts";
import { openAgents } from "../watchdog/agents.ts";
import { openHealthRecords } from "../watchdog/health/records.ts";
import type { Config } from "./config.ts";
import { tmuxOf } from "./crew.ts";
import { readHolder, type Card } from "./lock.ts";
import { resumeWords } from "./pauses.ts";
import type { Stores } from "./stores.ts";

/** What `kantoku status --json` and `/api/v1/status` answer. */
export interface Status {
  /** `stopped`, or as the daemon's card has it. */
  readonly state: Card["state"];
  readonly pid: number | null;
  readonly version: string;
  readonly uptimeMs: number;
  readonly home: string;
  readonly tmux: { readonly socket: string; readonly session: string };
  readonly http: { readonly url: string } | null;
  /** Number of jobs by status. */
  readonly jobs: Readonly<Record<string, number>>;
  /** Messages of all topics. */
  readonly queue: Readonly<Record<"ready" | "leased" | "delayed" | "dead", number>>;
  /** Topics from which nobody receives until they are resumed. */
  readonly paused: readonly PausedTopic[];
  /** Number of agents by state. */
  readonly agents: Readonly<Record<string, number>>;
  /** Why a crew gets no further agent although work waits for it, by the crew's name. */
  readonly heldBack: Readonly<Record<string, string>>;
  /** How many measures stand out of the usual: `kantoku health`. */
  readonly healthAlerts: number;
  /** Why agents are started one by one; null when they are not. */
  readonly spaced: string | null;
}

/** Reads the home's files; needs no running daemon. */
export async function readStatus(config: Config, stores: Stores): Promise<Status> {
  const card = readHolder(config.home);
  return {
    state: card?.state ?? "stopped",
    pid: card?.pid ?? null,
    version: card?.version ?? config.version,
    // A clock that was set back since is no reason to have run for less than nothing.
    uptimeMs: card ? Math.max(Date.now() - card.startedAt, 0) : 0,
    home: config.home.root,
    tmux: card?.tmux ?? tmuxOf(config.home),
    http: card?.http ?? null,
    jobs: stores.jobs.counts(),
    queue: await countMessages(stores),
    paused: await stores.operations.paused(),
    agents: card ? countAgents(stores) : {},
    healthAlerts: card ? openHealthRecords(stores.database).alerts().length : 0,
    heldBack: card ? Object.fromEntries(openAgents(stores.database).heldBack()) : {},
    spaced: (card && openAgents(stores.database).breaker()?.reason) ?? null,
  };
}

/** Of a folder without a home: nothing runs, and nothing is remembered. */
export function absentStatus(config: Config): Status {
  return {
    state: "stopped",
    pid: null,
    version: config.version,
    uptimeMs: 0,
    home: config.home.root,
    tmux: tmuxOf(config.home),
    http: null,
    jobs: Object.fromEntries(JOB_STATUSES.map((status) => [status, 0])),
    queue: { ready: 0, leased: 0, delayed: 0, dead: 0 },
    paused: [],
    agents: {},
    healthAlerts: 0,
    heldBack: {},
    spaced: null,
  };
}

/** Number of agents by state. */
export function countAgents({ database, heartbeats }: Stores): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of openAgents(database, heartbeats).list()) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

async function countMessages({ queue }: Stores): Promise<Status["queue"]> {
  const sum = { ready: 0, leased: 0, delayed: 0, dead: 0 };
  for (const topic of await queue.stats()) {
    sum.ready += topic.ready;
    sum.leased += topic.leased;
    sum.delayed += topic.delayed;
    sum.dead += topic.dead;
  }
  return sum;
}

/** `running · pid 4711 · http://127.0.0.1:4750 · 8 agents (8 ready) · 1 job (1 running)` */
export function statusLine(status: Status): string {
  const parts: string[] = [status.state];
  if (status.pid !== null) parts.push(`pid ${status.pid}`);
  if (status.http) parts.push(status.http.url);
  if (status.pid !== null) parts.push(tally("agent", status.agents));
  return [...parts, tally("job", status.jobs)].join(" · ");
}

/** The same for a person who has asked for it, with what else they may want to know. */
export function statusText(status: Status): string {
  const { ready, leased, delayed, dead } = status.queue;
  return [
    statusLine(status),
    `home   ${status.home}`,
    `tmux   ${status.tmux.socket} (session ${status.tmux.session})`,
    `queue  ${ready} ready, ${leased} leased, ${delayed} delayed, ${dead} dead`,
    ...status.paused.map((topic) => `paused ${resumeWords(topic)}`),
    ...(status.healthAlerts > 0 ? [healthLine(status.healthAlerts)] : []),
    ...Object.entries(status.heldBack).map(([crew, reason]) => `waits  ${crew}: ${reason}`),
    ...(status.spaced === null ? [] : [`starts one by one: ${status.spaced}`]),
  ].join("\n");
}

function healthLine(alerts: number): string {
  return `health ${alerts} out of the usual: kantoku health`;
}

function tally(noun: string, counts: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(counts).filter(([, count]) => count > 0);
  const sum = kinds.reduce((total, [, count]) => total + count, 0);
  const words = `${sum} ${noun}${sum === 1 ? "" : "s"}`;
  if (sum === 0) return words;
  return `${words} (${kinds.map(([kind, count]) => `${count} ${kind}`).join(", ")})`;
}
