import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Cleanup } from "../support/temp.ts";
import { liveAndDie, type Death } from "./company.ts";
import { plan } from "./plan.ts";
import type { FaultPoints } from "./points.ts";
import { counts, type Counts } from "./deaths.ts";
import { findings, type Finding } from "./proofs.ts";
import { settle } from "./settle.ts";

/** One database, lived in and died over, and what is to be said of it. */
export interface Round {
  readonly deaths: readonly Death[];
  readonly counts: Counts;
  readonly findings: readonly Finding[];
}

export interface RoundOptions {
  /** Empty; afterwards it holds the database and the journals. */
  readonly folder: string;
  /**
   * The same seed makes the same choices of victims, fault points, instants and acts. Which process
   * runs when is the kernel's choice, and no seed repeats that.
   */
  readonly seed: number;
  /** At least; those when all die at once come on top. */
  readonly kills: number;
  readonly points: FaultPoints;
  readonly onDeath?: (death: Death) => void;
  /** Ends the round early; what happened until then is judged. */
  readonly signal?: AbortSignal;
}

export async function playRound(t: Cleanup, options: RoundOptions): Promise<Round> {
  const { folder, seed, kills, points, onDeath = () => {} } = options;
  const { signal = new AbortController().signal } = options;
  const company = { folder, plan: plan(seed, kills, points), env: await compiled(folder), onDeath };
  const deaths = await liveAndDie(t, company, signal);
  const evidence = await settle(folder);
  const faults = deaths.filter(({ ended }) => ended !== "SIGKILL").map(byItself);
  return { deaths, counts: counts(evidence), findings: [...faults, ...findings(evidence)] };
}

/** Who is killed leaves no compile cache behind; with one an actor is there in a third of the time. */
async function compiled(folder: string): Promise<NodeJS.ProcessEnv> {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") };
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, "roles.ts")], { env });
  return env;
}

function byItself({ name, ended }: Death): Finding {
  return {
    broken: "nothing impossible was seen",
    what: `${name} ended by itself (${ended}); what it said is on stderr.`,
  };
}
