import { parseArgs } from "node:util";
import { cases } from "./cases/cases.ts";
import type { Sabotage } from "./peers/saboteur.ts";

export interface Options {
  readonly quick: boolean;
  /** Names of cases; empty for all. */
  readonly only: readonly string[];
  /** Where queue.json and queue.md go; undefined keeps nothing. */
  readonly out: string | undefined;
  readonly sabotage: Sabotage | undefined;
}

export const HELP = `Measures the queue against plainjob, raw SQLite and, where redis-server is installed, BullMQ.
Every run checks that each message had its effect exactly once, and fails when one had not.

  npm run bench:queue -- [--quick] [--only CASE]… [--out FOLDER] [--sabotage lose|repeat]

  --quick            a few messages of each kind, to see that all works; the figures mean nothing
  --only CASE        this case alone; can be given several times
  --out FOLDER       where queue.json and queue.md go; by default docs/benchmarks, when all
                     cases are run at full scale, and nowhere otherwise
  --sabotage HOW     lets our worker lose or repeat messages, to see that the run fails then
  --help             this text

Cases:
${cases.map(({ name, summary }) => `  ${name.padEnd(18)} ${summary}`).join("\n")}

Example:
  npm run bench:queue -- --only work-one --only work-prefetch
`;

/** Throws a `TypeError` that names the argument. */
export function parseOptions(args: readonly string[], fullOut: string): Options {
  const {
    quick = false,
    only = [],
    out,
    sabotage,
  } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      only: { type: "string", multiple: true },
      out: { type: "string" },
      sabotage: { type: "string" },
    },
  }).values;
  const unknown = only.find((name) => !cases.some((each) => each.name === name));
  if (unknown !== undefined) {
    const names = cases.map(({ name }) => name).join(", ");
    throw new TypeError(`--only: there is no case "${unknown}" (${names})`);
  }
  if (sabotage !== undefined && sabotage !== "lose" && sabotage !== "repeat") {
    throw new TypeError(`--sabotage is lose or repeat, not ${JSON.stringify(sabotage)}`);
  }
  const isWhole = !quick && only.length === 0 && sabotage === undefined;
  return { quick, only, out: out ?? (isWhole ? fullOut : undefined), sabotage };
}
