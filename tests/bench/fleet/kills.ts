import { setTimeout as delay } from "node:timers/promises";
import type { SettingsInput } from "../../../daemon/settings.ts";
import { homeAt } from "../../../kernel/home.ts";
import type { Heartbeat, Heartbeats } from "../../../queue/heartbeat.ts";
import { openHeartbeats } from "../../../queue/heartbeats.ts";
import { eventually } from "../../support/eventually.ts";
import { openStarts, type Starts } from "./bare-starts.ts";
import { startDaemon } from "./ground.ts";

export interface KillScale {
  readonly rounds: number;
  /** Kills of one agent at a time, in each round. */
  readonly singles: number;
  /** Bare Node children that are started in each round, for the machine's pace at that time. */
  readonly bareStarts: number;
  /** Kills of all at once. */
  readonly bursts: number;
  /** Agents that are stopped (SIGSTOP), one at a time. */
  readonly stops: number;
}

/** Ms from the blow until the first beat of a ready agent. */
export interface Kills {
  readonly singles: readonly number[];
  /** Of each agent of all bursts. */
  readonly bursts: readonly number[];
  readonly stops: readonly number[];
  /** Of a bare Node child, from its start until it has said that it runs. */
  readonly bareStarts: readonly number[];
  /** Agents that were not ready again after 30 s. */
  readonly missed: number;
}

/** The default crews, each at its full size for good. */
const CREW: SettingsInput["crew"] = [
  {
    name: "writer",
    roles: ["concept-planner", "scriptsmith", "shotmaster", "videosolver"],
    count: 1,
  },
  { name: "artist", roles: ["asset-synthesizer"], count: 2 },
  { name: "sound", roles: ["narrator", "composer"], count: 1 },
  { name: "director", roles: ["director", "editor"], count: 1 },
  { name: "renderer", roles: ["renderer", "post-processor"], count: 2 },
  { name: "critic", roles: ["critic", "publisher"], count: 1 },
];
const AGENTS = 8;
/** Who is killed again after a second is no crash loop here, and all at once no mass death. */
const PATIENCE = { crashLoop: { windowMs: 1_000 }, breaker: { earlyMs: 0 } };
const LEAST_LIFE_MS = 1_600;
const LIMIT_MS = 30_000;

export async function measureKills(scale: KillScale): Promise<Kills> {
  await using ground = await startDaemon({ crew: CREW, agents: PATIENCE });
  using beats = openHeartbeats(homeAt(ground.daemon.home).heartbeats);
  const ready = () => beats.all().filter(({ state }) => state === "ready");
  const fleet = await eventually("all agents", () => ready().length === AGENTS && ready());
  const names = fleet.map(({ agent }) => agent);
  const spread = (n: number): string[] => names.slice(n % AGENTS, (n % AGENTS) + 1);
  const { singles, bareStarts } = await killOneByOne(beats, scale, spread);
  const bursts = await blows(beats, scale.bursts, LEAST_LIFE_MS, "SIGKILL", () => names);
  const stops = await blows(beats, scale.stops, LEAST_LIFE_MS, "SIGSTOP", spread);
  const found = { singles: backs(singles), bursts: backs(bursts), stops: backs(stops), bareStarts };
  const all = [...singles, ...bursts, ...stops];
  return { ...found, missed: all.filter((ms) => ms === undefined).length };
}

/** Undefined for one that did not come back. */
type Back = number | undefined;

const backs = (all: readonly Back[]): number[] => all.filter((ms) => ms !== undefined);

/** Bare children are started in between: both see the same of whatever else the machine does. */
async function killOneByOne(
  beats: Heartbeats,
  scale: KillScale,
  victimsOf: (n: number) => readonly string[],
): Promise<{ singles: Back[]; bareStarts: number[] }> {
  await using starts: Starts = await openStarts();
  const singles: Back[] = [];
  const bareStarts: number[] = [];
  for (let round = 0; round < scale.rounds; round += 1) {
    const rest = LEAST_LIFE_MS / AGENTS;
    const ofRound = (n: number): readonly string[] => victimsOf(round * scale.singles + n);
    singles.push(...(await blows(beats, scale.singles, rest, "SIGKILL", ofRound)));
    bareStarts.push(...(await starts.measure(scale.bareStarts)));
  }
  return { singles, bareStarts };
}

async function blows(
  beats: Heartbeats,
  count: number,
  restMs: number,
  signal: NodeJS.Signals,
  victimsOf: (n: number) => readonly string[],
): Promise<Back[]> {
  const times: Back[] = [];
  for (let n = 0; n < count; n += 1) {
    // Not in step with anybody's polling.
    await delay(restMs * (1 + Math.random()));
    times.push(...(await strike(beats, victimsOf(n), signal)));
  }
  return times;
}

async function strike(
  beats: Heartbeats,
  names: readonly string[],
  signal: NodeJS.Signals,
): Promise<Back[]> {
  const victims = beats.all().filter(({ agent }) => names.includes(agent));
  const at = Date.now();
  for (const { pid } of victims) process.kill(pid, signal);
  return Promise.all(victims.map((victim) => comeback(beats, victim, at, signal)));
}

/** A stopped process may go on where it was; a killed one has a successor. */
async function comeback(
  beats: Heartbeats,
  victim: Heartbeat,
  at: number,
  signal: NodeJS.Signals,
): Promise<Back> {
  const isBack = ({ agent, generation, state, beatAt }: Heartbeat): boolean =>
    agent === victim.agent &&
    (state === "ready" || state === "busy") &&
    (generation > victim.generation || (signal === "SIGSTOP" && beatAt > at + 1));
  while (Date.now() < at + LIMIT_MS) {
    const back = beats.all().find(isBack);
    if (back) return back.beatAt - at;
    await delay(10);
  }
  return undefined;
}
