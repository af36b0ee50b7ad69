import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { ROLES } from "../../agents/agent.ts";
import { makeBackup } from "../../daemon/backup/backup.ts";
import { backupFolder } from "../../daemon/backup/folder.ts";
import { loadConfig } from "../../daemon/config.ts";
import { createMetrics } from "../../daemon/metrics.ts";
import { readingsOf } from "../../daemon/metrics/readings.ts";
import { relay, withoutStored } from "../../daemon/relay.ts";
import { openStores, type Stores } from "../../daemon/stores.ts";
import { systemClock } from "../../kernel/clock.ts";
import { runServices } from "../../kernel/service.ts";
import type { Leased } from "../../queue/queue.ts";
import { Work } from "../../queue/payloads.ts";
import {
  NO_TOKENS,
  RESULT_TOPIC,
  workTopic,
  type Result,
  type StepDone,
} from "../../queue/topics.ts";
import { dispatcher } from "../../scheduler/dispatcher.ts";
import { settler } from "../../scheduler/settler.ts";
import { admitFilm, temporaryFolder } from "./command.ts";

const HEALTHY = {
  ok: true,
  checks: { database: "ok", tmux: "ok", scheduler: "ok" },
  lacksRoom: false,
};

async function opened(t: TestContext) {
  const config = await loadConfig({ home: temporaryFolder(t) }, {});
  const stores = openStores(config);
  const readings = readingsOf(config, stores, {
    health: async () => HEALTHY,
    usages: () => new Map(),
  });
  const metrics = createMetrics(stores.events, readings, { version: "1" });
  const value = async (series: string): Promise<number> => {
    const { text } = await metrics.expose();
    const line = text.split("\n").find((each) => each.startsWith(`${series} `));
    return line === undefined ? NaN : Number(line.split(" ").at(-1));
  };
  return { config, stores, value };
}

const ANY_WORK = { topics: ROLES.map(workTopic), worker: "all-rounder#1" };

/** Makes nothing, and says that it is done. */
function resultOf({ payload }: Leased): Result {
  const { job, step, attempt, role } = Work.parse(payload);
  const segment = (key: string, from: number, to: number) => ({ key, params: { from, to } });
  const segments = [segment("a", 0, 120), segment("b", 120, 200)];
  const fanOut = { shots: [{ key: "s01", params: {} }], segments };
  const costUsd = role === "scriptsmith" ? 0.25 : 0;
  const tokens = role === "scriptsmith" ? { input: 1_200, output: 300 } : NO_TOKENS;
  const finishedAt = Date.now();
  const at = { startedAt: finishedAt - 1_000, finishedAt };
  const outcome: StepDone = {
    kind: "done",
    outputs: {},
    fanOut,
    summary: "",
    notes: [],
    costUsd,
    tokens,
  };
  return { job, step, attempt, agent: "all-rounder", ...at, outcome };
}

test("a film's way through the real stores is counted: job, frames, costs", async (t) => {
  const { config, stores, value } = await opened(t);
  using _ = stores;
  const { database, queue, events, jobs } = stores;
  const stop = new AbortController();
  const ended = new Promise<void>((resolve) => {
    events.on("job.changed", ({ status }) => status === "done" && resolve());
  });
  const parts = { database, queue, events: withoutStored(events), clock: systemClock };
  const services = [
    dispatcher(parts),
    settler(parts),
    relay({ ...stores, doorbells: config.home.doorbells }),
  ];
  const running = runServices(services, stop.signal);
  const job = admitFilm(stores);
  assert.ok((await value("kantoku_oldest_open_job_timestamp_seconds")) > 1.7e9);
  while ((await jobs.view(job))?.status !== "done") {
    const [leased] = await queue.receive({ ...ANY_WORK, waitMs: 200 });
    if (leased) await queue.ack(leased, [{ topic: RESULT_TOPIC, payload: resultOf(leased) }]);
  }
  await ended;
  stop.abort();
  await running;
  assert.equal(await value('kantoku_jobs_admitted_total{source="cli"}'), 1);
  assert.equal(await value('kantoku_jobs_finished_total{source="cli",outcome="done"}'), 1);
  assert.equal(await value("kantoku_job_duration_seconds_count"), 1);
  assert.equal(await value("kantoku_render_frames_total"), 200);
  assert.equal(await value('kantoku_step_cost_dollars_total{role="scriptsmith"}'), 0.25);
  const tokens = (direction: string): Promise<number> =>
    value(`kantoku_llm_tokens_total{role="scriptsmith",direction="${direction}"}`);
  assert.deepEqual([await tokens("input"), await tokens("output")], [1_200, 300]);
  assert.equal(await value('kantoku_step_duration_seconds_sum{role="renderer"}'), 2);
  assert.equal(await value('kantoku_jobs{status="done"}'), 1);
  assert.ok(Number.isNaN(await value("kantoku_oldest_open_job_timestamp_seconds")));
  assert.ok((await value('kantoku_database_size_bytes{file="main"}')) > 0);
  assert.ok((await value("kantoku_home_free_bytes")) > 0);
});

test("the newest backup of this home is told, and nothing as long as there is none", async (t) => {
  const { config, stores, value } = await opened(t);
  using _ = stores;
  const told = () => value("kantoku_backup_last_success_timestamp_seconds");
  assert.ok(Number.isNaN(await told()));
  const { manifest } = await makeBackup(config, { folder: backupFolder(config), keep: 0 });
  assert.equal(await told(), manifest.madeAt / 1000);
});

test("a film that is late is told of as long as it is not done", async (t) => {
  const { stores, value } = await opened(t);
  using _ = stores;
  const { jobs, blobs } = stores;
  const admission = (key: string, deadlineAt: number) => ({
    title: "A film",
    brief: blobs.putJson({}),
    briefText: blobs.putBytes("# A film", ".md"),
    source: { kind: "cli", ref: key } as const,
    admissionKey: key,
    deadlineAt,
  });
  const { job } = jobs.admit(admission("late", Date.now() - 1_000));
  jobs.admit(admission("in-time", Date.now() + 3_600_000));
  assert.equal(await value("kantoku_jobs_past_deadline"), 1);
  jobs.cancel(job, "no use any more");
  assert.equal(await value("kantoku_jobs_past_deadline"), 0);
});

test("a result that came after its lease was over is counted, whichever process it came from", async (t) => {
  const { stores, value } = await opened(t);
  using _ = stores;
  using elsewhere = openStores(await configOf(stores));
  const topic = workTopic("editor");
  const late = `kantoku_late_results_total{topic="${topic}"}`;
  const work = { job: "j", step: "edit", role: "editor", attempt: 1, title: "" };
  await stores.queue.send([{ topic, payload: { ...work, params: {}, inputs: [] } }]);
  const [leased] = await elsewhere.queue.receive({ ...ANY_WORK });
  assert.ok(leased);
  await stores.queue.releaseWorker(ANY_WORK.worker, "silent");
  assert.ok(Number.isNaN(await value(late)));
  const replies = [{ topic: RESULT_TOPIC, payload: resultOf(leased) }];
  assert.equal(await elsewhere.queue.ack(leased, replies), "lost");
  assert.equal(await value(late), 1);
  assert.equal(await value(late), 1, "once");
});

function configOf({ database }: Stores) {
  const home = database.path.replace(/\/data\/[^/]+$/, "");
  return loadConfig({ home }, {});
}
