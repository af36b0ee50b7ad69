import type { Command } from "commander";
import type { JobView } from "../../../scheduler/job.ts";
import { changeJob } from "../change.ts";
import { examples } from "../options.ts";
import { unknownName } from "../unknown-name.ts";

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
  await changeJob(id, json, command, (jobs, job) => {
    expectStep(job, to);
    return jobs.rewind(job.id, to);
  });
}

/** A fan-out has no row of its own once it has spread, but can be rewound as a whole. */
function expectStep({ steps }: JobView, name: string): void {
  const known = new Set(steps.flatMap((step) => [step.name.replace(/:.*/s, ""), step.name]));
  if (!known.has(name)) throw unknownName("step", name, [...known]);
}
