import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { run, type RunResult } from "../../kernel/process.ts";
import { openJobs } from "../../scheduler/jobs.ts";
import { temporaryFolder } from "../support/temp.ts";
import { openParts } from "./support/workshop.ts";

const MORTAL = join(import.meta.dirname, "fixtures", "mortal-scheduler.ts");
const STEPS = ["join", "list", "part:a", "part:b"];

function live(folder: string, ...fault: string[]): Promise<RunResult> {
  return liveOn("straight", folder, ...fault);
}

function liveOn(way: "straight" | "revised", folder: string, ...fault: string[]) {
  return run(process.execPath, [MORTAL, folder, way, ...fault], { timeoutMs: 120_000 });
}

const performed = (folder: string): string[] => {
  const log = join(folder, "performed.log");
  return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
};

/** The job is done, each step has one attempt and one ending, and nobody waits in the queue. */
async function assertOneResult(t: TestContext, folder: string): Promise<void> {
  const { database, queue, clock, events } = openParts(folder);
  t.after(() => {
    queue[Symbol.dispose]();
    database.close();
  });
  const jobs = openJobs(database, queue, { clock, events, templates: () => new Map() });
  const all = jobs.list();
  assert.equal(all.length, 1);
  const view = await jobs.view(all[0]?.id ?? "");
  assert.equal(view?.status, "done");
  assert.deepEqual(view?.steps.map(({ name }) => name).sort(), STEPS);
  for (const { attempts, status } of view?.steps ?? []) {
    assert.equal(attempts, 1);
    assert.equal(status, "done");
  }
  const endings = jobs.events(view?.id ?? "").filter(({ name }) => name === "step.finished");
  assert.deepEqual(endings.map(({ step }) => String(step)).sort(), STEPS);
  for (const topic of await queue.stats()) assert.equal(topic.ready + topic.leased + topic.dead, 0);
}

const POINTS = [
  ["scheduler.admit", 1],
  ["scheduler.dispatcher", 1],
  ["scheduler.settler", 1],
  ["scheduler.settler", 2],
  ["scheduler.settler", 3],
  ["scheduler.settler", 4],
] as const;

for (const [point, nth] of POINTS) {
  for (const side of ["before-commit", "after-commit"]) {
    test(`killed at ${point} ${nth}, ${side}, the job goes on and no step runs again`, async (t) => {
      const folder = temporaryFolder(t);
      const killed = await live(folder, `${point}.${side}`, String(nth));
      assert.equal(killed.signal, "SIGKILL");
      const revived = await live(folder);
      assert.equal(revived.exitCode, 0, revived.stderr);
      assert.deepEqual(
        performed(folder).sort(),
        STEPS.map((step) => `${step} 1`),
      );
      await assertOneResult(t, folder);
    });
  }
}

for (const side of ["before-commit", "after-commit"]) {
  test(`killed ${side} of a revision, its round is given once`, async (t) => {
    const folder = temporaryFolder(t);
    const killed = await liveOn("revised", folder, `scheduler.settler.${side}`, "4");
    assert.equal(killed.signal, "SIGKILL");
    const revived = await liveOn("revised", folder);
    assert.equal(revived.exitCode, 0, revived.stderr);
    assert.deepEqual(
      performed(folder).sort(),
      STEPS.flatMap((step) => [`${step} 1`, `${step} 2`]),
    );
    const { database, queue, clock, events } = openParts(folder);
    t.after(() => {
      queue[Symbol.dispose]();
      database.close();
    });
    const jobs = openJobs(database, queue, { clock, events, templates: () => new Map() });
    const view = await jobs.view(jobs.list()[0]?.id ?? "");
    assert.deepEqual(
      view?.revisions.map(({ round, step }) => [round, step]),
      [[1, "list"]],
    );
  });
}

test("killed again and again, a job still ends with one result of each step", async (t) => {
  const folder = temporaryFolder(t);
  const points = [
    "queue.receive.after-commit",
    "queue.ack.before-commit",
    "queue.ack.after-commit",
  ];
  for (const point of ["scheduler.dispatcher.after-commit", ...points]) {
    assert.equal((await live(folder, point, "1")).signal, "SIGKILL");
  }
  const revived = await live(folder);
  assert.equal(revived.exitCode, 0, revived.stderr);
  assert.deepEqual(
    [...new Set(performed(folder))].sort(),
    STEPS.map((step) => `${step} 1`),
  );
  assert.equal(
    performed(folder).length,
    STEPS.length + 1,
    "only the unacknowledged step ran twice",
  );
  await assertOneResult(t, folder);
});
