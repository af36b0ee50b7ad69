/**
 * A thousand faults of GitHub and a daemon whose process is killed again and again, over many films:
 * `npm run soak:github -- [faults] [issues] [seed]`. Fails when anything is double or lost.
 */
import { survive } from "../scheduler/github/faults.ts";

const [faults = 1_000, issues = 60, seed = 1] = process.argv.slice(2).map(Number);
const endings: (() => void | Promise<void>)[] = [];
const started = Date.now();
try {
  const cleanup = { after: (work: () => void | Promise<void>) => void endings.push(work) };
  const onProgress = (films: number, left: number, kills: number): void =>
    void process.stderr.write(`${films} films, ${kills} kills, ${left} faults to come\n`);
  const survived = await survive(cleanup, { faults, issues, seed, onProgress });
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`${JSON.stringify({ seed, issues, seconds, ...survived }, null, 2)}\n`);
  const { duplicates, lost } = survived;
  const counted = [...Object.values(duplicates), ...Object.values(lost)];
  if (counted.some((count) => count !== 0)) process.exitCode = 1;
} finally {
  for (const end of endings) await end();
}
