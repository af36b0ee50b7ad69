import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { OperationalError } from "../../../kernel/errors.ts";
import { planInstallation } from "../../service/install.ts";
import { readBackupTimer, readUnits, type UnitState } from "../../service/state.ts";
import { expectRight, takeSteps, type Step } from "../../service/step.ts";
import { openSystemctl, type Systemctl } from "../../service/systemctl.ts";
import { planRemoval } from "../../service/uninstall.ts";
import { EXIT } from "../exit.ts";
import { examples, rootsConfigOf } from "../options.ts";
import { note, print, printJson, table } from "../output.ts";

interface Options {
  user?: boolean;
  dryRun?: boolean;
  runAs?: string;
  to?: string;
  force?: boolean;
  backup?: string | false;
  json?: boolean;
}

export function define(command: Command): void {
  const user = ["--user", "of your own systemd instead of the system's (no sandbox)"] as const;
  const json = ["--json", "print JSON"] as const;
  const install = command
    .command("install")
    .description("write, check, enable and start the units of the daemon and of its tmux server")
    .option(...user)
    .option("--run-as <user>", "account of the service (default: the owner of the home)")
    .option("--to <folder>", "only write the units, to this folder")
    .option("--backup <when>", 'back up by the clock, too: daily, hourly, "Mon *-*-* 03:00"')
    .option("--no-backup", "no longer; without either it stays as it is")
    .option("--force", "replace units that were changed by hand; they are kept as .bak")
    .option("--dry-run", "print the units and what would be done; change nothing")
    .option(...json)
    .action(installService);
  const uninstall = command
    .command("uninstall")
    .description("stop the service and remove its units; the home stays")
    .option(...user)
    .option("--dry-run", "print what would be done; change nothing")
    .option(...json)
    .action(removeService);
  const status = command
    .command("status")
    .description("what systemd says of the service")
    .option(...user)
    .option(...json)
    .action(showService);
  examples(command, "kantoku service install --dry-run", "kantoku service status");
  examples(
    install,
    "sudo kantoku service install --run-as kantoku",
    "sudo kantoku service install --backup daily",
    "kantoku service install --user",
    "kantoku service install --dry-run",
  );
  examples(uninstall, "sudo kantoku service uninstall", "kantoku service uninstall --user");
  examples(status, "kantoku service status", "kantoku service status --user --json");
}

/** `--to` writes units for another root, so no systemd is asked; a dry run does without one. */
async function installService(options: Options, command: Command): Promise<void> {
  const config = await rootsConfigOf(command);
  const user = options.user === true;
  const isLive = options.to === undefined;
  if (isLive && !options.dryRun) expectRight(user);
  const systemctl = isLive ? await systemctlFor(options) : undefined;
  const { config: configFile } = command.optsWithGlobals<{ config?: string }>();
  const { units, steps, notes } = await planInstallation(
    config,
    {
      user,
      runAs: options.runAs,
      folder: options.to ?? unitFolder(user),
      configFile: configFile === undefined ? undefined : resolve(configFile),
      force: options.force === true,
      backup: options.backup,
    },
    systemctl,
  );
  if (options.dryRun && !options.json) for (const { text } of units) print(text);
  await carryOut(steps, options, { notes, units });
  if (options.json) return;
  for (const line of notes) note(line);
  if (systemctl && !options.dryRun) print(stateLines(await readAll(systemctl)));
}

async function removeService(options: Options): Promise<void> {
  const user = options.user === true;
  if (!options.dryRun) expectRight(user);
  const steps = planRemoval(unitFolder(user), await openSystemctl(user));
  if (steps.length === 0 && !options.json) return note("The service is not installed.");
  await carryOut(steps, options);
}

/** Takes the steps, or only tells of them. */
async function carryOut(steps: readonly Step[], options: Options, more: object = {}) {
  const { dryRun = false, json } = options;
  const tell = (words: string): void => (json ? undefined : note(`  ${words}`));
  if (!json) note(dryRun ? "It would:" : "Done:");
  if (dryRun) for (const { words } of steps) tell(words);
  else await takeSteps(steps, tell);
  if (json) printJson({ done: !dryRun, steps: steps.map(({ words }) => words), ...more });
}

/** Exit code 3 unless all units are active. */
async function showService(options: Options): Promise<void> {
  const user = options.user === true;
  const systemctl = await openSystemctl(user);
  const units = await readAll(systemctl);
  if (!units.every(({ isActive }) => isActive)) process.exitCode = EXIT.notRunning;
  if (options.json) return printJson(units);
  if (!units.some(({ isInstalled }) => isInstalled)) {
    return note(
      `The service is not installed. Run: kantoku service install${user ? " --user" : ""}`,
    );
  }
  print(stateLines(units));
  note(`See what it does: journalctl ${user ? "--user " : ""}-u kantoku -f`);
}

async function readAll(systemctl: Systemctl): Promise<UnitState[]> {
  const timer = await readBackupTimer(systemctl);
  return [...(await readUnits(systemctl)), ...(timer ? [timer] : [])];
}

async function systemctlFor({ user, dryRun }: Options): Promise<Systemctl | undefined> {
  try {
    return await openSystemctl(user === true);
  } catch (error) {
    if (dryRun && error instanceof OperationalError) return undefined;
    throw error;
  }
}

function unitFolder(user: boolean): string {
  return user ? join(homedir(), ".config", "systemd", "user") : "/etc/systemd/system";
}

function stateLines(units: readonly UnitState[]): string {
  const inOrder = [...units.slice(0, 2).toReversed(), ...units.slice(2)];
  const rows = inOrder.map((unit) => [
    unit.unit,
    unit.isInstalled ? unit.state : "not installed",
    unit.isEnabled ? "enabled" : "not enabled",
    unit.pid === null ? "" : `pid ${unit.pid}`,
    `${unit.restarts} restarts`,
    unit.says,
  ]);
  return table(["unit", "state", "at boot", "process", "by systemd", "says"], rows);
}
