import { resolve } from "node:path";
import type { Command } from "commander";
import { makeBackup, type BackupReport } from "../../backup/backup.ts";
import { backupFolder } from "../../backup/folder.ts";
import { interruptible } from "../interruptible.ts";
import { lateBar } from "../late-bar.ts";
import { examples, rootsConfigOf, wholeNumber } from "../options.ts";
import { count, duration, megabytes, note, print, printJson } from "../output.ts";

interface Options {
  keep?: number;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .argument(
      "[folder]",
      "gets the backup, a folder of its own (default: backup.folder, or backups/)",
    )
    .option(
      "--keep <n>",
      "remove all but the newest n of this home there; 0 keeps all (default: backup.keep, or all where you name a folder)",
      wholeNumber("--keep", 0, 10_000),
    )
    .option("--json", "print JSON")
    .action(backup);
  examples(
    command,
    "kantoku backup",
    "kantoku backup /mnt/backup --keep 14",
    "kantoku service install --backup daily   # by itself, under systemd",
    "kantoku restore backups/kantoku-…        # and back",
  );
}

/** Needs no daemon, and disturbs none. */
async function backup(named: string | undefined, options: Options, command: Command) {
  const config = await rootsConfigOf(command);
  const folder = named === undefined ? backupFolder(config) : resolve(named);
  const keep = options.keep ?? (named === undefined ? config.backup.keep : 0);
  const startedAt = performance.now();
  const report = await interruptible((signal) => {
    const bar = lateBar(process.stderr);
    return makeBackup(config, { folder, keep, signal, onProgress: bar.show }).finally(bar.end);
  });
  const ms = Math.round(performance.now() - startedAt);
  if (options.json) return printJson({ backup: report.folder, ms, ...withoutFolder(report) });
  for (const line of warnings(report)) note(line);
  print(`${summary(report)}, in ${duration(ms)}.`);
  for (const path of report.removed) print(`Removed ${path}.`);
  print(report.folder);
}

function withoutFolder({ manifest, removed }: BackupReport): object {
  return { ...manifest, removed };
}

/** `Whole and sound: 12 jobs, 3400 messages, 214 files, 85 MB` */
function summary({ manifest: { database, content } }: BackupReport): string {
  const { job = 0, message = 0 } = database.rows;
  const trees = Object.values(content);
  const files = trees.reduce((sum, tree) => sum + tree.files, 1);
  const bytes = trees.reduce((sum, tree) => sum + tree.bytes, database.bytes);
  const parts = [count(job, "job"), count(message, "message"), count(files, "file")];
  return `Whole and sound: ${parts.join(", ")}, ${megabytes(bytes)}`;
}

function warnings({ manifest: { missing, damaged } }: BackupReport): string[] {
  const told = (words: string, paths: readonly string[]): string[] =>
    paths.length === 0 ? [] : [`${words} (${paths.length}): ${paths.slice(0, 3).join(", ")}`];
  return [
    ...told("The home itself lacks blobs that its database names", missing),
    ...told("Blobs of the home are not what their names say", damaged),
  ];
}
