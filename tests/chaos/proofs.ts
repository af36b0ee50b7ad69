import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { PANE_MARKER } from "../../agents/pane.ts";
import { readDatabase } from "../../kernel/database.ts";
import { MAX_LOSSES } from "../../queue/retry.ts";
import type { Jobs } from "../../scheduler/job.ts";
import { processesOf } from "../support/daemon.ts";
import { allEffects } from "../support/light/effects.ts";
import type { Feeder } from "../support/light/jobs.ts";
import type { World } from "./world.ts";

/** What must hold whatever happened, with a sentence for each time that it does not. */
export interface Proof {
  readonly claim: string;
  /** Of how many it was looked at. */
  readonly of: number;
  readonly findings: readonly string[];
}

/** While everything is still up, and no job is left to do but the `unfinished`. */
export async function proveWork(
  { stores, ground }: World,
  { jobs, feeder, unfinished, patienceMs }: Work,
): Promise<Proof[]> {
  const left = await leftInLine(stores, patienceMs);
  const effects = allEffects(ground.effects);
  const names = effects.map(({ job, step }) => `${job}/${step}`);
  const steps = await stepsOf(jobs, feeder.admitted);
  return [
    {
      claim: "lost messages",
      of: steps.length,
      findings: [...lost(steps, new Set(names)), ...left],
    },
    { claim: "duplicate effects", of: names.length, findings: doubled(names) },
    {
      claim: "stuck jobs",
      of: feeder.admitted.size,
      findings: unfinished.map((job) => `${job} is not done.`),
    },
    {
      claim: "dead messages without a reason",
      of: steps.length,
      findings: await unexplained(stores),
    },
  ];
}

export interface Work {
  readonly jobs: Jobs;
  readonly feeder: Feeder;
  readonly unfinished: readonly string[];
  readonly patienceMs: number;
}

/** After the daemon, the agents and tmux were asked to end. */
export function proveEnd({ ground, config }: World): Proof[] {
  const left = [...new Set([...processesOf(ground.home), ...marked(ground.home)])];
  const damages = [config.home.database, config.home.heartbeats].flatMap(damagesOf);
  return [
    { claim: "damages of the databases", of: 2, findings: damages },
    { claim: "processes left over", of: left.length, findings: left.map(wordsOf) },
  ];
}

interface StepSeen {
  readonly name: string;
  readonly status: string;
}

async function stepsOf(jobs: Jobs, ids: ReadonlySet<string>): Promise<StepSeen[]> {
  const steps: StepSeen[] = [];
  for (const id of ids) {
    const view = await jobs.view(id);
    if (!view) steps.push({ name: id, status: "forgotten" });
    for (const { name, status } of view?.steps ?? []) steps.push({ name: `${id}/${name}`, status });
  }
  return steps;
}

/** A step that the workflow made over a list is no work itself: its members are. */
function lost(steps: readonly StepSeen[], effects: ReadonlySet<string>): string[] {
  const hasMembers = new Set(steps.map(({ name }) => name.split(":")[0]));
  return steps.flatMap(({ name, status }) => {
    if (status !== "done") return [`${name} is ${status}.`];
    const isList = !name.includes(":") && name.endsWith("/part") && hasMembers.has(name);
    return isList || effects.has(name) ? [] : [`${name} is done and had no effect.`];
  });
}

function doubled(names: readonly string[]): string[] {
  return [...Map.groupBy(names, (name) => name)]
    .filter(([, all]) => all.length > 1)
    .map(([name, all]) => `${name} had its effect ${all.length} times.`);
}

/** What agents have done twice, and what they tell each other, is still on its way for a moment. */
async function leftInLine(stores: World["stores"], patienceMs: number): Promise<string[]> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const left = await stranded(stores);
    if (left.length === 0 || Date.now() > deadline) return left;
    await delay(LOOK_MS);
  }
}

const LOOK_MS = 100;

/** Nothing waits any more once all jobs are done; what agents that are gone were told may lie there. */
async function stranded({ queue }: World["stores"]): Promise<string[]> {
  const topics = (await queue.stats()).filter(({ topic }) => !topic.startsWith("inbox."));
  return topics
    .filter(({ ready, leased, delayed }) => ready + leased + delayed > 0)
    .map(
      ({ topic, ready, leased, delayed }) =>
        `${topic}: ${ready} ready, ${leased} leased, ${delayed} delayed.`,
    );
}

/** A message over which three agents were lost counts as poison; nothing else may die here. */
async function unexplained({ operations }: World["stores"]): Promise<string[]> {
  const dead = await operations.list({ state: "dead", limit: 10_000 });
  return dead
    .filter(({ losses }) => losses < MAX_LOSSES)
    .map(({ id, topic, lastError }) => `message ${id} on ${topic} is dead: ${lastError}`);
}

function damagesOf(path: string): string[] {
  const rows = readDatabase(path, (from) =>
    from.prepare<{ integrity_check: string }>("pragma integrity_check").all(),
  );
  return rows
    .map((row) => row.integrity_check)
    .filter((words) => words !== "ok")
    .map((words) => `${path}: ${words}`);
}

/** Whoever carries an agent's mark and was started for this home. */
function marked(home: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const environment = textOf(`/proc/${pid}/environ`).split("\0");
      const isOurs = environment.some((each) => each.includes(home));
      return isOurs && environment.some((each) => each.startsWith(`${PANE_MARKER}=`));
    });
}

const wordsOf = (pid: number): string =>
  `${pid}: ${textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim()}`;

/** Empty for a process that has ended meanwhile or is somebody else's. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
