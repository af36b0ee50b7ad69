import assert from "node:assert/strict";
import { test } from "node:test";
import { watchOomKills } from "../../watchdog/look.ts";

test("a kill for want of memory is remembered until its process has ended, and no longer", () => {
  let kills = 3;
  const wasOomKill = watchOomKills(() => kills);
  assert.equal(wasOomKill(1_000), false, "what was before is of no interest");
  kills = 4;
  assert.equal(wasOomKill(2_000), true);
  assert.equal(wasOomKill(4_000), true, "the process may have ended only now");
  assert.equal(wasOomKill(6_000), false);
});
