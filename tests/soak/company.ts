import { once } from "node:events";
import { systemClock } from "../../kernel/clock.ts";
import { startFixture, type Fixture } from "../queue/processes.ts";
import type { Cleanup } from "../support/temp.ts";
import type { Fate, Plan, PlannedKill } from "./plan.ts";
import type { Life, Role } from "./stage.ts";

/** Actors that live at once; each that dies is followed by another in its place. */
const PLACES: readonly Role[] = [
  "producer",
  "producer",
  "consumer",
  "consumer",
  "consumer",
  "sweeper",
  "reader",
];

/** After so many kills all that live are killed at once: nobody is left who remembers anything. */
const KILLS_PER_BLACKOUT = 25;

/** How long an actor may take to get to its fault point before it is killed where it is. */
const PATIENCE_MS = 30_000;

/** How an actor ended, in truth. */
export interface Death {
  readonly name: string;
  readonly fate: Fate;
  /** What its process ended with; anything but SIGKILL is a fault. */
  readonly ended: NodeJS.Signals | number | null;
  /** False when it had to be killed because it never got to its fault point. */
  readonly isAsPlanned: boolean;
}

export interface CompanyOptions {
  readonly folder: string;
  readonly plan: Plan;
  /** Of the actors' processes. */
  readonly env: NodeJS.ProcessEnv;
  readonly onDeath: (death: Death) => void;
}

/** Lets actors live and die until all of the plan has come true, one ends otherwise, or `signal` aborts. */
export async function liveAndDie(
  t: Cleanup,
  options: CompanyOptions,
  signal: AbortSignal,
): Promise<Death[]> {
  return new Company(t, options, signal).live();
}

class Company {
  readonly #t: Cleanup;
  readonly #options: CompanyOptions;
  readonly #left: Readonly<Record<Role, PlannedKill[]>>;
  /** Planned kills that have not come true yet. */
  #missing: number;
  readonly #deaths: Death[] = [];
  readonly #finale = new AbortController();
  readonly #over: AbortSignal;
  #blackout = new AbortController();

  constructor(t: Cleanup, options: CompanyOptions, signal: AbortSignal) {
    const { producer, consumer, sweeper, reader } = options.plan;
    this.#t = t;
    this.#options = options;
    this.#left = {
      producer: [...producer],
      consumer: [...consumer],
      sweeper: [...sweeper],
      reader: [...reader],
    };
    this.#missing = Object.values(this.#left).flat().length;
    this.#over = AbortSignal.any([signal, this.#finale.signal]);
  }

  async live(): Promise<Death[]> {
    await Promise.all(PLACES.map(async (role, n) => this.#fill(role, `${role}-${n}`)));
    return this.#deaths;
  }

  /** Generation after generation in one place. */
  async #fill(role: Role, place: string): Promise<void> {
    const { folder, env } = this.#options;
    let before: Pick<Life, "predecessor" | "isReported"> = { predecessor: null, isReported: false };
    for (let generation = 1; !this.#over.aborted; generation += 1) {
      const name = `${place}#${generation}`;
      const kill = this.#left[role].shift();
      const life: Life = { ...before, ...beginningOf(kill), name, role };
      const cut = AbortSignal.any([this.#over, this.#blackout.signal]);
      const fixture = startFixture(this.#t, "actor", [folder, JSON.stringify(life)], env);
      const end = await meet(kill?.fate ?? { kind: "blackout" }, fixture, cut);
      if (kill && end.fate.kind === "blackout") this.#left[role].unshift(kill);
      this.#note({ name, ...end });
      before = { predecessor: name, isReported: kill?.isReported ?? false };
    }
  }

  #note(death: Death): void {
    this.#deaths.push(death);
    this.#options.onDeath(death);
    if (death.ended !== "SIGKILL") this.#finale.abort();
    if (death.fate.kind === "blackout") return;
    this.#missing -= 1;
    if (this.#missing === 0) this.#finale.abort();
    if (this.#missing % KILLS_PER_BLACKOUT !== 0) return;
    this.#blackout.abort();
    this.#blackout = new AbortController();
  }
}

function beginningOf(kill: PlannedKill | undefined): Pick<Life, "seed" | "crash"> {
  return { seed: kill?.seed ?? 0, crash: kill?.fate.kind === "point" ? kill.fate : null };
}

/** Lives up to its fate, or is `cut` off before. */
async function meet(fate: Fate, fixture: Fixture, cut: AbortSignal): Promise<Omit<Death, "name">> {
  const patience = AbortSignal.any([cut, AbortSignal.timeout(PATIENCE_MS)]);
  const isByItself = fate.kind === "point" && (await endsBefore(patience, fixture));
  if (fate.kind === "blackout") await aborted(cut);
  if (fate.kind === "start") await systemClock.sleep(fate.afterMs, cut);
  if (fate.kind === "instant" || fate.kind === "stop") await act(fixture, fate.afterMs, cut);
  if (fate.kind === "stop") {
    fixture.child.kill("SIGSTOP");
    await systemClock.sleep(fate.stopMs, cut);
    fixture.child.kill("SIGCONT");
    await systemClock.sleep(fate.afterMs, cut);
  }
  fixture.child.kill("SIGKILL");
  const ended = await fixture.ended();
  if (cut.aborted && !isByItself) return { ended, fate: { kind: "blackout" }, isAsPlanned: true };
  return { ended, fate, isAsPlanned: isByItself || fate.kind !== "point" };
}

async function endsBefore(patience: AbortSignal, fixture: Fixture): Promise<boolean> {
  return Promise.race([fixture.ended().then(() => true), aborted(patience).then(() => false)]);
}

async function act(fixture: Fixture, forMs: number, cut: AbortSignal): Promise<void> {
  await Promise.race([fixture.line(1), fixture.ended(), aborted(cut)]);
  await systemClock.sleep(forMs, cut);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
