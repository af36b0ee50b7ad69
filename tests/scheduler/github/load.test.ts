import assert from "node:assert/strict";
import { test } from "node:test";
import { createEvents } from "../../../kernel/events.ts";
import { runServices } from "../../../kernel/service.ts";
import { createGitHub, githubInbox, type AdmitText } from "../../../scheduler/inbox/github.ts";
import { githubMigrations } from "../../../scheduler/migrations.ts";
import { fakeClock } from "../../support/clock.ts";
import { temporaryDatabase } from "../../support/database.ts";
import { startGitHub } from "../../support/github/github.ts";
import type { Cleanup } from "../../support/temp.ts";

const HOUR_MS = 3_600_000;
const POLL_MS = 20_000;
const HOURLY_LIMIT = 5_000;

const LABELS = {
  "video:approved": { starts: true },
  video: { starts: true },
  "video:short": { starts: true },
  "video:square": { starts: true },
  "priority:p0": { priority: 0 },
  "priority:p3": { priority: 3 },
} as const;

interface Admitted {
  readonly ref: string;
  readonly priority: number | undefined;
  readonly at: number;
}

/** The inbox alone, on a clock that only the test moves. */
async function openInbox(t: Cleanup, names: readonly string[]) {
  const clock = fakeClock();
  const github = await startGitHub({ now: () => clock.now() });
  const repositories = names.map((repo) => ({ owner: "acme", repo }));
  const states = names.map((name) => github.repository(`acme/${name}`));
  const events = createEvents();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  // Before the database is closed: hooks run in the order of their registration.
  t.after(async () => {
    stopping.abort();
    await running;
    await github.close();
  });
  const database = temporaryDatabase(t, [githubMigrations]);
  const admitted: Admitted[] = [];
  const admitText: AdmitText = (_text, { ref }, _key, { priority }) => {
    admitted.push({ ref, priority, at: clock.now() });
    return { kind: "admitted", job: `job-${admitted.length}` };
  };
  const changed = { kind: "changed", status: "queued" } as const;
  const jobs = {
    status: () => "running" as const,
    cancel: () => changed,
    hold: () => changed,
    release: () => changed,
  };
  const client = createGitHub({
    token: github.token,
    baseUrl: github.url,
    clock,
    events,
    isThrottled: false,
  });
  const shared = { client, database, events, clock, jobs, admitText };
  const inbox = githubInbox({ ...shared, repositories, labels: LABELS, pollMs: POLL_MS });
  running = runServices([inbox], stopping.signal);
  return {
    clock,
    github,
    states,
    admitted,
    /** One look of every repository. */
    look: async () => {
      await clock.sleeping(names.length);
      await clock.advance(POLL_MS);
      await clock.sleeping(names.length);
    },
  };
}

test("ten repositories in which nothing happens cost less than a twentieth of the hourly quota", async (t) => {
  const inbox = await openInbox(
    t,
    Array.from({ length: 10 }, (_, n) => `films-${n}`),
  );
  const { github, clock, states } = inbox;
  for (const { open } of states) open({ by: "acme", title: "Old", labels: ["video"] });
  await inbox.look();
  const before = github.requests.length;
  const start = clock.now();
  while (clock.now() < start + HOUR_MS) await inbox.look();
  const asked = github.requests.slice(before);
  const charged = asked.filter(({ status }) => status !== 304);
  t.diagnostic(`${asked.length} requests in an hour, ${charged.length} of them charged`);
  assert.ok(charged.length < HOURLY_LIMIT / 20, `${charged.length} requests were charged`);
  assert.ok(asked.length > 10 * 4 * 170, `${asked.length} requests: each label, every 20 s`);
  assert.deepEqual(github.violations, []);
});

test("a new label is a job at the next look", async (t) => {
  const inbox = await openInbox(t, ["films"]);
  const [films] = inbox.states;
  await inbox.look();
  const set = inbox.clock.now();
  films?.open({ by: "acme", title: "New", labels: ["video"] });
  await inbox.look();
  const [admitted] = inbox.admitted;
  assert.ok(admitted && admitted.at - set <= POLL_MS, JSON.stringify(inbox.admitted));
});

test("five hundred issues at once all become jobs, the most urgent first", async (t) => {
  const inbox = await openInbox(t, ["films"]);
  const [films] = inbox.states;
  await inbox.look();
  const body = "A sentence of a brief. ".repeat(1000);
  for (let number = 1; number <= 500; number += 1) {
    const priority = number % 3 === 0 ? ["priority:p0"] : number % 3 === 1 ? ["priority:p3"] : [];
    films?.open({ by: "acme", title: `Film ${number}`, body, labels: [...priority, "video"] });
  }
  const before = process.memoryUsage().heapUsed;
  await inbox.look();
  const grown = (process.memoryUsage().heapUsed - before) / 1e6;
  t.diagnostic(`${inbox.github.requests.length} requests, heap ${grown.toFixed(0)} MB more`);
  const urgencies = inbox.admitted.map(({ priority = 2 }) => priority);
  assert.equal(urgencies.length, 500);
  assert.deepEqual(
    urgencies,
    urgencies.toSorted((a, b) => a - b),
  );
  for (const urgency of [0, 2, 3]) {
    const own = inbox.admitted.filter(({ priority = 2 }) => priority === urgency);
    const numbers = own.map(({ ref }) => Number(ref.split("#")[1]));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
  }
  assert.deepEqual(inbox.github.violations, []);
});
