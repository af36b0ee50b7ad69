import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { groundIn } from "../../support/light/ground.ts";
import { runProgram } from "../../support/program.ts";
import { openGround } from "../ground.ts";
import { soak } from "./soak.ts";

const HELP = `usage: node tests/soak/daemon/main.ts [options]

Lets a daemon with four agents work at light jobs, and tells each minute what it takes: resident
memory (what is left after a garbage collection) and file descriptors of the daemon, the agents and
tmux, the write-ahead logs, the log files.
At the end it says by the slope of the second half whether any of them grows.

  --minutes N   how long (default 120; from 10 on there is enough to judge by)
  --out FILE    every sample as a line of JSON (default: a file in the system's temporary folder)
  --help

Example:
  npm run soak:daemon -- --minutes 10

Exit codes: 0 all is flat; 1 something grows, or a job was not done; 2 bad usage; 130 interrupted.
`;

const DEFAULT_MINUTES = 120;
/** As shells have it for SIGINT. */
const INTERRUPTED = 130;

await runProgram({
  help: HELP,
  read: flagsOf,
  run: async ({ minutes, out }, signal) => {
    await using place = openGround();
    mkdirSync(dirname(out), { recursive: true });
    const ground = groundIn(place.folder);
    const soaked = await soak({ ground, minutes, out, say }, signal);
    for (const line of [...soaked.findings, "", ...soaked.lines, `samples: ${out}`]) say(line);
    if (soaked.findings.length > 0) place.keep();
    if (soaked.findings.length > 0) return 1;
    if (signal.aborted) return INTERRUPTED;
    return soaked.isFlat === false ? 1 : 0;
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Flags {
  readonly minutes: number;
  readonly out: string;
}

function flagsOf(args: string[]): Flags {
  const options = { minutes: { type: "string" }, out: { type: "string" } } as const;
  const { minutes: given, out } = parseArgs({ args, options }).values;
  const minutes = Number(given ?? DEFAULT_MINUTES);
  if (!(minutes > 0)) throw new TypeError(`--minutes must be a number above 0, not ${given}.`);
  return { minutes, out: resolve(out ?? defaultOut()) };
}

function defaultOut(): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "");
  return join(tmpdir(), `kantoku-soak-${time}.jsonl`);
}
