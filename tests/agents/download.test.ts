import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { download, isAllowedHost, isPublic, type DownloadOptions } from "../../agents/download.ts";
import { temporaryFolder } from "../support/temp.ts";

/** A server of pictures, and a download that may reach it although it is on this machine. */
async function serve(t: TestContext, listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const target = join(temporaryFolder(t), "fetched");
  const base: DownloadOptions = {
    hosts: [`localhost:${port}`],
    maxBytes: 1_000,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    isReachable: () => true,
  };
  return {
    address: `http://localhost:${port}`,
    port,
    target,
    get: (path: string, options: Partial<DownloadOptions> = {}) =>
      download(path.startsWith("http") ? path : `http://localhost:${port}${path}`, target, {
        ...base,
        ...options,
      }),
  };
}

test("a file comes from an allowed host, through its redirects, too", async (t) => {
  const site = await serve(t, (request, response) => {
    if (request.url === "/old") response.writeHead(302, { location: "/new" }).end();
    else response.end("a picture");
  });
  const found = await site.get("/old");
  assert.deepEqual(found, { kind: "found", file: site.target, bytes: 9 });
  assert.equal(readFileSync(site.target, "utf8"), "a picture");
});

test("no request reaches a host that is not allowed, nor one that a redirect leads to", async (t) => {
  const requests: string[] = [];
  const site = await serve(t, (request, response) => {
    requests.push(request.url ?? "");
    response.writeHead(301, { location: `http://127.0.0.1:${site.port}/inside` }).end();
  });
  const elsewhere = await site.get("https://elsewhere.example/a.png");
  assert.deepEqual(elsewhere, {
    kind: "refused",
    reason: "its host elsewhere.example is not among those allowed",
  });
  const led = await site.get("/out");
  assert.match(led.kind === "refused" ? led.reason : "", /^its host 127\.0\.0\.1:\d+ is not among/);
  assert.deepEqual(requests, ["/out"]);
});

test("a private address is never connected to, by its number or by a name", async (t) => {
  const requests: string[] = [];
  const site = await serve(t, (request, response) => {
    requests.push(request.url ?? "");
    response.end("secret");
  });
  const hosts = [`localhost:${site.port}`, `127.0.0.1:${site.port}`, `[::1]:${site.port}`];
  for (const host of hosts) {
    const refused = await site.get(`http://${host}/`, { hosts, isReachable: isPublic });
    assert.deepEqual(refused, { kind: "refused", reason: "its host is in a private network" });
  }
  assert.deepEqual(requests, []);
});

test("what is missing, too large or in circles is refused with the reason", async (t) => {
  const site = await serve(t, (request, response) => {
    if (request.url === "/gone") response.writeHead(404).end("nothing here");
    else if (request.url === "/vast") response.end(Buffer.alloc(5_000));
    else response.writeHead(302, { location: "/round" }).end();
  });
  const reasons = [];
  for (const path of ["/gone", "/vast", "/round", "http://user:word@localhost/"]) {
    const refused = await site.get(path);
    reasons.push(refused.kind === "refused" ? refused.reason : refused.kind);
  }
  assert.deepEqual(reasons, [
    "its server answers 404",
    "it has more than the 0.001 MB allowed",
    "its address leads from one to the next",
    "its address holds a password",
  ]);
  const nobody = await site.get("http://localhost:1/", { hosts: ["localhost"] });
  assert.deepEqual(nobody, { kind: "refused", reason: "it can't be fetched (ECONNREFUSED)" });
});

test("a server that never answers costs the time limit, and a stop ends it at once", async (t) => {
  const site = await serve(t, () => {});
  assert.deepEqual(await site.get("/", { timeoutMs: 50 }), {
    kind: "refused",
    reason: "it takes too long to fetch",
  });
  const stop = new AbortController();
  const reason = new Error("the daemon is stopping");
  const asked = site.get("/", { signal: stop.signal });
  stop.abort(reason);
  await assert.rejects(asked, reason);
});

test("private, local and reserved networks are told from public ones", () => {
  const inside =
    "127.0.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0";
  const reserved =
    "224.0.0.1 255.255.255.255 ::1 :: fd00::1 fe80::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::a00:1";
  for (const address of `${inside} ${reserved} no-address`.split(" "))
    assert.ok(!isPublic(address), address);
  for (const address of "93.184.216.34 172.32.0.1 2606:2800:220:1::1".split(" "))
    assert.ok(isPublic(address), address);
});

test("hosts are allowed by name, with all below them, or with their port", () => {
  const allows = (hosts: readonly string[], address: string) =>
    isAllowedHost(new URL(address), hosts);
  assert.ok(allows(["example.org"], "https://Example.org/a"));
  assert.ok(!allows(["example.org"], "https://evil-example.org/a"));
  assert.ok(!allows(["example.org"], "https://a.example.org/a"));
  assert.ok(allows(["*.example.org"], "https://a.b.example.org/a"));
  assert.ok(!allows(["*.example.org"], "https://badexample.org/"));
  assert.ok(allows(["example.org:8080"], "http://example.org:8080/"));
});
