import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import Sqlite from "better-sqlite3";
import type { AgentPane } from "../../agents/pane.ts";
import { fleet } from "./fleet.ts";

test("an agent that was stopped within its beat is replaced, and nobody else", async (t) => {
  const on = fleet(t, { names: ["critic-1", "critic-2"] });
  let isStopped = false;
  const seen = (pane: AgentPane): AgentPane =>
    isStopped && pane.agent === "critic-1" && pane.generation === 1
      ? { ...pane, process: "stopped" }
      : pane;
  const observe = async (): Promise<AgentPane[]> => (await on.panes.observe()).map(seen);
  on.patrol({ panes: { ...on.panes, observe }, limits: { beatMs: 500 } });
  for (const { name } of on.roster) await on.inState(name, "ready");

  // Its transaction stays open, so that nobody can beat.
  const held = new Sqlite(join(on.folder, "heartbeats.db"));
  t.after(() => void held.close());
  held.exec("begin immediate");
  isStopped = true;
  const crash = await on.crash();
  assert.deepEqual([crash.agent, crash.generation, crash.cause], ["critic-1", 1, "hang"]);
  held.exec("rollback");
  await on.inState("critic-1", "ready", 2);
  assert.equal((await on.inState("critic-2", "ready")).generation, 1);
});
