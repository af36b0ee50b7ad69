import { parseArgs } from "node:util";
import { survive, type Survived } from "../scheduler/github/faults.ts";
import { natural, runProgram } from "../support/program.ts";

const HELP = `usage: npm run soak:github -- [options]

Lets requests to the stand-in for GitHub fail in every way, and kills the daemon's process again and
again, over many films; proves at the end that nothing is double or lost.

  --faults N   requests that fail (default 1000)
  --issues N   films, at least (default 60)
  --seed N     draw the faults of an earlier run again (default 1); when each request comes is the
               kernel's choice
  --help

Example:
  npm run soak:github -- --faults 100 --issues 6

Exit codes: 0 nothing is double or lost; 1 something is; 2 bad usage; 130 interrupted.
`;

await runProgram({
  help: HELP,
  read: flagsOf,
  run: async (flags, signal) => {
    const started = Date.now();
    const survived = await survivedBy(flags, signal);
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(`${JSON.stringify({ ...flags, seconds, ...survived }, null, 2)}\n`);
    const { duplicates, lost } = survived;
    const counted = [...Object.values(duplicates), ...Object.values(lost)];
    return counted.some((count) => count !== 0) ? 1 : 0;
  },
});

interface Flags {
  readonly faults: number;
  readonly issues: number;
  readonly seed: number;
}

function flagsOf(args: string[]): Flags {
  const text = { type: "string" } as const;
  const options = { faults: text, issues: text, seed: text };
  const { faults = "1000", issues = "60", seed = "1" } = parseArgs({ args, options }).values;
  return {
    faults: natural("faults", faults),
    issues: natural("issues", issues),
    seed: natural("seed", seed),
  };
}

async function survivedBy(flags: Flags, signal: AbortSignal): Promise<Survived> {
  const endings: (() => void | Promise<void>)[] = [];
  try {
    const cleanup = { after: (work: () => void | Promise<void>) => void endings.push(work) };
    return await survive(cleanup, { ...flags, signal, onProgress });
  } finally {
    for (const end of endings) await end();
  }
}

function onProgress(films: number, left: number, kills: number): void {
  process.stderr.write(`${films} films, ${kills} kills, ${left} faults to come\n`);
}
