import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROLES } from "../../../agents/agent.ts";
import type { SettingsInput } from "../../../daemon/settings.ts";
import { run } from "../../../kernel/process.ts";

/** Where a light daemon lives: all is real but the craft, which takes as long as its job says. */
export interface Ground {
  /** May be a disk of its own, small enough to be filled. */
  readonly home: string;
  /** What steps did to the world outside, a file for each job; lies beside the home. */
  readonly effects: string;
  /** What is asked of an agent's process, a file for each pid. */
  readonly orders: string;
}

export function groundIn(folder: string): Ground {
  return {
    home: join(folder, "home"),
    effects: join(folder, "effects"),
    orders: join(folder, "orders"),
  };
}

/** The ground on which the process stands whose home this is. */
export const groundOf = (home: string): Ground => groundIn(join(home, ".."));

/** Makes the folders and writes the config file, which may be YAML and therefore is JSON. */
export function prepareGround(ground: Ground, settings: SettingsInput): void {
  for (const folder of Object.values(ground)) mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ http: { port: 0 }, ...settings }, null, 2);
  writeFileSync(join(ground.home, "kantoku.config.yaml"), text);
}

/** One crew of agents that are all alike, called `hand-1`, `hand-2` … */
export const handsOf = (count: number): SettingsInput["crew"] => [
  { name: "hand", roles: [...ROLES], count },
];

const PROJECT = resolve(import.meta.dirname, "..", "..", "..");
const NOT_RUNNING = 3;

/** Ends the agents and their tmux server as a person does; the daemon must have ended before. */
export async function endHome(home: string): Promise<void> {
  const env = { PATH: process.env["PATH"] ?? "" };
  const args = ["--home", home, "down"];
  const { exitCode, stderr } = await run(join(PROJECT, "kantoku"), args, {
    env,
    timeoutMs: 60_000,
  });
  if (exitCode !== 0 && exitCode !== NOT_RUNNING) throw new Error(`kantoku down: ${stderr}`);
}
