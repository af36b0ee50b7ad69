import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openHeartbeats } from "../../queue/heartbeats.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { Result } from "../../queue/payloads.ts";
import { CREW_TOPIC, inboxTopic, type CrewNotice } from "../../queue/topics.ts";
import { messagesOf } from "../../scheduler/news.ts";
import { openWorkshop, admission, template } from "../scheduler/support/workshop.ts";
import { temporaryFolder } from "../support/temp.ts";
import { eventually } from "../support/eventually.ts";

const AGENT = join(import.meta.dirname, "fixtures", "agent.ts");
/** So long that no agent asks for its lease by itself before a test has ended. */
const LEASE_MS = 12 * 3_600_000;

const pair = template(`
name: test
steps:
  - { name: one, role: critic, params: { act: wait, cue: /nowhere } }
  - { name: two, role: critic, params: { act: wait, cue: /nowhere } }
`);

/** Two real agent processes and a scheduler, without a watchdog. */
function crew(t: TestContext, names: readonly string[] = ["critic-1", "critic-2"]) {
  const folder = temporaryFolder(t);
  const children = new Map<string, ReturnType<typeof spawn>>();
  t.after(async () => {
    const ended = [...children.values()].map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    });
    await Promise.all(ended);
  });
  const start = (name: string, generation = 1): void => {
    const args = [AGENT, folder, name, `${generation}`, `${LEASE_MS}`];
    children.set(name, spawn(process.execPath, args, { stdio: "ignore" }));
  };
  const workshop = openWorkshop(t, folder, { templates: [pair], idleRoles: ["critic"] });
  const heartbeats = openHeartbeats(join(folder, "heartbeats.db"));
  t.after(() => heartbeats[Symbol.dispose]());
  for (const name of names) start(name);
  const inState = (name: string, state: string) =>
    eventually(
      `${name} is ${state}`,
      () => heartbeats.all().find((beat) => beat.agent === name && beat.state === state),
      60_000,
    );
  const operations = openQueueOperations(workshop.database, workshop.queue);
  const isHeard = (name: string) =>
    eventually(
      `${name} has heard everything`,
      async () => {
        const stats = (await workshop.queue.stats()).find(
          ({ topic }) => topic === inboxTopic(name),
        );
        return !stats || stats.ready + stats.leased + stats.delayed === 0;
      },
      60_000,
    );
  return { ...workshop, folder, children, start, inState, isHeard, operations };
}

const recall = (job: string): CrewNotice => ({ kind: "work.recalled", job });

test("a cancelled job leaves the hands of all agents at once", { timeout: 180_000 }, async (t) => {
  const { jobs, queue, inState } = crew(t);
  const { job } = jobs.admit(admission());
  for (const name of ["critic-1", "critic-2"]) await inState(name, "busy");
  jobs.cancel(job);
  await queue.publish(jobs.events(job).flatMap(messagesOf));
  for (const name of ["critic-1", "critic-2"]) {
    const beat = await inState(name, "ready");
    assert.equal(beat.job, null);
  }
  assert.equal((await jobs.view(job))?.status, "cancelled");
});

test("a broadcast that is about others' work disturbs nobody", { timeout: 180_000 }, async (t) => {
  const { folder, queue, inState, isHeard } = crew(t, ["critic-1"]);
  const cue = join(folder, "cue");
  await inState("critic-1", "ready");
  const params = { act: "wait", cue };
  const work = { job: "j", step: "one", role: "critic", attempt: 1, title: "", params, inputs: [] };
  await queue.send([{ topic: "work.critic", payload: work, replyTo: "answers" }]);
  const busy = await inState("critic-1", "busy");
  const payloads = [recall("another"), recall("j"), { kind: "nonsense" }];
  await queue.publish(payloads.map((payload) => ({ topic: CREW_TOPIC, payload })));
  await isHeard("critic-1");
  writeFileSync(cue, "");
  const answers = { topics: ["answers"], worker: "test#1", waitMs: 60_000 };
  const [answer] = await queue.receive(answers);
  const { outcome } = Result.parse(answer?.payload);
  assert.equal(outcome.kind === "done" && outcome.summary, "acted: waited");
  const [inbox] = (await queue.stats()).filter(({ topic }) => topic === inboxTopic("critic-1"));
  assert.equal(inbox?.dead, 1, "what is no notice is kept for inspection");
  assert.equal((await inState("critic-1", "ready")).pid, busy.pid);
});

test(
  "an agent that was killed hears afterwards what it missed, and is subscribed once",
  { timeout: 180_000 },
  async (t) => {
    const { queue, children, start, inState, isHeard, operations } = crew(t, ["critic-1"]);
    await inState("critic-1", "ready");
    const child = children.get("critic-1");
    assert.ok(child);
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal((await queue.publish([{ topic: CREW_TOPIC, payload: recall("j") }])).length, 1);
    start("critic-1", 2);
    await isHeard("critic-1");
    assert.deepEqual(await operations.subscriptions(), [
      { topic: CREW_TOPIC, inbox: inboxTopic("critic-1") },
    ]);
  },
);
