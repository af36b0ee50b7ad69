import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { run, type RunResult } from "../../kernel/process.ts";
import { temporaryFolder, type Cleanup } from "./temp.ts";

const PROJECT = resolve(import.meta.dirname, "..", "..");

export interface AgentView {
  readonly name: string;
  readonly pid: number | null;
  readonly state: string;
  readonly generation: number;
  readonly restarts: number;
  readonly job: string | null;
}

export interface StepView {
  readonly name: string;
  readonly status: string;
  readonly attempts: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly agent: string | null;
}

export interface JobView {
  readonly id: string;
  readonly source: { readonly ref: string | null };
  readonly status: string;
  readonly reason: string | null;
  readonly steps: readonly StepView[];
}

/** A real daemon with its crew, on a home of the test's own; nothing of it is left afterwards. */
export interface TestDaemon {
  readonly home: string;
  command(...args: string[]): Promise<RunResult>;
  json<T>(...args: string[]): Promise<T>;
  up(): Promise<void>;
}

/** Prepares a home with `config` (YAML) and takes care that everything ends with the test. */
export function daemonIn(
  t: Cleanup,
  config: string,
  environment: Readonly<Record<string, string>> = {},
): TestDaemon {
  const started: { down?: () => Promise<RunResult> } = {};
  t.after(async () => void (await started.down?.())); // Before the home is removed: hooks run in order.
  const home = temporaryFolder(t);
  writeFileSync(join(home, "kantoku.config.yaml"), config);
  const env = { PATH: process.env["PATH"] ?? "", KANTOKU_HOME: home, ...environment };
  const command = (...args: string[]): Promise<RunResult> =>
    run(join(PROJECT, "kantoku"), args, { env, timeoutMs: 600_000 });
  started.down = () => command("down");
  return {
    home,
    command,
    json: async <T>(...args: string[]) => {
      const { stdout, stderr } = await command(...args, "--json");
      if (stdout.trim() === "") throw new Error(`kantoku ${args.join(" ")}: ${stderr}`);
      return JSON.parse(stdout) as T;
    },
    up: async () => {
      const { exitCode, stderr } = await command("up", "--detach");
      if (exitCode !== 0) throw new Error(`kantoku up: ${stderr}`);
    },
  };
}

/** Pids of every living process that was started for `home`. */
export function processesOf(home: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && belongsTo(pid, home));
}

function belongsTo(pid: number, home: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    const [, state] = /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return state !== "Z" && environment.includes(`KANTOKU_HOME=${home}`);
  } catch {
    return false;
  }
}
