import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runProgram } from "../../support/program.ts";
import { host } from "../host.ts";
import { install } from "./installed.ts";
import { measure, type Restarts, type Scale } from "./measure.ts";
import type { Peer } from "./peer.ts";
import { kantoku } from "./peers/kantoku.ts";
import { pm2, pm2Bare } from "./peers/pm2.ts";
import { respawnLoop } from "./peers/respawn-loop.ts";
import { runit } from "./peers/runit.ts";
import { supervisord } from "./peers/supervisord.ts";
import { markdown, text, verdicts, type Report, type Result } from "./report.ts";

const PEERS: readonly Peer[] = [kantoku, respawnLoop, runit, pm2Bare, pm2, supervisord];
const DOCS = resolve(import.meta.dirname, "..", "..", "..", "docs", "benchmarks");
/** Of ours 504 kills: 3 × (40 + 16 × 8). */
const FULL_SCALE: Scale = { rounds: 3, singles: 40, bursts: 16 };
const OTHERS: Scale = { rounds: 3, singles: 16, bursts: 4 };
const QUICK_SCALE: Scale = { rounds: 1, singles: 2, bursts: 1 };

const HELP = `Measures how soon a killed process is back, beside a shell loop, runit, pm2 and supervisord, which are
installed when this is run as root. Every child says itself that it runs; ends with 1 when one of ours stayed away.

  npm run bench:restart -- [--quick] [--only PEER]… [--out FOLDER]

  --quick       a few kills, to see that all works; the figures mean nothing
  --only PEER   ${PEERS.map(({ name }) => name).join(" | ")}
  --out FOLDER  where restart.json and restart.md go; by default docs/benchmarks, when everything is measured
  --help        this text

Example:
  npm run bench:restart -- --only Kantoku --only "shell loop"
`;

await runProgram({
  help: HELP,
  read: optionsOf,
  run: async (options, signal) => {
    if (!options.quick) await install();
    const report = await compare(options, signal);
    process.stdout.write(text(report));
    if (options.out !== undefined) save(report, options.out);
    const isAnyMissed = verdicts(report).some(
      (each) => each.target === "none missed" && !each.isMet,
    );
    return isAnyMissed ? 1 : 0;
  },
});

interface Options {
  readonly quick: boolean;
  readonly only: readonly string[];
  readonly out: string | undefined;
}

function optionsOf(args: string[]): Options {
  const options = {
    quick: { type: "boolean" },
    only: { type: "string", multiple: true },
    out: { type: "string" },
  } as const;
  const { quick = false, only = [], out } = parseArgs({ args, options }).values;
  const unknown = only.find((name) => !PEERS.some((peer) => peer.name === name));
  if (unknown !== undefined) {
    const names = PEERS.map(({ name }) => name).join(", ");
    throw new TypeError(`--only: there is no peer "${unknown}" (${names})`);
  }
  const isWhole = !quick && only.length === 0;
  return { quick, only, out: out ?? (isWhole ? DOCS : undefined) };
}

/** In rounds of all peers, so that what befalls the machine befalls them alike. */
async function compare({ quick, only }: Options, signal: AbortSignal): Promise<Report> {
  const asked = PEERS.filter(({ name }) => only.length === 0 || only.includes(name));
  const facts = host();
  const versions = new Map<Peer, string>();
  for (const peer of asked) {
    const version = await peer.version();
    if (version !== undefined) versions.set(peer, version);
  }
  const rounds = new Map<Peer, Restarts[]>([...versions.keys()].map((peer) => [peer, []]));
  const count = (quick ? QUICK_SCALE : FULL_SCALE).rounds;
  for (let round = 1; round <= count; round += 1) {
    for (const [peer, found] of rounds) {
      process.stderr.write(`round ${round} of ${count}: ${peer.name}\n`);
      found.push(await measure(peer, scaleOf(peer, quick), signal));
    }
  }
  return {
    measuredAt: new Date().toISOString(),
    host: facts,
    scale: scaleOf(kantoku, quick),
    results: [...versions].map(([peer, version]): Result => {
      const { name, settings } = peer;
      return { peer: name, version, settings, rounds: rounds.get(peer) ?? [] };
    }),
    missing: asked.filter((peer) => !versions.has(peer)).map(({ name }) => name),
  };
}

function scaleOf(peer: Peer, quick: boolean): Scale {
  if (quick) return QUICK_SCALE;
  return peer === kantoku ? FULL_SCALE : OTHERS;
}

function save(report: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "restart.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "restart.md"), markdown(report));
  process.stderr.write("Saved as restart.json and restart.md.\n");
}
