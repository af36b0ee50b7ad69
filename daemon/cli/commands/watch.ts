import type { Command } from "commander";
import { outputPaths } from "../../outputs.ts";
import { exitCodeOfJob, expectJob, follow } from "../follow.ts";
import { openHome } from "../home.ts";
import { configOf, examples } from "../options.ts";
import { print, printJson } from "../output.ts";

export function define(command: Command): void {
  command
    .argument("<id>", "job, or the beginning of its id")
    .option("--json", "print the end as JSON")
    .action(watch);
  examples(command, "kantoku watch 01k9");
}

async function watch(id: string, options: { json?: boolean }, command: Command): Promise<void> {
  const config = await configOf(command);
  using stores = openHome(config);
  const { id: job } = await expectJob(stores, id);
  const end = await follow(stores, config.home, job);
  process.exitCode = exitCodeOfJob(end.status);
  const outputs = outputPaths(end, config.home, stores);
  if (options.json) return printJson({ job, status: end.status, outputs });
  print(outputs["video"] ?? `${job} ${end.status}${end.reason === null ? "" : `: ${end.reason}`}`);
}
