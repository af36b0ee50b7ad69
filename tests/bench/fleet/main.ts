import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runProgram } from "../../support/program.ts";
import { host } from "../host.ts";
import { measureIdle, type IdleScale } from "./idle.ts";
import { measureKills, type KillScale } from "./kills.ts";
import { markdown, text, type Report } from "./report.ts";

const DOCS = resolve(import.meta.dirname, "..", "..", "..", "docs", "benchmarks");
const FULL = {
  idle: { settlingMs: 20_000, forMs: 60_000 },
  kills: { rounds: 10, singles: 20, bareStarts: 6, bursts: 12, stops: 3 },
} satisfies Scale;
const QUICK = {
  idle: { settlingMs: 1_000, forMs: 2_000 },
  kills: { rounds: 1, singles: 8, bareStarts: 2, bursts: 1, stops: 1 },
} satisfies Scale;

interface Scale {
  readonly idle: IdleScale;
  readonly kills: KillScale;
}

const HELP = `Measures a daemon with its real agents: what it takes while nothing is to do, and how soon an agent that was
killed or stopped is ready again. Every process is a real one; ends with 1 when an agent stayed away.

  npm run bench:fleet -- [--quick] [--out FOLDER]

  --quick       a few seconds and kills, to see that all works; the figures mean nothing
  --out FOLDER  where fleet.json and fleet.md go; by default docs/benchmarks, unless it is quick
  --help        this text

Example:
  npm run bench:fleet -- --quick
`;

await runProgram({
  help: HELP,
  read: optionsOf,
  run: async ({ quick, out }) => {
    const report = await measure(quick ? QUICK : FULL);
    process.stdout.write(text(report));
    if (out !== undefined) save(report, out);
    return report.kills.missed > 0 ? 1 : 0;
  },
});

interface Options {
  readonly quick: boolean;
  readonly out: string | undefined;
}

function optionsOf(args: string[]): Options {
  const options = { quick: { type: "boolean" }, out: { type: "string" } } as const;
  const { quick = false, out } = parseArgs({ args, options }).values;
  return { quick, out: out ?? (quick ? undefined : DOCS) };
}

async function measure(scale: Scale): Promise<Report> {
  const facts = { measuredAt: new Date().toISOString(), host: host() };
  process.stderr.write("idle: the default configuration, and no work\n");
  const idle = await measureIdle(scale.idle);
  process.stderr.write("kills: eight agents of the default crews\n");
  return { ...facts, idle, kills: await measureKills(scale.kills) };
}

function save(report: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "fleet.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "fleet.md"), markdown(report));
  process.stderr.write("Saved as fleet.json and fleet.md.\n");
}
