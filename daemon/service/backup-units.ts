import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../kernel/errors.ts";
import { run } from "../../kernel/process.ts";
import { backupFolder } from "../backup/folder.ts";
import { makeFolder } from "../backup/make-folder.ts";
import { giveTo } from "../backup/ownership.ts";
import type { Config } from "../config.ts";
import { findProgram } from "../doctor.ts";
import { BACKUP_UNITS } from "../units.ts";
import { removals } from "./removal.ts";
import { readBackupTimer } from "./state.ts";
import { order, type Step } from "./step.ts";
import type { Systemctl } from "./systemctl.ts";

const [, TIMER] = BACKUP_UNITS;

/** When backups are made by the units that stand in `folder`; undefined without them. */
export function installedBackup(folder: string): string | undefined {
  const timer = join(folder, TIMER);
  if (!existsSync(timer)) return undefined;
  return /^OnCalendar=(.+)$/m.exec(readFileSync(timer, "utf8"))?.[1]?.replaceAll("%%", "%");
}

/** Throws an InputError for what is no time to systemd; where it can't be asked, its check of the units says so. */
export async function expectCalendar(when: string, path: string): Promise<void> {
  if (!findProgram("systemd-analyze", path)) return;
  const { exitCode } = await run("systemd-analyze", ["calendar", when], { timeoutMs: 30_000 });
  if (exitCode === 0) return;
  const message = `"${when}" is no time that systemd knows`;
  const hint = 'such as daily, hourly or "Mon *-*-* 03:00"; see: man systemd.time';
  throw new InputError([{ where: "--backup", message, hint }]);
}

/**
 * The folder must be there before a sandbox can open it for writing. One that somebody else has made, say
 * for several homes, keeps its owner.
 */
export function backupPreparation(config: Config): Step {
  const folder = backupFolder(config);
  return {
    words: `make ${folder}`,
    act: () => {
      if (existsSync(folder)) return;
      makeFolder(folder);
      giveTo(config.home.data, folder);
    },
  };
}

/** Starts the timer, or starts it anew when it has changed. */
export async function startingTimer(systemctl: Systemctl, isChanged: boolean): Promise<Step[]> {
  const timer = await readBackupTimer(systemctl);
  const isDone = timer?.isActive && timer.isEnabled;
  return [
    ...(isDone ? [] : [order(systemctl, "enable", TIMER)]),
    ...(isDone && !isChanged ? [] : [order(systemctl, "restart", TIMER)]),
  ];
}

/** What takes backups by the clock away again; those that were made stay. */
export function removingBackup(folder: string, systemctl: Systemctl | undefined): Step[] {
  const paths = BACKUP_UNITS.map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (paths.length === 0) return [];
  return [
    ...(systemctl ? [order(systemctl, "disable", "--now", TIMER)] : []),
    ...removals(paths),
    ...(systemctl ? [order(systemctl, "daemon-reload")] : []),
  ];
}
