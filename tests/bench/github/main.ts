import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { natural, runProgram } from "../../support/program.ts";
import { host } from "../host.ts";
import { median } from "../statistics.ts";
import { waitsOf, type Labels } from "./waits.ts";

const DOCS = resolve(import.meta.dirname, "..", "..", "..", "docs", "benchmarks");
const LABELS = 12;
const POLL_MS = 5_000;
/** What Kantoku promises beside the poll interval. */
const BESIDE_MS = 1_000;

const HELP = `Measures how long a new label waits until its job's first step runs, with a real daemon, a real crew and
the stand-in for GitHub; the labels come at any moment between two polls. Ends with 1 when one waited
longer than the poll interval and a second.

  npm run bench:github -- [--labels N] [--poll-ms N] [--out FOLDER]

  --labels N    how many (default ${LABELS})
  --poll-ms N   rest between two polls, ms (default ${POLL_MS})
  --out FOLDER  where github.json goes; by default docs/benchmarks, when neither number is given
  --help        this text

Example:
  npm run bench:github -- --labels 3 --poll-ms 1000
`;

await runProgram({
  help: HELP,
  read: flagsOf,
  run: async ({ labels, pollMs, out }, signal) => {
    const facts = { at: new Date().toISOString(), host: host(), pollMs };
    const waits = await waitsOf({ labels, pollMs, onWait }, signal);
    const bound = pollMs + BESIDE_MS;
    const isMet = Math.max(...waits) <= bound;
    process.stdout.write(verdict(waits, bound, isMet));
    if (out !== undefined) save({ ...facts, waits, bound, isMet }, out);
    return isMet ? 0 : 1;
  },
});

interface Flags extends Pick<Labels, "labels" | "pollMs"> {
  readonly out: string | undefined;
}

function flagsOf(args: string[]): Flags {
  const text = { type: "string" } as const;
  const options = { labels: text, "poll-ms": text, out: text };
  const { labels, "poll-ms": pollMs, out } = parseArgs({ args, options }).values;
  const isAsDocumented = labels === undefined && pollMs === undefined;
  return {
    labels: natural("labels", labels ?? `${LABELS}`),
    pollMs: natural("poll-ms", pollMs ?? `${POLL_MS}`),
    out: out ?? (isAsDocumented ? DOCS : undefined),
  };
}

function onWait(ms: number): void {
  process.stderr.write(`${ms} ms\n`);
}

function verdict(waits: readonly number[], bound: number, isMet: boolean): string {
  return (
    `label to job start: median ${median(waits)} ms, longest ${Math.max(...waits)} ms of ${waits.length}; ` +
    `poll interval + 1 s is ${bound} ms: ${isMet ? "met" : "not met"}\n`
  );
}

function save(report: object, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "github.json"), `${JSON.stringify(report, null, 2)}\n`);
}
