import { parseArgs } from "node:util";
import { natural, runProgram } from "../support/program.ts";
import { soakWithKills } from "./kills.ts";
import { soakWithTen } from "./ten.ts";

const HELP = `usage: node tests/soak/queue.ts [options]

Kills real processes that use one queue, at every fault point and at random instants, and proves
after each round that nothing is lost, nothing was done twice and nothing is stuck.

  --kills N      how many at least (default 2000; with --minutes as many as there is time for)
  --minutes N    begin no further round after this time
  --seed N       make the choices of an earlier run again: who is killed where and when, and what
                 everybody does before that. Which process runs when is the kernel's choice, and no
                 seed repeats that
  --processes    instead: ten processes, half of them senders, share out many messages
  --messages N   how many with --processes (default 100000)
  --help

Example:
  npm run soak:queue -- --minutes 5

Exit codes: 0 every proof held; 1 one did not, and the evidence is kept; 2 bad usage;
130 interrupted, and what was done until then is sound.
`;

const DEFAULT_KILLS = 2_000;
const DEFAULT_MESSAGES = 100_000;

await runProgram({
  help: HELP,
  read: flagsOf,
  run: async (flags, signal) => {
    if (flags.processes) return soakWithTen(flags.messages ?? DEFAULT_MESSAGES, signal);
    const { minutes = Infinity, seed = Math.floor(Math.random() * 2 ** 31) } = flags;
    const { kills = minutes === Infinity ? DEFAULT_KILLS : Infinity } = flags;
    return soakWithKills({ kills, minutes, seed }, signal);
  },
});

interface Flags {
  readonly kills?: number;
  readonly minutes?: number;
  readonly seed?: number;
  readonly messages?: number;
  readonly processes: boolean;
}

function flagsOf(args: string[]): Flags {
  const number = { type: "string" } as const;
  const processes = { type: "boolean", default: false } as const;
  const options = { kills: number, minutes: number, seed: number, messages: number, processes };
  const { values } = parseArgs({ args, options });
  const numbers = (["kills", "minutes", "seed", "messages"] as const).flatMap((name) =>
    values[name] === undefined ? [] : [[name, natural(name, values[name])]],
  );
  return { ...(Object.fromEntries(numbers) as Partial<Flags>), processes: values.processes };
}
