import { systemClock } from "../../kernel/clock.ts";
import { InputError } from "../../kernel/errors.ts";
import type { JobStatus, JobView } from "../../scheduler/job.ts";
import type { Stores } from "../stores.ts";
import { EXIT } from "./exit.ts";
import { createProgress } from "./progress.ts";

const LOOK_EVERY_MS = 200;
const ENDED: ReadonlySet<JobStatus> = new Set(["done", "failed", "cancelled", "needs-review"]);

/** Shows a job's progress on stderr until it ends or waits for a person; answers how it stands then. */
export async function follow(stores: Stores, id: string): Promise<JobView> {
  const progress = createProgress(process.stderr);
  for (;;) {
    const job = await expectJob(stores, id);
    progress.show(job, stores.heartbeats.all(), Date.now());
    if (ENDED.has(job.status)) {
      progress.end();
      return job;
    }
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}

/** The job, by its whole id or by an unmistakable beginning of it. */
export async function expectJob({ jobs }: Stores, id: string): Promise<JobView> {
  const job = await jobs.view(id);
  if (job) return job;
  const alike = jobs.list({ limit: 1_000 }).filter((each) => each.id.startsWith(id.toLowerCase()));
  const only =
    alike.length === 1 && id.length > 0 ? await jobs.view(alike[0]?.id ?? "") : undefined;
  if (only) return only;
  const message = alike.length > 1 ? `several jobs begin with "${id}"` : `there is no job "${id}"`;
  throw new InputError([{ where: "job", message, hint: "see: kantoku jobs" }]);
}

/** Done is 0; a job that waits for a person is neither done nor failed. */
export function exitCodeOfJob(status: JobStatus): number {
  if (status === "done") return EXIT.done;
  return status === "needs-review" ? EXIT.tryLater : EXIT.failed;
}
