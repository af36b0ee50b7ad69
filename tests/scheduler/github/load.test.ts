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
import { openMortalDaemon } from "./mortal-daemon.ts";
import { authorization } from "../../../scheduler/inbox/github/authorization.ts";
import { githubOutbox } from "../../../scheduler/outbox/github-outbox.ts";
import type { Direction } from "../../../scheduler/outbox/replies/direction.ts";
import { githubReplies } from "../../../scheduler/outbox/replies/replies.ts";

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

/** Inbox, outbox and replies, on a clock that only the test moves; every job is in the making. */
async function openDoor(t: Cleanup, names: readonly string[]) {
  const clock = fakeClock();
  const github = await startGitHub({ now: () => clock.now() });
  const repositories = names.map((repo) => ({ owner: "acme", repo }));
  const states = names.map((name) => github.repository(`acme/${name}`));
  const events = createEvents();
  const stopping = new AbortController();
  let ended: Promise<void> | undefined;
  // Before the database is closed: hooks run in the order of their registration.
  t.after(async () => {
    stopping.abort();
    await ended;
    await github.close();
  });
  const database = temporaryDatabase(t, [githubMigrations]);
  const admitted: Admitted[] = [];
  const admitText: AdmitText = (_text, { ref }, _key, { priority }) => {
    admitted.push({ ref, priority, at: clock.now() });
    return { kind: "admitted", job: `job-${admitted.length}` };
  };
  const changed = { kind: "changed", status: "queued" } as const;
  const running = { status: "running", steps: [] } as const;
  const jobs = {
    view: () => running,
    status: () => "running" as const,
    hasBegun: () => true,
    cancel: () => changed,
    hold: () => changed,
    release: () => changed,
  };
  const client = createGitHub({
    token: github.token,
    baseUrl: github.url,
    clock,
    events,
  });
  const shared = { client, database, events, clock, jobs, admitText };
  const direction = new Proxy({}, { get: () => assert.fail("nobody said anything") }) as Direction;
  const services = [
    githubInbox({ ...shared, repositories, labels: LABELS, pollMs: POLL_MS }),
    githubOutbox({ ...shared, reportOf: () => null, filmOf: () => null }),
    githubReplies({
      ...shared,
      repositories,
      direction,
      authorization: authorization(client, [], clock),
      pollMs: POLL_MS,
    }),
  ];
  ended = runServices(services, stopping.signal);
  // Two loops for each repository, one that heeds what was said, and the outbox.
  const atRest = () => clock.sleeping(2 * names.length + 2);
  return {
    clock,
    github,
    states,
    admitted,
    /** One look of every repository. */
    look: async () => {
      await atRest();
      await clock.advance(POLL_MS);
      await atRest();
    },
  };
}

test("ten repositories in which nothing happens cost less than a twentieth of the hourly quota", async (t) => {
  const door = await openDoor(
    t,
    Array.from({ length: 10 }, (_, n) => `films-${n}`),
  );
  const { github, clock, states } = door;
  const issues = states.map(({ open }) => open({ by: "acme", title: "Old", labels: ["video"] }));
  while (!issues.every(({ labels }) => labels.has("video:running"))) await door.look();
  for (let looks = 0; looks < 3; looks += 1) await door.look();
  const before = github.requests.length;
  const start = clock.now();
  while (clock.now() < start + HOUR_MS) await door.look();
  const asked = github.requests.slice(before);
  const charged = asked.filter(({ status }) => status !== 304);
  t.diagnostic(`${asked.length} requests in an hour, ${charged.length} of them charged`);
  assert.ok(charged.length < HOURLY_LIMIT / 20, `${charged.length} requests were charged`);
  assert.ok(
    asked.length > 10 * 5 * 170,
    `${asked.length} requests: labels and comments, every 20 s`,
  );
  assert.deepEqual(github.violations, []);
});

test("a new label is a job at the next look", async (t) => {
  const door = await openDoor(t, ["films"]);
  const [films] = door.states;
  await door.look();
  const set = door.clock.now();
  films?.open({ by: "acme", title: "New", labels: ["video"] });
  await door.look();
  const [admitted] = door.admitted;
  assert.ok(admitted && admitted.at - set <= POLL_MS, JSON.stringify(door.admitted));
});

test("five hundred issues at once all become jobs, the most urgent first", async (t) => {
  const door = await openDoor(t, ["films"]);
  const [films] = door.states;
  await door.look();
  const body = "A sentence of a brief. ".repeat(1000);
  for (let number = 1; number <= 500; number += 1) {
    const priority = number % 3 === 0 ? ["priority:p0"] : number % 3 === 1 ? ["priority:p3"] : [];
    films?.open({ by: "acme", title: `Film ${number}`, body, labels: [...priority, "video"] });
  }
  await door.look();
  // Their texts are asked for twenty-five at a time, with a rest before each question.
  for (let rests = 0; rests < 20; rests += 1) await door.look();
  t.diagnostic(`${door.github.requests.length} requests`);
  const urgencies = door.admitted.map(({ priority = 2 }) => priority);
  assert.equal(urgencies.length, 500);
  assert.deepEqual(
    urgencies,
    urgencies.toSorted((a, b) => a - b),
  );
  for (const urgency of [0, 2, 3]) {
    const own = door.admitted.filter(({ priority = 2 }) => priority === urgency);
    const numbers = own.map(({ ref }) => Number(ref.split("#")[1]));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
  }
  assert.deepEqual(door.github.violations, []);
});

test("the daemon's memory stays as it is, however many issues came and went", async (t) => {
  const daemon = await openMortalDaemon(t, {
    timeoutMs: 30_000,
    patienceMs: 240_000,
    isIdle: true,
  });
  const { films, github, stores } = daemon;
  const jobs = (status?: "cancelled") =>
    stores.jobs.list({ limit: 10_000, ...(status && { status }) }).length;
  const comeAndGo = async (count: number): Promise<void> => {
    const all = jobs() + count;
    const issues = Array.from({ length: count }, (_, number) =>
      films.open({ by: "olga", title: `Film ${number}`, body: BODY, labels: ["video:approved"] }),
    );
    await daemon.until(() => jobs() === all, `${all} are jobs`);
    for (const issue of issues) github.world.setState(issue, "closed", "completed");
    await daemon.until(() => jobs("cancelled") === all, `${all} are called off`);
  };
  await comeAndGo(100);
  const before = (await daemon.heap()) / 1e6;
  await comeAndGo(500);
  const after: number[] = [];
  const isLetGo = (): boolean => (after.at(-1) ?? Infinity) - before < TEXTS_MB / 3;
  // Answers that are under way keep their issues until they have arrived.
  for (let look = 0; look < 20 && !isLetGo(); look += 1) after.push((await daemon.heap()) / 1e6);
  const told = [before, ...after].map((mb) => mb.toFixed(1)).join(", ");
  t.diagnostic(`heap in use after 100, then after 500 more: ${told} MB`);
  assert.ok(isLetGo(), "nothing of an issue that is over is kept");
});

const BODY = `---\nduration: 30\naspect: "16:9"\n---\n${"A sentence of a brief. ".repeat(1000)}`;
/** What five hundred briefs weigh. */
const TEXTS_MB = (500 * BODY.length) / 1e6;
