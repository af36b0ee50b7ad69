import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { codeOf, InputError, messageOf, OperationalError } from "../../kernel/errors.ts";
import { writeFileAtomically } from "../../kernel/files.ts";
import type { Config } from "../config.ts";
import { readHolder } from "../lock.ts";
import { accountOf, compareUnit, homeOf, renderUnits, type Found, type Unit } from "../units.ts";
import { expectCalendar, installedBackup, removingBackup, startingTimer } from "./backup-units.ts";
import { notesOn, secretsFolder } from "./notes.ts";
import { preparations } from "./prepare.ts";
import { order, type Step } from "./step.ts";
import { readUnits } from "./state.ts";
import type { Systemctl } from "./systemctl.ts";

export interface InstallOptions {
  /** For a user's own systemd. */
  readonly user: boolean;
  readonly runAs?: string | undefined;
  /** Where the units go. */
  readonly folder: string;
  /** Config file that is not the one in the home. */
  readonly configFile?: string | undefined;
  /** Replaces units that were altered by hand; they are kept as `.bak`. */
  readonly force: boolean;
  /** When backups are made (systemd.time(7)); false: no longer; undefined: as it is now. */
  readonly backup?: string | false | undefined;
}

export interface Plan {
  readonly units: readonly Unit[];
  readonly steps: readonly Step[];
  /** What a person should know, or do by hand. */
  readonly notes: readonly string[];
}

/**
 * What an installation would do; nothing is changed before its steps are taken. Without `systemctl`
 * the units are only written. Throws `home-taken`, `unit-elsewhere` or `unit-altered`.
 */
export async function planInstallation(
  config: Config,
  options: InstallOptions,
  systemctl: Systemctl | undefined,
): Promise<Plan> {
  refuseOtherDaemon(config);
  refuseOddities(config, options, systemctl !== undefined);
  const { user, folder, force } = options;
  const account = await accountOf(config, options.runAs);
  const backup =
    options.backup === undefined ? installedBackup(folder) : options.backup || undefined;
  if (backup !== undefined) await expectCalendar(backup, config.path);
  const units = renderUnits(config, { ...options, account, backup, secrets: secretsFolder(user) });
  const places = units.map((unit) => placeOf(folder, unit));
  for (const place of places) refuse(place, force);
  const changed = places.filter(({ found }) => found !== "same");
  const steps = [
    ...preparations(config, account, units, user),
    ...(options.backup === false ? removingBackup(folder, systemctl) : []),
    ...changed.flatMap((place) => writing(place)),
    ...(systemctl ? await starting(systemctl, changed) : []),
    ...(systemctl && backup !== undefined
      ? await startingTimer(
          systemctl,
          changed.some(({ name }) => name === "kantoku-backup.timer"),
        )
      : []),
  ];
  return {
    units,
    steps,
    notes: [...notesOn(user, account), ...(await agentsNote(systemctl, changed))],
  };
}

/** A unit and what stands in its place now. */
interface Place extends Unit {
  readonly path: string;
  readonly installed: string | undefined;
  readonly found: Found;
}

function placeOf(folder: string, unit: Unit): Place {
  const path = join(folder, unit.name);
  const installed = readIfThere(path);
  return { ...unit, path, installed, found: compareUnit(installed, unit.text) };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    const words = `${path} can't be read (${codeOf(error) ?? messageOf(error)}).`;
    const hint = "Use sudo, or another folder with --to.";
    throw new OperationalError("unit-unreadable", words, { hint, cause: error });
  }
}

/** Two daemons never share a home, and systemd would try again and again. */
function refuseOtherDaemon({ home }: Config): void {
  const holder = readHolder(home);
  if (!holder || holder.isService) return;
  const words = `A daemon runs on ${home.root} apart from systemd (pid ${holder.pid}).`;
  throw new OperationalError("home-taken", words, { hint: "Stop it first: kantoku down" });
}

function refuseOddities(config: Config, { user, runAs }: InstallOptions, isLive: boolean): void {
  if (user && runAs !== undefined) {
    const message = "a user's own systemd runs everything as that user";
    throw new InputError([{ where: "--run-as", message, hint: "leave out one of the two" }]);
  }
  if (!isLive || user) return;
  const hidden = [
    { where: "KANTOKU_HOME", path: config.home.root },
    { where: "backup.folder", path: config.backup.folder ?? "" },
  ].find(({ path }) => /^\/(var\/)?tmp(\/|$)/.test(path));
  if (!hidden) return;
  const message = `the service gets a /tmp of its own, and would not find ${hidden.path}`;
  throw new InputError([{ where: hidden.where, message, hint: "take one below /srv" }]);
}

function refuse({ path, found, installed = "" }: Place, force: boolean): void {
  if (found === "elsewhere") {
    const home = homeOf(installed);
    throw new OperationalError("unit-elsewhere", `${path} serves another home: ${home}.`, {
      hint: `Set KANTOKU_HOME=${home}, or take that service away: kantoku service uninstall`,
    });
  }
  if (found === "altered" && !force) {
    throw new OperationalError("unit-altered", `${path} was changed by hand.`, {
      hint: "Move the changes to a drop-in (systemctl edit), then use --force: it keeps a .bak.",
    });
  }
}

function writing({ path, text, found }: Place): Step[] {
  const backup: Step = {
    words: `keep ${path} as ${path}.bak`,
    act: () => renameSync(path, `${path}.bak`),
  };
  const write: Step = { words: `write ${path}`, act: () => writeUnit(path, text) };
  return found === "altered" ? [backup, write] : [write];
}

function writeUnit(path: string, text: string): void {
  try {
    writeFileAtomically(path, text);
  } catch (cause) {
    throw new OperationalError("unit-unwritable", `${path} can't be written (${codeOf(cause)}).`, {
      hint: "Use sudo, or --user for your own systemd.",
      cause,
    });
  }
}

/** The agents' unit is never restarted from here: that would end them. */
async function starting(systemctl: Systemctl, changed: readonly Place[]): Promise<Step[]> {
  const [tmux, daemon] = await readUnits(systemctl);
  const isChanged = changed.some(({ name }) => name === daemon.unit);
  const verb = daemon.isActive ? "restart" : "start";
  return [
    ...(changed.length > 0 ? [order(systemctl, "daemon-reload")] : []),
    ...(tmux.isEnabled && daemon.isEnabled
      ? []
      : [order(systemctl, "enable", "kantoku-tmux", "kantoku")]),
    // A unit that was started too often is not started again without this.
    ...(daemon.hasFailed ? [order(systemctl, "reset-failed", "kantoku")] : []),
    ...(isChanged || !daemon.isActive ? [order(systemctl, verb, "kantoku")] : []),
  ];
}

async function agentsNote(
  systemctl: Systemctl | undefined,
  changed: readonly Place[],
): Promise<string[]> {
  const tmux = changed.find(({ name }) => name === "kantoku-tmux.service");
  if (!systemctl || !tmux) return [];
  const [{ isActive }] = await readUnits(systemctl);
  if (!isActive) return [];
  return [`The agents keep their old unit until: ${systemctl.words("restart", "kantoku-tmux")}`];
}
