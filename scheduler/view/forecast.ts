import type { Database } from "../../kernel/database.ts";
import { openNeedsOf, openStepsOf, usualDurations } from "./statements.ts";

/** So many finished steps of other jobs tell how long a step takes. */
const REMEMBERED = 500;

/** Ms until the last open step of a job is done; null while no step of its workflow ever was. */
export function forecastOf(database: Database, job: string): number | null {
  const open = openStepsOf(database, job);
  const usual = new Map(
    usualDurations(database, job, REMEMBERED).map(({ base, ms }) => [base, ms]),
  );
  if (usual.size === 0) return null;
  const durations = open.map(({ name, base }) => [name, usual.get(base) ?? 0] as const);
  return longestPath(new Map(durations), openNeedsOf(database, job));
}

/** The longest way through steps that wait for each other: what runs side by side counts once. */
export function longestPath(
  durations: ReadonlyMap<string, number>,
  needs: readonly { readonly step: string; readonly need: string }[],
): number {
  const dependents = Map.groupBy(needs, ({ need }) => need);
  const left = new Map([...durations.keys()].map((step) => [step, 0]));
  for (const { step } of needs) left.set(step, (left.get(step) ?? 0) + 1);
  const begins = new Map<string, number>();
  const free = [...left].flatMap(([step, count]) => (count === 0 ? [step] : []));
  let last = 0;
  for (let step = free.pop(); step !== undefined; step = free.pop()) {
    const end = (begins.get(step) ?? 0) + (durations.get(step) ?? 0);
    last = Math.max(last, end);
    for (const { step: dependent } of dependents.get(step) ?? []) {
      begins.set(dependent, Math.max(begins.get(dependent) ?? 0, end));
      const count = (left.get(dependent) ?? 1) - 1;
      left.set(dependent, count);
      if (count === 0) free.push(dependent);
    }
  }
  return last;
}
