import { failureOf, operationalOf, type OperationalError } from "../kernel/errors.ts";
import { backoff } from "../kernel/service.ts";
import type { AgentPanes } from "../agents/pane.ts";
import type { Agents } from "./agents.ts";
import { KEPT_REPORTS } from "./crash.ts";
import type { Aftermath, Hands } from "./hands.ts";

/** What the dead left, and what it takes to clear it up. */
export interface Rubble extends Pick<Hands, "left" | "events" | "clock"> {
  readonly panes: Pick<AgentPanes, "reap">;
  readonly agents: Pick<Agents, "records">;
}

/** Later than this it is done although somebody starts. */
const LONGEST_DELAY_MS = 1_000;

/** As `clearUp` for what is due, if this is the time for it. */
export async function clearUpInTime(rubble: Rubble): Promise<void> {
  const now = rubble.clock.uptime();
  const due = rubble.left.filter(({ since }) => since <= now);
  const isLate = due.some(({ since }) => now - since >= LONGEST_DELAY_MS);
  const isStarting = rubble.agents
    .records()
    .some(({ state, held }) => state === "starting" && !held);
  if (isLate || !isStarting) await clear(rubble, due);
}

/**
 * Writes the reports, and ends what the dead have left behind. What can't be written is told, and
 * kept to be tried again.
 */
export async function clearUp(rubble: Rubble): Promise<void> {
  await clear(rubble, [...rubble.left]);
}

async function clear(rubble: Rubble, due: readonly Aftermath[]): Promise<void> {
  if (due.length === 0) return;
  const { left, panes } = rubble;
  const others = left.splice(0).filter((each) => !due.includes(each));
  const failed: Failed[] = [];
  const faults: unknown[] = [];
  for (const each of due) {
    try {
      await each.report();
    } catch (error) {
      const failure = operationalOf(error);
      if (failure) failed.push({ each, failure });
      else faults.push(error);
    }
  }
  // The reports ask for the kernel's accounts, which go with the last process: one look for everybody.
  const inOrder = due.toSorted((a, b) => a.generation - b.generation);
  panes.reap(new Map(inOrder.map(({ agent, generation }) => [agent, generation])));
  left.unshift(...[...others, ...againLater(rubble, failed)].slice(-KEPT_REPORTS));
  if (faults.length > 0) throw faults[0];
}

interface Failed {
  readonly each: Aftermath;
  readonly failure: OperationalError;
}

/** Tells of the first one: the others most likely have the same reason. */
function againLater({ events, clock }: Rubble, failed: readonly Failed[]): Aftermath[] {
  const [first] = failed;
  if (!first) return [];
  const failures = first.each.failures + 1;
  events.emit("service.failed", { service: "watchdog", ...failureOf(first.failure), failures });
  return failed.map(({ each }) => ({
    ...each,
    failures: each.failures + 1,
    since: clock.uptime() + backoff(each.failures + 1),
  }));
}
