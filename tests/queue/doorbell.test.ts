import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openDoorbell } from "../../queue/doorbell.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryFolder } from "../support/temp.ts";

const soon = { timeout: 60_000 };

/** Two doorbells at one folder, as two processes have them; the clock never moves, so nothing polls. */
function twoDoorbells(t: TestContext) {
  const folder = join(temporaryFolder(t), "doorbells");
  const clock = fakeClock();
  const [ours, theirs] = [openDoorbell(folder, clock), openDoorbell(folder, clock)];
  t.after(() => {
    ours[Symbol.dispose]();
    theirs[Symbol.dispose]();
  });
  return { folder, clock, ours, theirs };
}

test("a ring wakes who listens in the same process", soon, async (t) => {
  const { ours } = twoDoorbells(t);
  using listening = ours.listen(["a", "b"]);
  const woken = listening.wait(60_000);
  ours.ring(["b"]);
  await woken;
});

test("a ring wakes who listens elsewhere, through the file alone", soon, async (t) => {
  const { folder, ours, theirs } = twoDoorbells(t);
  // Fails here, and says why, where the system has no watch to give: nothing would be heard then.
  watch(folder).close();
  using listening = theirs.listen(["a"]);
  for (let n = 0; n < 20; n += 1) {
    const woken = listening.wait(60_000);
    ours.ring(["a"]);
    await woken;
  }
});

test("of many rings in one turn of the event loop the first and the last reach the file", async (t) => {
  const { folder, clock, ours } = twoDoorbells(t);
  const start = clock.now();
  const touchedAt = (): number => statSync(join(folder, "a")).mtimeMs - start;
  for (const ms of [1_000, 2_000, 3_000]) {
    clock.jumpTo(start + ms);
    ours.ring(["a"]);
    assert.equal(touchedAt(), 1_000);
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(touchedAt(), 3_000);
});

test("a ring between listening and waiting is not lost", soon, async (t) => {
  const { ours } = twoDoorbells(t);
  using listening = ours.listen(["a"]);
  ours.ring(["a"]);
  await listening.wait(60_000);
});

test("nobody wakes for another topic, nor after it stopped listening", soon, async (t) => {
  const { ours, clock } = twoDoorbells(t);
  let wakes = 0;
  const ended = ours.listen(["a"]);
  ended[Symbol.dispose]();
  const listening = ours.listen(["a"]);
  const waits = [ended.wait(100), listening.wait(100)].map((wait) => wait.then(() => (wakes += 1)));
  listening[Symbol.dispose]();
  ours.ring(["b", "a"]);
  await clock.sleeping(2);
  assert.equal(wakes, 0);
  await clock.advance(100);
  await Promise.all(waits);
});

test("an aborted wait ends at once", soon, async (t) => {
  const { ours } = twoDoorbells(t);
  using listening = ours.listen(["a"]);
  await listening.wait(60_000, AbortSignal.abort());
  const stop = new AbortController();
  const waiting = listening.wait(60_000, stop.signal);
  stop.abort();
  await waiting;
});

test("a bell that can't be rung or watched is a lost ring and no failure", (t) => {
  const { folder, ours, theirs } = twoDoorbells(t);
  rmSync(folder, { recursive: true });
  ours.ring(["a"]);
  using deaf = theirs.listen(["a"]);
  assert.equal(existsSync(folder), false);
  assert.equal(deaf.hearsOthers, false);
  mkdirSync(folder);
  using hearing = theirs.listen(["a"]);
  assert.equal(hearing.hearsOthers, true);
});
