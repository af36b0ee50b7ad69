import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { loadConfig } from "../../daemon/config.ts";
import { healthOf, type Health } from "../../daemon/health.ts";
import { serve, type Shown } from "../../daemon/http/server.ts";
import type { Status } from "../../daemon/status.ts";
import { temporaryFolder } from "./command.ts";

test("life, readiness, metrics and status are served on loopback, on a free port", async (t) => {
  const { url } = await served(t, {});
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.deepEqual(await (await fetch(`${url}/livez`)).json(), { ok: true });
  const ready = await fetch(`${url}/readyz`);
  assert.equal(ready.status, 200);
  assert.deepEqual(await ready.json(), { ok: true, checks: { database: "ok" } });
  const metrics = await fetch(`${url}/metrics`);
  assert.equal(metrics.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  assert.equal(await metrics.text(), "kantoku_up 1\n");
  const status = (await (await fetch(`${url}/api/v1/status`)).json()) as Status;
  assert.equal(status.state, "running");
  assert.equal((await fetch(`${url}/elsewhere`)).status, 404);
});

test("who is not ready says so with 503, and why", async (t) => {
  const health = healthOf([
    { name: "database", check: () => {} },
    {
      name: "tmux",
      check: () => {
        throw new Error("no server");
      },
    },
  ]);
  const { url } = await served(t, { health });
  const answer = await fetch(`${url}/readyz`);
  assert.equal(answer.status, 503);
  assert.deepEqual(await answer.json(), {
    ok: false,
    checks: { database: "ok", tmux: "no server" },
  });
  assert.equal((await fetch(`${url}/livez`)).status, 200);
});

test("a port that is taken is told with what to do", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  await assert.rejects(served(t, {}, port), (error: Error & { code: string; hint: string }) => {
    assert.equal(error.code, "port-taken");
    assert.equal(error.message, `Another program listens on 127.0.0.1:${port}.`);
    assert.match(error.hint, /--port N.*0 takes any free one/);
    return true;
  });
});

async function served(t: TestContext, shown: Partial<Shown>, port = 0) {
  const config = await loadConfig({ home: temporaryFolder(t), port }, {});
  const healthy: Health = { ok: true, checks: { database: "ok" }, lacksRoom: false };
  const contentType = "text/plain; version=0.0.4; charset=utf-8";
  const server = await serve(config, {
    metrics: { expose: async () => ({ text: "kantoku_up 1\n", contentType }) },
    health: async () => healthy,
    status: async () => ({ state: "running" }) as Status,
    ...shown,
  });
  t.after(() => server.close());
  return server;
}
