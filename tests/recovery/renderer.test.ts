import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../../kernel/database.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { openQueue, queueMigrations } from "../../queue/sqlite/queue.ts";
import { Result } from "../../queue/payloads.ts";
import { RESULT_TOPIC, type Work } from "../../queue/topics.ts";
import { studioFor } from "../agents/roles/studio.ts";
import { eventually } from "../support/eventually.ts";

const BRIEF = `---
duration: 8
---
# A lighthouse

The lamp never goes out.

- A keeper looks at it every second
- A broken part is replaced at once
`;

const FIXTURE = join(import.meta.dirname, "fixtures", "renderer.ts");

test("segments that a killed renderer had finished are not rendered again", async (t) => {
  const children: ChildProcess[] = [];
  t.after(() => {
    for (const child of children) child.kill("SIGKILL");
  });
  const studio = studioFor(t, BRIEF);
  for (const role of ["concept-planner", "scriptsmith", "shotmaster"] as const)
    await studio.done(role, role);
  await studio.done("narrator", "voice");
  await studio.done("director", "direct");
  const { home, blobs } = studio;
  const graph = blobs.putJson(studio.paper("draft-graph"));
  const database = openDatabase(home.database, { migrations: [queueMigrations] });
  const queue = openQueue(database, { doorbells: home.doorbells });
  t.after(() => {
    queue[Symbol.dispose]();
    database.close();
  });
  const segment = (step: string, from: number, to: number): Work => ({
    job: "job-1",
    step,
    role: "renderer",
    attempt: 1,
    title: "A film",
    params: { from, to },
    inputs: [{ step: "direct", key: null, name: "graph", blob: graph }],
  });
  const segments = [segment("render-1", 0, 6), segment("render-2", 6, 12)];
  const sent = await queue.send(
    segments.map((payload) => ({ topic: "work.renderer", payload, replyTo: RESULT_TOPIC })),
  );
  const renderer = (generation: number, fate: string): ChildProcess => {
    const args = [FIXTURE, home.root, `${generation}`, fate];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
    children.push(child);
    return child;
  };
  const results = async (): Promise<Result[]> => {
    const received = await queue.receive({ topics: [RESULT_TOPIC], worker: "test#1", max: 5 });
    await queue.ackAll(received);
    return received.map(({ payload }) => Result.parse(payload));
  };

  const [, signal] = (await once(renderer(1, "mortal"), "exit")) as [number, NodeJS.Signals];
  assert.equal(signal, "SIGKILL");
  assert.equal(await queue.releaseWorker("renderer-1#1", "signal SIGKILL"), 1);
  const [before, ...others] = await results();
  assert.equal(before?.step, "render-1");
  assert.deepEqual(others, [], "the second died with its renderer");

  // Without a browser, what it answers can't have been rendered anew.
  renderer(2, "blind");
  const after = await eventually("the second segment", async () => (await results())[0]);
  assert.equal(after.step, "render-2");
  assert.equal(
    after.outcome.kind === "done" && after.outcome.summary,
    "Frames 6 to 12, as rendered before",
  );
  const operations = openQueueOperations(database, queue);
  const histories = await Promise.all(sent.map(async ({ id }) => operations.show(id)));
  assert.deepEqual(
    histories.map((shown) => shown?.history.map(({ ending }) => ending)),
    [["done"], ["lost", "done"]],
  );
});
