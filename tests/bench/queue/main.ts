import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runProgram } from "../../support/program.ts";
import { Bench } from "./bench.ts";
import { cases } from "./cases/cases.ts";
import { PAYLOAD_BYTES } from "./ledger.ts";
import { machine } from "./machine.ts";
import { HELP, parseOptions, type Options } from "./options.ts";
import type { Peer } from "./peers/peer.ts";
import { peers } from "./peers/peers.ts";
import { sabotaged } from "./peers/saboteur.ts";
import type { Row } from "./report.ts";
import { FULL_SCALE, QUICK_SCALE } from "./scale.ts";
import { markdown, text, type Report } from "./table.ts";
import { verdicts } from "./targets.ts";

const DOCS = resolve(import.meta.dirname, "..", "..", "..", "docs", "benchmarks");

await runProgram({
  help: HELP,
  read: (args) => parseOptions(args, DOCS),
  run: async (options, signal) => {
    const report = await measure(options, signal);
    process.stdout.write(`${text(report)}\n`);
    if (report.faults.length > 0) return 1;
    if (options.out !== undefined) save(report, options.out);
    return 0;
  },
});

async function measure({ quick, only, sabotage }: Options, signal: AbortSignal): Promise<Report> {
  const scale = quick ? QUICK_SCALE : FULL_SCALE;
  const [ours, ...others] = peers();
  const all = ours && sabotage ? [sabotaged(ours, sabotage), ...others] : peers();
  const facts = await machine();
  const bench = new Bench(all, scale, signal);
  const rows = await runCases(bench, only);
  return {
    measuredAt: new Date().toISOString(),
    machine: facts,
    payloadBytes: PAYLOAD_BYTES,
    scale,
    settings: Object.fromEntries(all.map(({ name, settings }: Peer) => [name, settings])),
    rows,
    verdicts: verdicts(rows),
    faults: bench.faults,
  };
}

async function runCases(bench: Bench, only: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const each of cases) {
    if (only.length > 0 && !only.includes(each.name)) continue;
    process.stderr.write(`${each.name}: ${each.summary} … `);
    const start = performance.now();
    rows.push(...(await each.run(bench)));
    process.stderr.write(`${((performance.now() - start) / 1_000).toFixed(1)} s\n`);
  }
  return rows;
}

function save(report: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "queue.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "queue.md"), markdown(report));
  process.stderr.write("Saved as queue.json and queue.md.\n");
}
