import type { StoredStepStatus } from "./job.ts";

/**
 * The graph of a job's steps, as pure rules. Each step counts the needs that it still waits for, so
 * that the end of a step touches its dependents only: the whole job costs time linear in its edges.
 *
 *   waiting ──(last need met)──▶ ready ──▶ done | failed
 *      └──(a need was skipped, or failed under `skip`)──▶ skipped, and so on downwards
 *
 * A fan-out (`assets` with `each: shots`) is a step that nobody performs. When its needs are met it
 * expands into its items (`assets:s01` …), waits for them like for any need, and is then done.
 */

/** What is done when a step has failed for good. */
export const FAILURE_POLICIES = [
  /** The job fails at once; work in hand is called back. */
  "fail",
  /** Everything that needs the step is skipped; the rest goes on. */
  "skip",
  /** What needs the step goes on without its outputs. */
  "continue",
] as const;
export type FailurePolicy = (typeof FAILURE_POLICIES)[number];

/** A step as the rules see it. */
export interface GraphStep {
  readonly name: string;
  readonly onFailure: FailurePolicy;
  readonly isFanOut: boolean;
}

/** How a step ended, for those who need it. */
export type Ending = "done" | "failed" | "skipped";

/** The stored graph that the rules walk: tables in the scheduler, a map in tests. */
export interface StepGraph {
  /** The steps still waiting that need this one. */
  waitingDependents(step: string): readonly GraphStep[];
  /** Takes one from the needs that `step` waits for; answers how many are left. */
  meetNeed(step: string): number;
  /** Makes the items of a fan-out, which now wait for nothing; undefined when that was done before. */
  expand(step: string): readonly string[] | undefined;
  close(step: string, ending: "done" | "skipped"): void;
}

/** Walks from a step that ended; answers the names of those that became ready, nearest first. */
export function followEnding(graph: StepGraph, step: GraphStep, ending: Ending): string[] {
  return walk(graph, [{ step, ending }], []);
}

/** Starts steps that wait for nothing: the roots of a new job, or those that a retry has reopened. */
export function release(graph: StepGraph, steps: readonly GraphStep[]): string[] {
  const ready: string[] = [];
  const ended = steps.flatMap((step) => begin(graph, step, ready));
  return walk(graph, ended, ready);
}

interface Ended {
  readonly step: GraphStep;
  readonly ending: Ending;
}

function walk(graph: StepGraph, ended: Ended[], ready: string[]): string[] {
  for (let index = 0; index < ended.length; index += 1) {
    const { step, ending } = ended[index] as Ended;
    for (const dependent of graph.waitingDependents(step.name)) {
      if (blocks(step, ending)) {
        graph.close(dependent.name, "skipped");
        ended.push({ step: dependent, ending: "skipped" });
      } else if (graph.meetNeed(dependent.name) === 0) {
        ended.push(...begin(graph, dependent, ready));
      }
    }
  }
  return ready;
}

/** What was skipped has no outputs to go on with, whatever the policy says. */
function blocks(step: GraphStep, ending: Ending): boolean {
  return ending === "skipped" || (ending === "failed" && step.onFailure !== "continue");
}

/** Answers the step itself when it is a fan-out that has nothing left to wait for. */
function begin(graph: StepGraph, step: GraphStep, ready: string[]): Ended[] {
  if (!step.isFanOut) {
    ready.push(step.name);
    return [];
  }
  const items = graph.expand(step.name) ?? [];
  for (const item of items) ready.push(item);
  if (items.length > 0) return [];
  graph.close(step.name, "done");
  return [{ step, ending: "done" }];
}

/** Whether what needs this step may run, as far as this step goes. */
export function isMet(status: StoredStepStatus, onFailure: FailurePolicy): boolean {
  return status === "done" || (status === "failed" && onFailure === "continue");
}

/** Where a job stands by its steps: one fatal failure ends it, otherwise the last open step does. */
export function outcomeOf(
  steps: Iterable<{ readonly status: StoredStepStatus; readonly onFailure: FailurePolicy }>,
): "running" | "done" | "failed" {
  let isOpen = false;
  for (const { status, onFailure } of steps) {
    if (status === "failed" && onFailure === "fail") return "failed";
    isOpen ||= status === "waiting" || status === "ready";
  }
  return isOpen ? "running" : "done";
}

/** Every step that `step` needs, directly or through others; itself not among them. */
export function ancestorsOf(
  step: string,
  needsOf: (step: string) => readonly string[],
): Set<string> {
  const found = new Set<string>();
  const open = [...needsOf(step)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...needsOf(name));
  }
  return found;
}

/** The steps of one circle, in order and with the first again at the end; undefined in a sound graph. */
export function findCycle(needs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const finished = new Set<string>();
  for (const root of needs.keys()) {
    // An explicit path instead of recursion: a chain of 10,000 steps is no reason to overflow.
    const path = [{ name: root, next: 0 }];
    const onPath = new Set([root]);
    for (let top = path.at(-1); top && !finished.has(top.name); top = path.at(-1)) {
      const need = needs.get(top.name)?.[top.next];
      top.next += 1;
      if (need === undefined) {
        finished.add(top.name);
        onPath.delete(top.name);
        path.pop();
      } else if (onPath.has(need)) {
        const names = path.map(({ name }) => name);
        return [...names.slice(names.indexOf(need)), need];
      } else if (!finished.has(need)) {
        path.push({ name: need, next: 0 });
        onPath.add(need);
      }
    }
  }
  return undefined;
}

/** The name of one item's step: `assets:s03`. */
export const itemName = (fanOut: string, key: string): string => `${fanOut}:${key}`;
