import assert from "node:assert/strict";
import { test } from "node:test";
import { createEvents } from "../../kernel/events.ts";

test("an event reaches who listens for it, and who listens to all", () => {
  const events = createEvents();
  const heard: unknown[] = [];
  events.on("job.changed", (payload) => heard.push(payload));
  events.on("daemon.stopping", () => assert.fail("nobody is stopping"));
  events.onAny((name, payload) => heard.push([name, payload]));
  const payload = { job: "j1", status: "done" };
  events.emit("job.changed", payload);
  assert.deepEqual(heard, [payload, ["job.changed", payload]]);
});
