import { systemClock } from "../../kernel/clock.ts";
import { InputError } from "../../kernel/errors.ts";
import type { Home } from "../../kernel/home.ts";
import type { JobStatus, JobView } from "../../scheduler/job.ts";
import { readHolder } from "../lock.ts";
import { pausesOf, waitWords } from "../pauses.ts";
import type { Stores } from "../stores.ts";
import { expectDaemon } from "./daemon.ts";
import { EXIT } from "./exit.ts";
import { createProgress } from "./progress.ts";

const LOOK_EVERY_MS = 200;
const ENDED: ReadonlySet<JobStatus> = new Set(["done", "failed", "cancelled", "needs-review"]);

/** Without a daemon no job goes on; but one that is being restarted is waited for. */
const RESTART_LIMIT_MS = 15_000;

/**
 * Shows a job's progress on stderr until it ends or waits for a person; answers how it stands then.
 * Throws `not-running` when the daemon stays away.
 */
export async function follow(stores: Stores, home: Home, id: string): Promise<JobView> {
  const progress = createProgress(process.stderr);
  let seenAt = systemClock.uptime();
  for (;;) {
    const job = await expectJob(stores, id);
    const waits = (await pausesOf(job, stores.operations)).map(waitWords);
    progress.show(job, stores.heartbeats.all(), Date.now(), waits);
    if (ENDED.has(job.status)) {
      progress.end();
      return job;
    }
    if (readHolder(home)) seenAt = systemClock.uptime();
    else if (systemClock.uptime() - seenAt > RESTART_LIMIT_MS) expectDaemon(home);
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
