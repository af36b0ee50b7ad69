import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../daemon/config.ts";
import { relay, withoutStored } from "../../daemon/relay.ts";
import { openStores } from "../../daemon/stores.ts";
import { createEvents } from "../../kernel/events.ts";
import { temporaryFolder } from "./command.ts";

test("what another process did to a job is told once, and not again after a restart", async (t) => {
  const config = await loadConfig({ home: temporaryFolder(t) }, {});
  using command = openStores(config);
  using daemon = openStores(config);
  const text = command.blobs.putBytes("# A film", ".md");
  const { job } = command.jobs.admit({
    title: "A film",
    brief: command.blobs.putJson({}),
    briefText: text,
    source: { kind: "cli", ref: "brief.md" },
    admissionKey: "cli:1",
  });
  command.jobs.cancel(job);
  const heard: unknown[] = [];
  const stop = new AbortController();
  daemon.events.onAny((name, payload) => {
    heard.push([name, payload]);
    if (name === "job.changed") stop.abort();
  });
  await relay(daemon.database, daemon.jobs, daemon.events).run(stop.signal);
  assert.deepEqual(heard, [
    ["job.admitted", { job, source: "cli:brief.md", title: "A film" }],
    ["job.changed", { job, status: "cancelled", reason: "cancelled on request" }],
  ]);
  const later = new AbortController();
  const events = createEvents();
  events.onAny((name) => assert.fail(`${name} was told twice`));
  const again = relay(daemon.database, daemon.jobs, events).run(later.signal);
  setImmediate(() => later.abort());
  await again;
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
