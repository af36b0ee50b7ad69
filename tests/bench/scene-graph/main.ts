import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { runProgram } from "../../support/program.ts";
import { directed } from "../../video/scene-graph/fixtures/directed.ts";
import { scenesOf } from "../../../video/scene-graph/layers.ts";
import { filmOf } from "../../video/script/films.ts";

const DOCS = resolve(import.meta.dirname, "../../../docs");
const WORDS = 3_000;
const ROUNDS = 7;

const HELP = `Measures how long a long text takes to become a scene graph: brief, concept, script, shots, places on the
timeline. Voices are estimated, since speaking takes its own time. Saves nothing.

  npm run bench:scene-graph -- [--help]

Example:
  npm run bench:scene-graph
`;

await runProgram({
  help: HELP,
  read: (args) => void parseArgs({ args, options: {} }),
  run: async (_, signal) => {
    const text = proseOf(WORDS);
    for (const duration of [60, 600]) process.stdout.write(await rounds(text, duration, signal));
    return 0;
  },
});

async function rounds(text: string, duration: number, signal: AbortSignal): Promise<string> {
  const runs: Run[] = [];
  while (runs.length < ROUNDS) {
    runs.push(measure(`---\nduration: ${duration}\n---\n${text}`));
    // Signals are heard between two turns alone.
    await turn(undefined, { signal });
  }
  const [first] = runs;
  const median = runs.toSorted((a, b) => a.ms - b.ms)[Math.floor(ROUNDS / 2)];
  const words = `${WORDS} words, film of ${duration} s, ${median?.scenes} scenes`;
  const times = `first ${first?.ms.toFixed(0)} ms, median ${median?.ms.toFixed(0)} ms`;
  return `${words}: ${times} (CPU ${median?.cpuMs.toFixed(0)} ms)\n`;
}

interface Run {
  readonly ms: number;
  /** Says more than the clock where others share the cores. */
  readonly cpuMs: number;
  readonly scenes: number;
}

function measure(brief: string): Run {
  const start = performance.now();
  const before = process.cpuUsage();
  const graph = directed(filmOf(brief));
  const { user, system } = process.cpuUsage(before);
  return {
    ms: performance.now() - start,
    cpuMs: (user + system) / 1_000,
    scenes: scenesOf(graph).length,
  };
}

/** The first words of this project's own guides, with their headings, lists and tables. */
function proseOf(words: number): string {
  const files = readdirSync(DOCS).filter((name) => name.endsWith(".md"));
  const all = files.toSorted().map((name) => readFileSync(join(DOCS, name), "utf8"));
  const kept: string[] = [];
  let count = 0;
  for (const line of all.join("\n").split("\n")) {
    if (count >= words) break;
    kept.push(line);
    count += line.split(/\s+/).filter(Boolean).length;
  }
  return kept.join("\n");
}
