import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { ulid } from "ulid";
import type { Priority } from "../../../scheduler/job.ts";
import { readBrief } from "../../../video/brief/read.ts";
import { admissionOf, readBriefFile } from "../../brief.ts";
import { outputPaths } from "../../outputs.ts";
import { openStores, type Stores } from "../../stores.ts";
import { expectDaemon } from "../daemon.ts";
import { exitCodeOfJob, follow } from "../follow.ts";
import { configOf, examples, numberBetween, priority } from "../options.ts";
import { note, print, printJson } from "../output.ts";

interface Options {
  wait?: boolean;
  json?: boolean;
  priority?: Priority;
  scale?: number;
}

export function define(command: Command): void {
  command
    .argument("<brief>", "Markdown file, with YAML front matter if you like")
    .option("-w, --wait", "show the progress and return when the film is there")
    .option("--json", "print JSON")
    .option(
      "-p, --priority <P0..P3>",
      "P0 is the most urgent (default: P2)",
      priority("--priority"),
    )
    .option("--scale <n>", "share of the full size, 0.1 to 2", numberBetween("--scale", 0.1, 2))
    .action(submit);
  examples(
    command,
    "kantoku submit examples/release-announcement.md --wait",
    "kantoku submit brief.md --priority P0 --json",
  );
}

/** With --wait, the film's path is the last line of stdout. A bad brief ends with 2, nothing enqueued. */
async function submit(file: string, options: Options, command: Command): Promise<void> {
  const text = readBriefFile(file); // First: it may be one that only root may read.
  const config = await configOf(command);
  const { title } = readBrief(text, { file });
  expectDaemon(config.home);
  using stores = openStores(config);
  const job = admit(stores, text, file, options);
  if (!options.wait) {
    if (options.json) return printJson({ job, status: "queued", outputs: {} });
    return print(`${job}\nFollow it with: kantoku watch ${job}`);
  }
  note(`Job ${job}: ${title}`);
  const end = await follow(stores, config.home, job);
  process.exitCode = exitCodeOfJob(end.status);
  const outputs = outputPaths(end, config.home, stores);
  if (options.json) return printJson({ job, status: end.status, outputs });
  if (end.reason !== null) note(`${end.status}: ${end.reason}`);
  if (outputs["report"] !== undefined) note(`Report: ${outputs["report"]}`);
  print(outputs["video"] ?? `${job} ${end.status}`);
}

function admit({ jobs, blobs }: Stores, text: Uint8Array, file: string, options: Options): string {
  const { priority, scale } = options;
  const admission = admissionOf(text, file, blobs, {
    source: { kind: "cli", ref: basename(file) },
    // Whoever submits the same file twice wants two films.
    admissionKey: `cli:${ulid()}`,
    ...(priority === undefined ? {} : { priority }),
    params: {
      // What the brief names beside itself is its author's own.
      briefFolder: dirname(resolve(file)),
      ...(scale === undefined ? {} : { scale }),
    },
  });
  return jobs.admit(admission).job;
}
