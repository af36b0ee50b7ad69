import { setTimeout as delay } from "node:timers/promises";
import { daemonIn, type JobView, type TestDaemon } from "../../support/daemon.ts";
import { eventually } from "../../support/eventually.ts";
import { startGitHub } from "../../support/github/github.ts";

export interface Labels {
  readonly labels: number;
  readonly pollMs: number;
  /** Told after each label, in ms. */
  readonly onWait: (ms: number) => void;
}

/** Asking takes some of the time that is measured. */
const LOOK_MS = 1_000;
const LABEL = "video:approved";
const BRIEF = '---\nduration: 10\naspect: "16:9"\n---\nA lamp that never goes out.\n';

/** Ms from each label to the start of its job's first step. */
export async function waitsOf(
  { labels, pollMs, onWait }: Labels,
  signal: AbortSignal,
): Promise<number[]> {
  await using stack = new AsyncDisposableStack();
  const github = stack.use(await startGitHub());
  const films = github.repository("acme/films");
  films.allow("olga", "write");
  const settings = { apiUrl: github.url, repositories: ["acme/films"], pollMs, publish: "link" };
  const config = JSON.stringify({ http: { port: 0 }, github: settings });
  const endings: (() => void | Promise<void>)[] = [];
  stack.defer(() => endAll(endings));
  const cleanup = { after: (end: () => void | Promise<void>) => void endings.push(end) };
  const daemon = daemonIn(cleanup, config, { GITHUB_TOKEN: github.token });
  await daemon.up();
  const waits: number[] = [];
  for (let number = 1; number <= labels; number += 1) {
    await delay(Math.random() * pollMs, undefined, { signal });
    const issue = films.open({ by: "olga", title: `Lamp ${number}`, body: BRIEF });
    const labelledAt = Date.now();
    films.label(issue, LABEL, "olga");
    const startedAt = await startOf(`acme/films#${issue.number}`, daemon, signal);
    waits.push(startedAt - labelledAt);
    onWait(startedAt - labelledAt);
    films.unlabel(issue, LABEL, "olga");
    await crewIsFree(daemon, signal);
  }
  return waits;
}

async function endAll(endings: readonly (() => void | Promise<void>)[]): Promise<void> {
  for (const end of endings) await end();
}

/** When the first step of the issue's job began. */
function startOf(ref: string, daemon: TestDaemon, signal: AbortSignal): Promise<number> {
  return eventually("the job starts", async () => {
    await delay(LOOK_MS, undefined, { signal });
    const job = (await daemon.json<JobView[]>("jobs")).find(({ source }) => source.ref === ref);
    const steps = job && (await daemon.json<JobView>("job", job.id)).steps;
    return steps?.find((step) => step.startedAt !== null)?.startedAt ?? undefined;
  });
}

/** One job at a time. */
async function crewIsFree(daemon: TestDaemon, signal: AbortSignal): Promise<void> {
  await eventually("the job is called off", async () => {
    signal.throwIfAborted();
    const jobs = await daemon.json<JobView[]>("jobs");
    return jobs.every(({ status }) => status === "cancelled" || status === "done");
  });
}
