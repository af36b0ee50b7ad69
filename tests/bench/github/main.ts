import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "../../support/eventually.ts";
import { daemonIn, type JobView } from "../../support/daemon.ts";
import { startGitHub } from "../../support/github/github.ts";
import { host } from "../host.ts";
import { median } from "../statistics.ts";

/**
 * How long a new label waits until its job's first step runs, with a real daemon, a real crew and the
 * stand-in for GitHub: `npm run bench:github -- [labels] [poll interval in ms]`. Prints each time, and
 * saves docs/benchmarks/github.json. The labels come at any moment between two polls.
 */

const [labels = 12, pollMs = 5_000] = process.argv.slice(2).map(Number);
/** What Kantoku promises beside the poll interval. */
const BESIDE_MS = 1_000;
/** Asking takes some of the time that is measured. */
const LOOK_MS = 1_000;
const BRIEF = '---\nduration: 10\naspect: "16:9"\n---\nA lamp that never goes out.\n';

const before = host();
const endings: (() => void | Promise<void>)[] = [];
try {
  const waits = await measure();
  const bound = pollMs + BESIDE_MS;
  const [middle, longest] = [median(waits), Math.max(...waits)];
  const isMet = longest <= bound;
  process.stdout.write(
    `label to job start: median ${middle} ms, longest ${longest} ms of ${labels}; ` +
      `poll interval + 1 s is ${bound} ms: ${isMet ? "met" : "not met"}\n`,
  );
  const folder = join(import.meta.dirname, "..", "..", "..", "docs", "benchmarks");
  mkdirSync(folder, { recursive: true });
  const report = { at: new Date().toISOString(), host: before, pollMs, waits, bound, isMet };
  writeFileSync(join(folder, "github.json"), `${JSON.stringify(report, null, 2)}\n`);
  if (!isMet) process.exitCode = 1;
} finally {
  for (const end of endings) await end();
}

/** Ms from each label to the start of its job's first step. */
async function measure(): Promise<number[]> {
  const github = await startGitHub();
  const films = github.repository("acme/films");
  films.allow("olga", "write");
  const settings = { apiUrl: github.url, repositories: ["acme/films"], pollMs, publish: "link" };
  const config = JSON.stringify({ http: { port: 0 }, github: settings });
  const cleanup = { after: (end: () => void | Promise<void>) => void endings.push(end) };
  const daemon = daemonIn(cleanup, config, { GITHUB_TOKEN: github.token });
  endings.push(() => github.close());
  await daemon.up();
  const waits: number[] = [];
  for (let number = 1; number <= labels; number += 1) {
    await delay(Math.random() * pollMs);
    const issue = films.open({ by: "olga", title: `Lamp ${number}`, body: BRIEF });
    const labelledAt = Date.now();
    films.label(issue, "video:approved", "olga");
    const startedAt = await eventually("the job starts", async () => {
      await delay(LOOK_MS);
      const jobs = await daemon.json<JobView[]>("jobs");
      const job = jobs.find(({ source }) => source.ref === `acme/films#${issue.number}`);
      const steps = job && (await daemon.json<JobView>("job", job.id)).steps;
      return steps?.find((step) => step.startedAt !== null)?.startedAt ?? undefined;
    });
    waits.push(startedAt - labelledAt);
    process.stdout.write(`${waits.at(-1)} ms\n`);
    // One job at a time: the crew is to be free for the next one.
    films.unlabel(issue, "video:approved", "olga");
    await eventually("the job is called off", async () => {
      const jobs = await daemon.json<JobView[]>("jobs");
      return jobs.every(({ status }) => status === "cancelled" || status === "done");
    });
  }
  return waits;
}
