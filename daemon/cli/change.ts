import type { Command } from "commander";
import { OperationalError } from "../../kernel/errors.ts";
import type { JobChange, Jobs, JobView } from "../../scheduler/job.ts";
import { expectJob } from "./follow.ts";
import { openHome } from "./home.ts";
import { configOf } from "./options.ts";
import { print, printJson } from "./output.ts";

/** Changes a job and says what it is now; a change that can't be ends with exit code 1. */
export async function changeJob(
  id: string,
  json: boolean | undefined,
  command: Command,
  change: (jobs: Jobs, job: JobView) => JobChange,
): Promise<void> {
  using stores = openHome(await configOf(command));
  const view = await expectJob(stores, id);
  const job = view.id;
  const answer = change(stores.jobs, view);
  if (answer.kind === "refused") throw new OperationalError("refused", answer.message);
  if (json) printJson({ job, status: answer.status });
  else print(`${job} ${answer.status}`);
}
