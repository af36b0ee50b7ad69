/** Plays a storm on the ground that main.ts has made: `node play.ts FOLDER OPTIONS`; the options are JSON. */
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openTmuxOf } from "../../daemon/crew.ts";
import { loadConfig } from "../../daemon/config.ts";
import { openStores } from "../../daemon/stores.ts";
import { messageOf } from "../../kernel/errors.ts";
import { openAgents } from "../../watchdog/agents.ts";
import { host } from "../bench/host.ts";
import { DaemonKeeper } from "../support/light/daemon.ts";
import { endHome, groundIn, prepareGround, type Ground } from "../support/light/ground.ts";
import { Feeder, lightJobs } from "../support/light/jobs.ts";
import { openMemoryTrap } from "./memory.ts";
import { plan, type LeftOut } from "./plan.ts";
import { proveEnd, proveWork, type Proof } from "./proofs.ts";
import { REPORT, rowsOf, text, type Report } from "./report.ts";
import { Storm, type Course } from "./storm.ts";
import { Watch } from "./watch.ts";
import { AGENTS, isUp, SETTINGS, type World } from "./world.ts";

export interface PlayOptions {
  readonly seed: number;
  readonly faults: number;
  readonly without: readonly LeftOut[];
  /** How long anything that is to come is waited for. */
  readonly patienceMs: number;
}

/** Twice as many steps as agents, so that nobody is idle for long. */
const FEED = { open: 6, parts: 4, workMs: 700, restMs: 50 };

/** As shells have it for SIGINT. */
const INTERRUPTED = 130;

const [folder = "", options = "{}"] = process.argv.slice(2);
const interrupted = new AbortController();
// Not once: a terminal tells everybody, and main.ts passes it on.
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => interrupted.abort());
const report = await play(folder, JSON.parse(options) as PlayOptions);
writeFileSync(join(folder, REPORT), JSON.stringify(report, null, 2));
process.stdout.write(text(report));
process.exitCode = exitCodeOf(report);

function exitCodeOf({ proofs }: Report): number {
  if (proofs.some(({ findings }) => findings.length > 0)) return 1;
  return interrupted.signal.aborted ? INTERRUPTED : 0;
}

async function play(folder: string, options: PlayOptions): Promise<Report> {
  const ground = groundIn(folder);
  prepareGround(ground, SETTINGS);
  const begun = Date.now();
  const before = host();
  const { course, proofs, feeder, endings, means } = await live(ground, options);
  const isWell = proofs.every(({ findings }) => findings.length === 0);
  if (!isWell) cpSync(ground.home, join(folder, "evidence"), { recursive: true, filter: isFile });
  return {
    measuredAt: new Date(begun).toISOString(),
    host: before,
    seed: options.seed,
    faults: course.healings.length,
    agents: AGENTS,
    tookMs: Date.now() - begun,
    left: options.without,
    memory: means,
    jobs: feeder.admitted.size,
    retries: feeder.retries,
    endings,
    rows: rowsOf(course.healings),
    proofs,
  };
}

/** Sockets can't be copied. */
function isFile(path: string): boolean {
  return !path.endsWith(".sock") && !path.endsWith("/ballast");
}

async function live(ground: Ground, options: PlayOptions) {
  const config = await loadConfig({ home: ground.home }, { PATH: process.env["PATH"] });
  using stores = openStores(config);
  using memory = openMemoryTrap();
  const agents = openAgents(stores.database, stores.heartbeats);
  const watch = new Watch(agents, options.patienceMs);
  const keeper = new DaemonKeeper(ground.home);
  const tmux = openTmuxOf(config);
  const world: World = { ground, config, stores, agents, watch, tmux, keeper, memory };
  const feeder = new Feeder(stores, FEED);
  const over = new AbortController();
  const watching = watch.run(over.signal);
  try {
    const course = await weather(world, feeder, options);
    const proofs = await prove(world, feeder, course, options);
    return { course, proofs, feeder, endings: keeper.endings, means: memory.means };
  } finally {
    await keeper.stop();
    await endHome(ground.home);
    over.abort();
    await watching;
  }
}

/** From the first agent that is up to the last fault that is healed, with jobs all the while. */
async function weather(world: World, feeder: Feeder, options: PlayOptions): Promise<Course> {
  const feeding = new AbortController();
  const fed = feeder.run(feeding.signal);
  const { seed, faults, without } = options;
  const planned = plan({ seed, faults, agents: AGENTS, without });
  const storm = new Storm(world, ({ length }) => {
    if (length % 50 === 0) process.stderr.write(`${length} faults, ${feeder.admitted.size} jobs\n`);
  });
  try {
    await world.watch.until("all agents are up", (views) =>
      views.length === AGENTS && views.every(isUp) ? true : undefined,
    );
    return await storm.play(planned, interrupted.signal);
  } catch (error) {
    return { healings: [], findings: [messageOf(error)] };
  } finally {
    feeding.abort();
    await fed;
  }
}

async function prove(
  world: World,
  feeder: Feeder,
  course: Course,
  { patienceMs }: PlayOptions,
): Promise<Proof[]> {
  const unfinished = await feeder.finish(AbortSignal.timeout(patienceMs));
  const jobs = lightJobs(world.stores);
  const work = await proveWork(world, { jobs, feeder, unfinished, patienceMs });
  await world.keeper.stop();
  await endHome(world.ground.home);
  const deaths = course.healings.reduce((sum, healing) => sum + healing.deaths, 0);
  const missed = { claim: "missed deaths", of: deaths, findings: course.findings };
  return [...work, missed, ...proveEnd(world)];
}
