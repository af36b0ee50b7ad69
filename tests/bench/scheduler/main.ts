import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { admission, done, openWorkshop, type Perform } from "../../scheduler/support/workshop.ts";
import { chain, wide, widePerform } from "../../scheduler/support/workflows.ts";
import type { WorkflowTemplate } from "../../../scheduler/workflow.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";
import { machine } from "../queue/machine.ts";
import { median } from "../statistics.ts";

/**
 * What the scheduler adds to a step: the whole way of one (dispatch, receive, ack, settle) with
 * nothing to perform. Prints a table, saves docs/benchmarks/scheduler.json; each run is checked to
 * have done every step.
 */

const RUNS = 3;
/** Ms; row P of what Kantoku promises. */
const TARGET_MS = 5;

interface Case {
  readonly name: string;
  readonly steps: number;
  readonly workflow: WorkflowTemplate;
  readonly perform: Perform;
}

const CASES: readonly Case[] = [
  { name: "a chain of 200", steps: 200, workflow: chain(200), perform: () => done() },
  ...[100, 1_000, 10_000].map((width) => ({
    name: `a fan-out of ${width.toLocaleString("en")}`,
    steps: width + 2,
    workflow: wide,
    perform: widePerform(width),
  })),
];

const results = [];
for (const { name, steps, workflow, perform } of CASES) {
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await msPerStep(steps, workflow, perform));
  const ms = median(runs);
  const isMet = ms <= TARGET_MS ? "yes" : "no";
  const target = `(≤ ${TARGET_MS}: ${isMet})`;
  process.stdout.write(`${name.padEnd(22)} ${ms.toFixed(2).padStart(6)} ms per step ${target}\n`);
  results.push({ name, steps, msPerStep: ms, runs, target: TARGET_MS });
}
const folder = join(import.meta.dirname, "..", "..", "..", "docs", "benchmarks");
mkdirSync(folder, { recursive: true });
const report = { at: new Date().toISOString(), machine: await machine(), results };
writeFileSync(join(folder, "scheduler.json"), `${JSON.stringify(report, null, 2)}\n`);

async function msPerStep(
  steps: number,
  workflow: WorkflowTemplate,
  perform: Perform,
): Promise<number> {
  const ends: (() => unknown)[] = [];
  const cleanup: Cleanup = { after: (end) => void ends.push(end) };
  try {
    const folder = temporaryFolder(cleanup);
    const shop = openWorkshop(cleanup, folder, { templates: [workflow], perform });
    const started = performance.now();
    const { job } = shop.jobs.admit(admission());
    await shop.reaches(job, "done");
    const ms = performance.now() - started;
    const { total, done } = shop.jobs.list()[0]?.progress ?? { total: 0, done: 0 };
    if (total !== steps || done !== steps) throw new Error(`${done} of ${steps} steps are done`);
    return ms / steps;
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
