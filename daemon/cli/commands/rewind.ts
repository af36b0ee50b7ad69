import type { Command } from "commander";
import { changeJob } from "../change.ts";
import { examples } from "../options.ts";

interface Options {
  to: string;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .argument("<id>", "job, or the beginning of its id")
    .requiredOption("--to <step>", "step to do again, with all that needs it")
    .option("--json", "print JSON")
    .action(rewind);
  examples(command, "kantoku rewind 01k9 --to direct");
}

async function rewind(id: string, { to, json }: Options, command: Command): Promise<void> {
  await changeJob(id, json, command, (jobs, job) => jobs.rewind(job, to));
}
