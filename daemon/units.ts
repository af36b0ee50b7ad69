import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { assert, InputError } from "../kernel/errors.ts";
import { isSameFolder } from "../kernel/files.ts";
import { homeAt } from "../kernel/home.ts";
import { run } from "../kernel/process.ts";
import { backupFolder } from "./backup/folder.ts";
import type { Config } from "./config.ts";
import { NODE_FLAGS } from "./node-flags.ts";

export const UNITS = ["kantoku-tmux.service", "kantoku.service"] as const;

/** Installed only when somebody wants backups by the clock. */
export const BACKUP_UNITS = ["kantoku-backup.service", "kantoku-backup.timer"] as const;

export interface Unit {
  readonly name: (typeof UNITS | typeof BACKUP_UNITS)[number];
  readonly text: string;
}

export interface UnitOptions {
  /** Units of a user's own systemd, which can't set up a sandbox; otherwise of the system's. */
  readonly user: boolean;
  readonly account: Account;
  /** Folder of the files `github-token`, `github-app-key`, `github-webhook-secret` and `openai-api-key`; those that are there are loaded. */
  readonly secrets: string;
  /** Config file, when it is not the one in the home. */
  readonly configFile?: string | undefined;
  /** When backups are made (systemd.time(7)); undefined: not by the clock. */
  readonly backup?: string | undefined;
}

/** Whom the service runs as; a number for a user without a name. */
export interface Account {
  readonly user: string;
  readonly group: string;
}

/** The service's folder in /run, made and removed by systemd. */
const RUNTIME = "kantoku";

/** From the end of the agents' own time to the moment when systemd kills what is left. */
const STOP_MARGIN_S = 30;

/** The units with every path filled in, each with a seal as its last line. */
export function renderUnits(config: Config, options: UnitOptions): Unit[] {
  const values = fillings(config, options);
  const names = options.backup === undefined ? UNITS : [...UNITS, ...BACKUP_UNITS];
  return names.map((name) => {
    const template = readFileSync(join(config.project, "systemd", name), "utf8");
    const text = fill(options.user ? withoutSystemPart(template) : template, values);
    return { name, text: `${text}${sealOf(text)}\n` };
  });
}

/** What stands in a unit's place now, seen from the unit that is wanted there. */
export type Found = "nothing" | "same" | "older" | "altered" | "elsewhere";

/** `altered` was changed by hand since Kantoku wrote it, `elsewhere` serves another home. */
export function compareUnit(installed: string | undefined, wanted: string): Found {
  if (installed === undefined) return "nothing";
  if (installed === wanted) return "same";
  const home = homeOf(installed);
  if (home !== undefined && !isSameFolder(home, homeOf(wanted) ?? "")) return "elsewhere";
  return isAsWritten(installed) ? "older" : "altered";
}

/** The home that a unit serves; undefined when it is none of ours. */
export function homeOf(unit: string): string | undefined {
  return /^Environment=.*"KANTOKU_HOME=([^"]+)"/m.exec(unit)?.[1]?.replaceAll("%%", "%");
}

/** Whether nobody has changed the unit since Kantoku wrote it. */
export function isAsWritten(text: string): boolean {
  const lines = text.split("\n");
  const body = lines.slice(0, -2).map((line) => `${line}\n`);
  return lines.at(-2) === sealOf(body.join(""));
}

/** The owner of the home, or `runAs`. Throws an InputError when there is no such user. */
export async function accountOf(config: Config, runAs: string | undefined): Promise<Account> {
  const owner = `${statSync(config.home.root, { throwIfNoEntry: false })?.uid ?? 0}`;
  const user = await nameOf("-un", runAs ?? owner);
  if (user === undefined && runAs !== undefined) throw unknownUser(runAs);
  return { user: user ?? owner, group: (await nameOf("-gn", user ?? owner)) ?? owner };
}

function fillings(config: Config, options: UnitOptions): Record<string, string> {
  const { user, account } = options;
  const home = user ? config.home : homeAt(config.home.root, `/run/${RUNTIME}`);
  const backups = backupFolder(config);
  return {
    NODE: process.execPath,
    NODE_FLAGS: NODE_FLAGS.join(" "),
    PROJECT: config.project,
    HOME: home.root,
    DATA: home.data,
    LOGS: home.logs,
    RUN: home.run,
    RUNTIME,
    PATH: [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
    USER: account.user,
    GROUP: account.group,
    BACKUPS: backups,
    BACKUP_WHEN: options.backup ?? "",
    PROTECT_HOME: [home.root, config.project, backups].some(isInHomes) ? "read-only" : "yes",
    TARGET: user ? "default.target" : "multi-user.target",
    STOP_LIMIT: `${Math.ceil(config.agents.drainMs / 1000) + STOP_MARGIN_S}`,
    CONFIG:
      options.configFile === undefined ? "" : `Environment="KANTOKU_CONFIG=${options.configFile}"`,
    GITHUB_TOKEN: ["github-token", "github-app-key", "github-webhook-secret"]
      .map((name) => credential(options.secrets, name))
      .join("\n"),
    OPENAI_API_KEY: credential(options.secrets, "openai-api-key"),
  };
}

/** systemd does not start a unit whose credential is missing, so a line for later is a comment. */
function credential(folder: string, name: string): string {
  const file = join(folder, name);
  return `${existsSync(file) ? "" : "#"}LoadCredential=${name}:${file}`;
}

async function nameOf(flag: "-un" | "-gn", account: string): Promise<string | undefined> {
  const { exitCode, stdout } = await run("id", [flag, "--", account], { timeoutMs: 10_000 });
  return exitCode === 0 ? stdout.trim() : undefined;
}

function unknownUser(name: string): InputError {
  const hint = `make one: sudo useradd --system ${name}`;
  return new InputError([{ where: "--run-as", message: `there is no user "${name}"`, hint }]);
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
    .replace(
      /^# (.*) A template: .*$/m,
      "# $1 Written by: kantoku service install. Change it by a drop-in: systemctl edit.",
    );
  return text.replace(/@([A-Z_]+)@/g, (_, name: string) => {
    const value = values[name];
    assert(value !== undefined, `the unit's template asks for ${name}`);
    // A percent sign begins a specifier (systemd.unit(5)).
    return value.replaceAll("%", "%%");
  });
}

const sealOf = (text: string): string =>
  `# sha256 ${createHash("sha256").update(text).digest("hex")}`;
