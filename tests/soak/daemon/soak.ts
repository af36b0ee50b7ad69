import { appendFileSync } from "node:fs";
import { openTmuxOf } from "../../../daemon/crew.ts";
import { loadConfig, type Config } from "../../../daemon/config.ts";
import { openStores, type Stores } from "../../../daemon/stores.ts";
import { systemClock } from "../../../kernel/clock.ts";
import { examineIntegrity } from "../../../kernel/database/integrity.ts";
import { openAgents } from "../../../watchdog/agents.ts";
import { eventually } from "../../support/eventually.ts";
import { DaemonKeeper } from "../../support/light/daemon.ts";
import { endHome, handsOf, type Ground, prepareGround } from "../../support/light/ground.ts";
import { garbageCollected } from "../../support/light/garbage.ts";
import { Feeder } from "../../support/light/jobs.ts";
import { headLine, judge, minuteLine, type Judgement } from "./report.ts";
import { sampleOf, type Cast, type Sample } from "./sample.ts";

export interface SoakOptions {
  readonly ground: Ground;
  readonly minutes: number;
  /** Gets each sample as a line of JSON. */
  readonly out: string;
  readonly say: (line: string) => void;
}

export interface Soaked extends Judgement {
  /** Sentences on what went wrong otherwise. */
  readonly findings: readonly string[];
}

const AGENTS = 4;
/** Some four steps a second: work all the time, and time to breathe. */
const FEED = { open: 2, parts: 3, workMs: 1_000, restMs: 250 };
const SAMPLE_MS = 5_000;
const MINUTE_MS = 60_000;
const PATIENCE_MS = 120_000;

/** Log files so small that they are full, and are replaced, long before the second half. */
const SETTINGS = { crew: handsOf(AGENTS), log: { maxBytes: 100_000, files: 3 } };

/** Lets a daemon work for so many minutes, looks at what it takes, and says whether that grows. */
export async function soak(options: SoakOptions, signal: AbortSignal): Promise<Soaked> {
  const { home } = options.ground;
  prepareGround(options.ground, SETTINGS);
  const config = await loadConfig({ home }, { PATH: process.env["PATH"] });
  using stores = openStores(config);
  const keeper = new DaemonKeeper(home);
  const feeder = new Feeder(stores, FEED);
  try {
    const cast = await assembled(config, stores, keeper);
    const { samples, missing } = await work(options, { config, cast, feeder }, signal);
    const after = await assembled(config, stores, keeper);
    const findings = [
      ...missing.map((job) => `${job} is not done.`),
      ...(JSON.stringify(after) === JSON.stringify(cast) ? [] : ["Processes were replaced."]),
    ];
    await keeper.stop();
    await endHome(home);
    const { damages } = examineIntegrity(config.home.database);
    return { ...judge(samples), findings: [...findings, ...damages] };
  } finally {
    await keeper.stop();
    await endHome(home);
  }
}

/** Resolves once everybody is up. */
async function assembled(config: Config, stores: Stores, keeper: DaemonKeeper): Promise<Cast> {
  const agents = openAgents(stores.database, stores.heartbeats);
  const tmux = openTmuxOf(config);
  return eventually(
    "the daemon and all agents to be up",
    async () => {
      const up = agents.list().filter(({ state }) => state === "ready" || state === "busy");
      const pids = up.flatMap(({ pid }) => pid ?? []);
      const daemon = keeper.readyPid;
      if (daemon === undefined || pids.length < AGENTS) return undefined;
      return { daemon: [daemon], agents: pids, tmux: [await tmux.serverPid()] };
    },
    PATIENCE_MS,
  );
}

interface Scene {
  readonly config: Config;
  readonly cast: Cast;
  readonly feeder: Feeder;
}

async function work(options: SoakOptions, { config, cast, feeder }: Scene, signal: AbortSignal) {
  const over = AbortSignal.any([signal, AbortSignal.timeout(options.minutes * MINUTE_MS)]);
  const fed = feeder.run(over);
  const samples: Sample[] = [];
  const begun = Date.now();
  options.say(headLine());
  let told = 0;
  while (!over.aborted) {
    await systemClock.sleep(SAMPLE_MS, over);
    await garbageCollected([...cast.daemon, ...cast.agents]);
    const measured = sampleOf(cast, config.home);
    samples.push({ at: Date.now() - begun, jobs: feeder.admitted.size, ...measured });
    appendFileSync(options.out, `${JSON.stringify(samples.at(-1))}\n`);
    if (Date.now() - begun < (told + 1) * MINUTE_MS) continue;
    const minute = samples.filter(({ at }) => at >= told * MINUTE_MS);
    options.say(minuteLine((told += 1), minute));
  }
  await fed;
  return { samples, missing: await feeder.finish(AbortSignal.timeout(PATIENCE_MS)) };
}
