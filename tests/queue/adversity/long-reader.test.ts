import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { LOG_LIMIT_BYTES } from "../../../kernel/database.ts";
import { temporaryFolder } from "../../support/temp.ts";
import { startFixture } from "../processes.ts";
import { openGround, type Ground } from "./ground.ts";

const logBytes = ({ path }: Ground): number => statSync(`${path}-wal`).size;

async function workAway({ queue }: Ground, messages: number): Promise<void> {
  const payload = "word ".repeat(2_000);
  await queue.send(Array.from({ length: messages }, () => ({ topic: "work", payload })));
  const leased = await queue.receive({ topics: ["work"], worker: "w#1", max: messages });
  await queue.ackAll(leased);
}

test("a process that reads for long makes the log grow, and its end makes it small again", async (t) => {
  const folder = temporaryFolder(t);
  using ground = openGround(folder);
  await workAway(ground, 100);
  const reader = startFixture(t, "../adversity/fixtures/reader", [folder]);
  await reader.line(1);
  for (let round = 0; round < 6; round += 1) await workAway(ground, 500);
  assert.equal(ground.database.checkpoint(), "held");
  assert.ok(logBytes(ground) > LOG_LIMIT_BYTES);
  reader.child.kill("SIGKILL");
  await reader.ended();
  await workAway(ground, 1); // The first commit moves the log into the file, the next one starts it anew.
  assert.ok(logBytes(ground) <= LOG_LIMIT_BYTES, `${logBytes(ground)} bytes`);
  assert.equal(ground.database.checkpoint(), "done");
  assert.equal(logBytes(ground), 0);
});
