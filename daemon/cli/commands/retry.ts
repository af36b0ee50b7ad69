import type { Command } from "commander";
import { changeJob } from "../change.ts";
import { examples } from "../options.ts";

export function define(command: Command): void {
  command
    .argument("<id>", "job, or the beginning of its id")
    .option("--json", "print JSON")
    .action(retry);
  examples(command, "kantoku retry 01k9");
}

async function retry(id: string, { json }: { json?: boolean }, command: Command): Promise<void> {
  await changeJob(id, json, command, (jobs, job) => jobs.retry(job.id));
}
