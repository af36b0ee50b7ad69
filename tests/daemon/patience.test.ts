import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { endUnhurried, openPatiently } from "../../daemon/patience.ts";
import { OperationalError } from "../../kernel/errors.ts";

const FULL = new OperationalError("disk-full", "The disk is full.", { hint: "Free some space." });

/** A service whose opening meets these failures, one after the other, by a clock of its own. */
function waiting(t: TestContext, failures: readonly Error[], stop = new AbortController()) {
  t.mock.method(process.stderr, "write", () => true);
  const left = [...failures];
  const said: string[][] = [];
  let now = 0;
  const clock = {
    now: () => now,
    uptime: () => now,
    sleep: async (ms: number) => void (now += ms),
  };
  const opened = openPatiently(
    async () => {
      const failure = left.shift();
      if (failure) throw failure;
      return "open";
    },
    {
      systemd: { notify: async (...words) => void said.push(words) },
      signal: stop.signal,
      clock,
    },
  );
  return { opened, said, left, waitedMs: () => now };
}

test("what passes by itself is waited for, and systemd hears what for", async (t) => {
  const { opened, said } = waiting(t, [FULL, FULL]);
  assert.equal(await opened, "open");
  const words = ["EXTEND_TIMEOUT_USEC=60000000", "STATUS=The disk is full. Free some space."];
  assert.deepEqual(said, [words, words]);
});

test("what does not pass by itself is told at once", async (t) => {
  const taken = new OperationalError("home-taken", "A daemon runs here already.");
  const { opened, said } = waiting(t, [FULL, taken]);
  await assert.rejects(opened, taken);
  assert.equal(said.length, 1);
});

test("a fresh process is asked for after five minutes: long enough for systemd to start it again", async (t) => {
  const { opened, left, waitedMs } = waiting(
    t,
    Array.from({ length: 100 }, () => FULL),
  );
  await assert.rejects(opened, FULL);
  assert.ok(left.length > 50);
  assert.ok(waitedMs() > 300_000 && waitedMs() < 320_000);
});

test("who is asked to stop waits no longer", async (t) => {
  const stop = new AbortController();
  stop.abort();
  assert.equal(await waiting(t, [FULL], stop).opened, undefined);
});

test("a process that ends for what passes by itself has lived too long for systemd's five starts", async (t) => {
  const said: string[][] = [];
  const systemd = { notify: async (...words: string[]) => void said.push(words) };
  const livedFor = async (seconds: number, error: Error): Promise<number> => {
    t.mock.method(process, "uptime", () => seconds);
    let waitedMs = 0;
    const clock = {
      now: () => 0,
      uptime: () => 0,
      sleep: async (ms: number) => void (waitedMs = ms),
    };
    await endUnhurried(error, { systemd, signal: new AbortController().signal, clock });
    return waitedMs;
  };
  const behind = new Error("Service readiness failed", { cause: FULL });
  assert.equal(await livedFor(2, behind), 13_000);
  assert.equal(await livedFor(3_600, FULL), 0);
  assert.equal(said[0]?.at(-1), "STATUS=The disk is full. Free some space.");
  assert.equal(await livedFor(2, new Error("a fault of the program")), 0, "a crash loop is none");
  assert.equal(said.length, 2);
});
