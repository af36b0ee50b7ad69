import type { Command } from "commander";
import type { JobView, RevisionView, StepView } from "../../../scheduler/job.ts";
import { outputPaths } from "../../outputs.ts";
import { pausesOf, waitWords, type Pause } from "../../pauses.ts";
import { expectJob } from "../follow.ts";
import { openHome } from "../home.ts";
import { configOf, examples } from "../options.ts";
import { duration, print, printJson, table } from "../output.ts";

export function define(command: Command): void {
  command
    .argument("<id>", "job, or the beginning of its id")
    .option("--json", "print JSON")
    .action(job);
  examples(command, "kantoku job 01k9", "kantoku job 01k9 --json");
}

async function job(id: string, options: { json?: boolean }, command: Command): Promise<void> {
  const config = await configOf(command);
  using stores = openHome(config);
  const view = await expectJob(stores, id);
  const outputs = outputPaths(view, config.home, stores);
  const paused = await pausesOf(view, stores.operations);
  if (options.json) return printJson({ ...view, outputs, paused });
  print(describe(view, outputs, paused));
}

function describe(
  view: JobView,
  outputs: Readonly<Record<string, string>>,
  paused: readonly Pause[],
): string {
  const head = `${view.title}\n${view.id} · ${view.status} · P${view.priority} · ${view.workflow}`;
  const source = `from ${view.source.kind} ${view.source.ref} · cost $${view.cost.usd.toFixed(2)}`;
  const steps = table(["step", "status", "agent", "time", "made"], view.steps.map(row));
  const files = Object.entries(outputs).map(([name, path]) => `${name.padEnd(9)} ${path}`);
  const reason = view.reason === null ? [] : [`Why: ${view.reason}`];
  const revisions = view.revisions.flatMap(describeRevision);
  return [
    head,
    source,
    ...reason,
    ...paused.map(waitWords),
    "",
    steps,
    ...(revisions.length > 0 ? ["", ...revisions] : []),
    ...(files.length > 0 ? [""] : []),
    ...files,
  ].join("\n");
}

/** What a step sent back, a line for each thing that was wrong. */
function describeRevision({ round, askedBy, step, reasons, isSuperseded }: RevisionView): string[] {
  const since = isSuperseded ? ", before a rewind" : "";
  return [
    `Round ${round}${since}: ${askedBy} asked ${step} to mend`,
    ...reasons.map((it) => `  ${it}`),
  ];
}

function row(step: StepView): string[] {
  const ms = step.startedAt === null ? null : (step.finishedAt ?? Date.now()) - step.startedAt;
  const status = step.attempts > 1 ? `${step.status} (${step.attempts})` : step.status;
  const made = step.failure?.message ?? step.summary ?? "";
  return [step.name, status, step.agent ?? "", ms === null ? "" : duration(ms), made];
}
