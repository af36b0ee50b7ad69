import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig, type Config } from "../../daemon/config.ts";
import { relay, withoutStored, type RelayOptions } from "../../daemon/relay.ts";
import { openStores } from "../../daemon/stores.ts";
import { createEvents } from "../../kernel/events.ts";
import type { NewMessage } from "../../queue/queue.ts";
import { JobNews } from "../../queue/payloads.ts";
import { JOB_EVENTS_TOPIC } from "../../queue/topics.ts";
import { fakeClock } from "../support/clock.ts";
import { admitFilm, temporaryFolder } from "./command.ts";

const soon = { timeout: 60_000 };

const relayOf = ({ home }: Config, options: Omit<RelayOptions, "doorbells">) =>
  relay({ ...options, doorbells: home.doorbells });

test(
  "what another process did to a job is told once, and not again after a restart",
  soon,
  async (t) => {
    const config = await loadConfig({ home: temporaryFolder(t) }, {});
    using command = openStores(config);
    using daemon = openStores(config);
    const job = admitFilm(command);
    command.jobs.cancel(job);
    const heard: unknown[] = [];
    const stop = new AbortController();
    daemon.events.onAny((name, payload) => {
      heard.push([name, payload]);
      if (name === "job.changed") stop.abort();
    });
    await relayOf(config, daemon).run(stop.signal);
    assert.deepEqual(heard, [
      ["job.admitted", { job, source: "cli:brief.md", title: "A film" }],
      ["job.changed", { job, status: "cancelled", reason: "cancelled on request" }],
    ]);
    const later = new AbortController();
    const events = createEvents();
    events.onAny((name) => assert.fail(`${name} was told twice`));
    const again = relayOf(config, { ...daemon, events }).run(later.signal);
    setImmediate(() => later.abort());
    await again;
  },
);

test("who subscribed an inbox hears of every job, once, over a crash of the relay too", async (t) => {
  const config = await loadConfig({ home: temporaryFolder(t) }, {});
  using stores = openStores(config);
  const { events, jobs, queue } = stores;
  await queue.subscribe({ topic: JOB_EVENTS_TOPIC, inbox: "inbox.script" });
  const job = admitFilm(stores);
  jobs.cancel(job);
  const from = { topics: ["inbox.script"], worker: "script#1", max: 10, waitMs: 60_000 };
  const crashes = {
    publish: async (messages: readonly NewMessage[]) => {
      await queue.publish(messages);
      throw new TypeError("killed between the two");
    },
  };
  await assert.rejects(
    relayOf(config, { ...stores, queue: crashes }).run(AbortSignal.timeout(60_000)),
    TypeError,
  );
  const heard = await queue.receive(from);
  assert.deepEqual(
    heard.map(({ payload, publishedOn }) => [JobNews.parse(payload).event, publishedOn]),
    [
      ["job.admitted", JOB_EVENTS_TOPIC],
      ["job.cancelled", JOB_EVENTS_TOPIC],
    ],
  );
  assert.equal(JobNews.parse(heard[1]?.payload).reason, "cancelled on request");
  await queue.ackAll(heard);
  const stop = new AbortController();
  events.on("job.changed", () => setImmediate(() => stop.abort()));
  await relayOf(config, stores).run(stop.signal);
  assert.deepEqual(await queue.receive({ ...from, waitMs: 0 }), [], "nothing is told twice");
  await queue.unsubscribe({ topic: JOB_EVENTS_TOPIC, inbox: "inbox.script" });
  jobs.retry(job);
  const later = new AbortController();
  events.on(
    "job.changed",
    ({ status }) => status === "running" && setImmediate(() => later.abort()),
  );
  await relayOf(config, stores).run(later.signal);
  assert.deepEqual(await queue.receive({ ...from, waitMs: 0 }), []);
});

test("stored events are left to the relay, all others pass at once", () => {
  const events = createEvents();
  const heard: string[] = [];
  events.onAny((name) => heard.push(name));
  const quiet = withoutStored(events);
  quiet.emit("job.changed", { job: "j", status: "done" });
  quiet.emit("tmux.restarted", { reason: "gone" });
  assert.deepEqual(heard, ["tmux.restarted"]);
});

test("a job that waited and may start is news like any other, and keeps the daemon alive", async (t) => {
  const config = await loadConfig({ home: temporaryFolder(t) }, {});
  using stores = openStores(config);
  const { blobs, events, jobs, queue } = stores;
  await queue.subscribe({ topic: JOB_EVENTS_TOPIC, inbox: "inbox.script" });
  const { job } = jobs.admit({
    title: "A film",
    brief: blobs.putJson({}),
    briefText: blobs.putBytes("# A film", ".md"),
    source: { kind: "github", ref: "acme/films#1" },
    admissionKey: "github:1",
    holds: [{ cause: "questions", reason: "One question is open, on the issue." }],
  });
  jobs.release(job, "questions");
  const stop = new AbortController();
  events.on("job.changed", ({ status }) => status === "queued" && stop.abort());
  await relayOf(config, stores).run(AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]));
  const from = { topics: ["inbox.script"], worker: "script#1", max: 10, waitMs: 60_000 };
  const told = (await queue.receive(from)).map(({ payload }) => JobNews.parse(payload).event);
  assert.deepEqual(told.slice(-1), ["job.queued"]);
});

test(
  "a command in another process is heard of by its bell, without a further look",
  soon,
  async (t) => {
    const config = await loadConfig({ home: temporaryFolder(t) }, {});
    using command = openStores(config);
    using daemon = openStores(config);
    const stop = new AbortController();
    const changed = new Promise<string>((resolve) => {
      daemon.events.on("job.changed", ({ status }) => resolve(status));
    });
    const clock = fakeClock();
    const job = admitFilm(command);
    const isHeard = new Promise((resolve) => daemon.events.on("job.admitted", resolve));
    const running = relayOf(config, { ...daemon, clock }).run(stop.signal);
    await isHeard;
    await clock.sleeping(2);
    command.jobs.cancel(job);
    assert.equal(await changed, "cancelled");
    stop.abort();
    await running;
  },
);

test("an event whose bell was lost is told with the next look", soon, async (t) => {
  const config = await loadConfig({ home: temporaryFolder(t) }, {});
  using stores = openStores(config);
  const stop = new AbortController();
  const clock = fakeClock();
  const isDeaf = { doorbells: temporaryFolder(t) };
  const running = relay({ ...stores, ...isDeaf, clock }).run(stop.signal);
  const isHeard = new Promise((resolve) => stores.events.on("job.admitted", resolve));
  await clock.sleeping(2);
  admitFilm(stores);
  await clock.advance(2_000);
  await isHeard;
  stop.abort();
  await running;
});
