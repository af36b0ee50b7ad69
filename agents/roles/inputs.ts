import { z, type ZodType } from "zod";
import { assert } from "../../kernel/errors.ts";
import type { StepOutput } from "../../queue/topics.ts";
import { AssetManifest } from "../../video/assets/manifest.ts";
import { RevisionRecord } from "../../video/edit/revision.ts";
import type { Task } from "../agent.ts";

/** The one output called `name` among a task's inputs, parsed; a missing one is a fault of the workflow. */
export function readInput<T>(task: Task, name: string, schema: ZodType<T>): T {
  return readOutput(task, task.work.inputs, name, schema);
}

/** As `readInput`, from outputs that are not among the inputs, such as those of an earlier attempt. */
export function readOutput<T>(
  task: Task,
  outputs: readonly StepOutput[],
  name: string,
  schema: ZodType<T>,
): T {
  return schema.parse(task.blobs.readJson(named(task, outputs, name).blob));
}

export function input(task: Task, name: string): StepOutput {
  return named(task, task.work.inputs, name);
}

function named(task: Task, outputs: readonly StepOutput[], name: string): StepOutput {
  const found = outputs.find((output) => output.name === name);
  assert(
    found,
    `step ${task.work.step} has no input "${name}"; its workflow must need the step that makes it`,
  );
  return found;
}

/** All outputs called `name`, e.g. of a fan-out, in the order of their keys. */
export function inputs(task: Task, name: string): StepOutput[] {
  return task.work.inputs
    .filter((output) => output.name === name)
    .sort((a, b) => (a.key ?? "").localeCompare(b.key ?? "", "en", { numeric: true }));
}

/** The Critic's rounds with the Editor so far; a job older than such rounds has none. */
export function readRevisions(task: Task): RevisionRecord[] {
  return inputs(task, "revisions").flatMap((output) =>
    z.array(RevisionRecord).parse(task.blobs.readJson(output.blob)),
  );
}

/** Every asset that earlier steps made, by shot, then voice and music. */
export function readAssets(task: Task): AssetManifest {
  return inputs(task, "assets").flatMap((output) =>
    AssetManifest.parse(task.blobs.readJson(output.blob)),
  );
}

/** A number of the job's or step's parameters. */
export function numberParam(task: Task, name: string, otherwise: number): number {
  const value = task.work.params[name];
  return typeof value === "number" ? value : otherwise;
}
