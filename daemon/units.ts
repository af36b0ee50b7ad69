import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { assert, OperationalError } from "../kernel/errors.ts";
import { homeAt } from "../kernel/home.ts";
import { runOrThrow } from "../kernel/process.ts";
import type { Config } from "./config.ts";
import { tmuxOf } from "./crew.ts";
import { findProgram } from "./doctor.ts";

export const UNITS = ["kantoku-tmux.service", "kantoku.service"] as const;

export interface Unit {
  readonly name: (typeof UNITS)[number];
  readonly text: string;
}

export interface UnitOptions {
  /** Units of a user's own systemd, which can't set up a sandbox; otherwise of the system's. */
  readonly user: boolean;
  /** Account that the service runs as; default: who owns the home. */
  readonly runAs?: string | undefined;
}

/** The service's folder in /run, made and removed by systemd. */
const RUNTIME = "kantoku";

/** Both units with every path filled in. */
export async function renderUnits(config: Config, options: UnitOptions): Promise<Unit[]> {
  const values = await fillings(config, options);
  return UNITS.map((name) => {
    const template = readFileSync(join(config.project, "systemd", name), "utf8");
    return { name, text: fill(options.user ? withoutSystemPart(template) : template, values) };
  });
}

async function fillings(config: Config, options: UnitOptions): Promise<Record<string, string>> {
  const tmux = findProgram("tmux", config.path);
  if (!tmux) {
    throw new OperationalError("program-missing", "tmux is not installed.", {
      hint: "Run scripts/setup first.",
    });
  }
  const home = options.user ? config.home : homeAt(config.home.root, `/run/${RUNTIME}`);
  const account = await accountOf(options.runAs ?? statSync(home.root).uid.toString());
  return {
    NODE: process.execPath,
    PROJECT: config.project,
    HOME: home.root,
    DATA: home.data,
    LOGS: home.logs,
    RUN: home.run,
    RUNTIME,
    SOCKET: tmuxOf(home).socket,
    TMUX: tmux,
    PATH: [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
    USER: account.user,
    GROUP: account.group,
    PROTECT_HOME: isInHomes(home.root) || isInHomes(config.project) ? "read-only" : "yes",
    TARGET: options.user ? "default.target" : "multi-user.target",
  };
}

async function accountOf(account: string): Promise<{ user: string; group: string }> {
  const [user, group] = await Promise.all(
    ["-un", "-gn"].map(async (flag) => (await runOrThrow("id", [flag, account])).stdout.trim()),
  );
  return { user: user ?? account, group: group ?? account };
}

function isInHomes(path: string): boolean {
  return /^\/(home|root|run\/user)(\/|$)/.test(path);
}

function withoutSystemPart(template: string): string {
  return template.replace(/^# @system-begin\n[^]*?^# @system-end\n/m, "");
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  const text = template
    .replace(/^# @system-(begin|end)\n/gm, "")
    .replace(/^# (.*) A template: .*$/m, "# $1 Written by: kantoku service install");
  return text.replace(/@([A-Z_]+)@/g, (_, name: string) => {
    const value = values[name];
    assert(value !== undefined, `the unit's template asks for ${name}`);
    // A percent sign begins a specifier (systemd.unit(5)).
    return value.replaceAll("%", "%%");
  });
}
