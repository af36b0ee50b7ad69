import { resolve } from "node:path";
import type { Command } from "commander";
import { restoreBackup, type RestoreReport } from "../../backup/restore.ts";
import { interruptible } from "../interruptible.ts";
import { lateBar } from "../late-bar.ts";
import { examples, rootsConfigOf } from "../options.ts";
import { count, note, print, printJson } from "../output.ts";

interface Options {
  force?: boolean;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .argument("<backup>", "a backup's folder: kantoku-<moment>")
    .option("--force", "also into a home with a database, which is kept beside the restored one")
    .option("--json", "print JSON")
    .action(restore);
  examples(
    command,
    "kantoku --home /tmp/drill restore backups/kantoku-2026-11-20T19-30-00-123Z   # to try it",
    "kantoku restore /mnt/backup/kantoku-2026-11-20T19-30-00-123Z --force",
  );
}

/** Only into a home at rest. */
async function restore(backup: string, options: Options, command: Command): Promise<void> {
  const config = await rootsConfigOf(command);
  const report = await interruptible((signal) => {
    const bar = lateBar(process.stderr);
    const force = options.force === true;
    const settings = { force, signal, onProgress: bar.show };
    return restoreBackup(config, resolve(backup), settings).finally(bar.end);
  });
  if (options.json) return printJson({ ...report, home: config.home.root });
  for (const line of told(report)) print(line);
  note("What happened after that moment is missing; see docs/operations.md, “Restore”.");
}

function told({ manifest, files, kept, config }: RestoreReport): string[] {
  const { job = 0, message = 0 } = manifest.database.rows;
  const at = new Date(manifest.madeAt).toISOString();
  const parts = [count(job, "job"), count(message, "message"), count(files, "missing file")];
  return [
    `Restored the state of ${at}: ${parts.join(", ")}.`,
    ...(kept === null ? [] : [`The database that was there is in ${kept}.`]),
    ...(config === "kept" ? ["The home's config file was left as it is."] : []),
  ];
}
