import { loadavg } from "node:os";
import type { Leased } from "../queue/queue.ts";
import { nameOf, type Cause } from "./cause.ts";
import { saveCrash, type CrashReport } from "./crash.ts";
import type { Hands, Patient } from "./hands.ts";
import { releaseWork } from "./leases.ts";

/** What a lost process left: the messages that it held, and the last lines of its pane. */
export interface Remains {
  /** When it was lost, ms since the epoch; the report may be written later. */
  readonly at: number;
  readonly cause: Cause;
  readonly held: readonly Leased[];
  readonly lastLines: readonly string[];
}

/** Nobody works on under the old generation; answers the messages that went back to the queue. */
export async function finishOff(hands: Hands, patient: Patient, cause: Cause): Promise<Leased[]> {
  endProcess(hands, patient);
  return releaseWork(hands, patient, cause);
}

export function endProcess({ panes }: Hands, { record, pane }: Patient): void {
  if (pane && !pane.ending) panes.kill(pane);
  // A process whose pane is gone may live on: it is found by its mark.
  if (!pane) panes.reap(new Map([[record.name, record.generation + 1]]));
}

/** To be reported, and cleared up, when nobody needs the CPU to start; see aftermath.ts. */
export function leaveBehind(hands: Hands, patient: Patient, remains: Remains): void {
  const { name: agent, generation } = patient.record;
  const times = { since: hands.clock.uptime(), failures: 0 };
  const report = reporter(hands, patient, remains);
  hands.left.push({ agent, generation: generation + 1, ...times, report });
}

/** The last lines go to the crash report and to the history of the messages that were in hand. */
function reporter(hands: Hands, patient: Patient, remains: Remains): () => Promise<void> {
  const { cause, held, lastLines } = remains;
  if (cause.kind === "asked" || cause.kind === "fellow-lost") return async () => {};
  const worker = `${patient.record.name}#${patient.record.generation}`;
  let made: Omit<CrashReport, "id"> | undefined;
  return async () => {
    // What it asks the kernel for is gone when it is tried again.
    made ??= reportOf(hands, patient, remains);
    if (held.length > 0) await hands.queue.addEvidence(worker, lastLines.join("\n"));
    saveCrash(hands.crashes, made);
  };
}

function reportOf(
  hands: Hands,
  { record, pane, beat }: Patient,
  { at, cause, held, lastLines }: Remains,
): Omit<CrashReport, "id"> {
  const { name, generation, pid, startedAt } = record;
  const own = beat?.generation === generation ? beat : null;
  return {
    at: iso(at),
    agent: name,
    generation,
    pid,
    cause: nameOf(cause),
    exitCode: pane?.ending?.exitCode ?? null,
    signal: pane?.ending?.signal ?? null,
    upSeconds: startedAt === null ? null : Math.round((at - startedAt) / 1000),
    job: own?.job ?? null,
    step: own?.step ?? null,
    doing: own?.doing ?? "",
    progress: own?.progress ?? null,
    released: held.length,
    messages: held.map(({ id, topic, attempt }) => ({ id, topic, attempt })),
    beats: hands.traces.of(name, generation).map(({ beatAt, state, step, doing, progress }) => {
      return { at: iso(beatAt), state, step, doing, progress };
    }),
    peakMemoryBytes: peakOf(hands, name, generation),
    host: { loadAverages: loadavg(), freeMemoryBytes: process.availableMemory() },
    lastLines: [...lastLines],
  };
}

/** By the kernel's own account where there is one; else the most that anybody saw. */
function peakOf({ panes, peakOf }: Hands, agent: string, generation: number): number | null {
  return panes.account(agent, generation)?.peakBytes ?? peakOf?.(agent, generation) ?? null;
}

const iso = (ms: number): string => new Date(ms).toISOString();
