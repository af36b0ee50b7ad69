import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readJson, writeJson } from "../../kernel/files.ts";
import { run } from "../../kernel/process.ts";
import { natural, runProgram } from "../support/program.ts";
import { groundIn } from "../support/light/ground.ts";
import { plan } from "./plan.ts";
import type { PlayOptions } from "./play.ts";
import { page, REPORT, type Report } from "./report.ts";
import { AGENTS } from "./world.ts";

const HELP = `usage: node tests/chaos/main.ts [options]

Lets faults of every kind befall a daemon with its agents at work, and proves that nothing was lost,
done twice or left standing, and that every process that died was replaced and counted.

  --faults N    how many (default 1000)
  --seed N      draw the faults of an earlier run again: their kinds, victims, moments and order
  --out FOLDER  where chaos.json and chaos.md go when every proof held; nowhere by default
  --plan        print the faults as JSON, and do nothing
  --help

Example:
  npm run chaos -- --faults 100 --seed 7

Exit codes: 0 every proof held; 1 one did not, and the evidence is kept; 2 bad usage;
130 interrupted, and what was done until then is sound.
`;

/** From the blow to the healing, on a machine that has other things to do as well. */
const PATIENCE_MS = 120_000;
/** Of the disk that is filled. */
const DISK = "192m";

/** Root mounts in a mount namespace of its own, anybody else in a user namespace of their own. */
const NAMESPACE = process.getuid?.() === 0 ? ["--mount"] : ["--map-root-user", "--mount"];

await runProgram({
  help: HELP,
  read: flagsOf,
  run: async ({ faults, seed, out, plan: isPlan }) => {
    if (!isPlan) return storm({ faults, seed }, out);
    const drawn = plan({ seed, faults, agents: AGENTS, without: [] });
    process.stdout.write(`${JSON.stringify(drawn, null, 2)}\n`);
    return 0;
  },
});

async function storm(
  asked: Pick<PlayOptions, "faults" | "seed">,
  out: string | undefined,
): Promise<number> {
  process.stderr.write(`seed ${asked.seed} (--seed ${asked.seed} draws the same faults again)\n`);
  const folder = mkdtempSync(join(tmpdir(), "kantoku-chaos-"));
  const { home } = groundIn(folder);
  mkdirSync(home);
  const denied = await whyNoDisk(home);
  const without = denied === undefined ? [] : [{ kind: "disk full", why: denied } as const];
  const options: PlayOptions = { ...asked, without, patienceMs: PATIENCE_MS };
  const play = [
    process.execPath,
    join(import.meta.dirname, "play.ts"),
    folder,
    JSON.stringify(options),
  ];
  const code = await played(denied === undefined ? onOwnDisk(home, play) : play);
  if (code === 0 && out !== undefined) save(join(folder, REPORT), out);
  if (code !== 1) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  else process.stderr.write(`Evidence: ${folder}\n`);
  return code;
}

/** Undefined when a disk can be mounted; else in words why not. */
async function whyNoDisk(home: string): Promise<string | undefined> {
  const mount = ["mount", "-t", "tmpfs", "none", home];
  const { exitCode, stderr } = await run("unshare", [...NAMESPACE, "--", ...mount]);
  return exitCode === 0 ? undefined : `no disk can be mounted here (${stderr.trim()})`;
}

/** Nobody else sees the disk, and it is gone with the last process that does. */
function onOwnDisk(home: string, command: readonly string[]): string[] {
  const script = `mount -t tmpfs -o size=${DISK} none "$1" && shift && exec "$@"`;
  return ["unshare", ...NAMESPACE, "--", "sh", "-c", script, "sh", home, ...command];
}

function played([program = "", ...args]: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: "inherit" });
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => child.kill(name));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function save(path: string, folder: string): void {
  const report = readJson(path) as Report;
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, "chaos.json"), report);
  writeFileSync(join(folder, "chaos.md"), page(report));
}

interface Flags {
  readonly faults: number;
  readonly seed: number;
  readonly out: string | undefined;
  readonly plan: boolean;
}

function flagsOf(args: string[]): Flags {
  const text = { type: "string" } as const;
  const options = {
    faults: text,
    seed: text,
    out: text,
    plan: { type: "boolean", default: false },
  } as const;
  const { faults, seed, out, plan } = parseArgs({ args, options }).values;
  const drawn = `${Math.floor(Math.random() * 2 ** 31)}`;
  return {
    plan,
    out: out === undefined ? undefined : resolve(out),
    faults: natural("faults", faults ?? "1000"),
    seed: natural("seed", seed ?? drawn),
  };
}
