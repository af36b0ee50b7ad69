import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { admission, done, openWorkshop, type Perform } from "../../scheduler/support/workshop.ts";
import { chain, wide, widePerform } from "../../scheduler/support/workflows.ts";
import type { WorkflowTemplate } from "../../../scheduler/workflow.ts";
import { runProgram } from "../../support/program.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";
import { machine } from "../queue/machine.ts";
import { median } from "../statistics.ts";

const DOCS = resolve(import.meta.dirname, "..", "..", "..", "docs", "benchmarks");
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

const HELP = `Measures what the scheduler adds to a step: the whole way of one (dispatch, receive, ack, settle) with
nothing to perform. Each run is checked to have done every step; docs/benchmarks/scheduler.json is written.

  npm run bench:scheduler -- [--out FOLDER]

  --out FOLDER  where scheduler.json goes instead
  --help        this text

Example:
  npm run bench:scheduler -- --out /tmp/scheduler
`;

await runProgram({
  help: HELP,
  read: (args) => parseArgs({ args, options: { out: { type: "string" } } }).values.out ?? DOCS,
  run: async (folder, signal) => {
    const results = [];
    const interrupted = interruption(signal);
    for (const each of CASES) results.push(await measure(each, interrupted));
    const report = { at: new Date().toISOString(), machine: await machine(), results };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "scheduler.json"), `${JSON.stringify(report, null, 2)}\n`);
    return 0;
  },
});

async function measure({ name, steps, workflow, perform }: Case, interrupted: Promise<never>) {
  const runs: number[] = [];
  while (runs.length < RUNS) runs.push(await msPerStep({ steps, workflow, perform }, interrupted));
  const ms = median(runs);
  const target = `(≤ ${TARGET_MS}: ${ms <= TARGET_MS ? "yes" : "no"})`;
  process.stdout.write(`${name.padEnd(22)} ${ms.toFixed(2).padStart(6)} ms per step ${target}\n`);
  return { name, steps, msPerStep: ms, runs, target: TARGET_MS };
}

async function msPerStep(
  { steps, workflow, perform }: Omit<Case, "name">,
  interrupted: Promise<never>,
): Promise<number> {
  const ends: (() => unknown)[] = [];
  const cleanup: Cleanup = { after: (end) => void ends.push(end) };
  try {
    const folder = temporaryFolder(cleanup);
    const shop = openWorkshop(cleanup, folder, { templates: [workflow], perform });
    const started = performance.now();
    const { job } = shop.jobs.admit(admission());
    await Promise.race([shop.reaches(job, "done"), interrupted]);
    const ms = performance.now() - started;
    const { total, done } = shop.jobs.list()[0]?.progress ?? { total: 0, done: 0 };
    if (total !== steps || done !== steps) throw new Error(`${done} of ${steps} steps are done`);
    return ms / steps;
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

/** Rejects with the signal's reason when it aborts. */
async function interruption(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, "abort");
  throw signal.reason;
}
