import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "../../kernel/database.ts";
import { homeAt } from "../../kernel/home.ts";
import { openAgents, watchdogMigrations, type AgentView } from "../../watchdog/agents.ts";
import { newRecord } from "../../watchdog/record.ts";
import { kantoku, kantokuJson, makeHome, temporaryFolder } from "./command.ts";

test("without a daemon agents are held, released and dismissed, and shown so; none is restarted", async (t) => {
  const home = temporaryFolder(t);
  await makeHome(home);
  using database = openDatabase(homeAt(home).database, { migrations: [watchdogMigrations] });
  const agents = openAgents(database);
  const paused = { state: "quarantined", reason: "exit 3", resumeAt: Date.now() + 60_000 } as const;
  agents.write({ ...newRecord("writer", ["scriptsmith"]), ...paused });
  agents.write({ ...newRecord("critic", ["critic"]), reason: "exit 4" });
  const states = async (): Promise<string[]> =>
    (await kantokuJson<AgentView[]>(home, ["agents"])).map(({ name, state }) => `${name} ${state}`);

  for (const name of ["writer", "critic"]) {
    const asked = await kantokuJson(home, ["agents", "hold", name]);
    assert.deepEqual(asked, { agent: name, asked: "hold" });
  }
  assert.deepEqual(await states(), ["writer held", "critic held"]);
  const { stdout } = await kantoku(home, ["agents"]);
  assert.match(stdout, /^writer is held \(exit 3\): kantoku agents release writer$/m);

  for (const name of ["writer", "critic"]) await kantokuJson(home, ["agents", "release", name]);
  assert.deepEqual(await states(), ["writer quarantined", "critic stopped"]);
  await kantokuJson(home, ["agents", "dismiss", "critic"]);
  assert.equal(agents.records()[1]?.reason, null);
  const again = await kantoku(home, ["agents", "dismiss", "critic"]);
  assert.equal(again.exitCode, 2);
  assert.match(again.stderr, /critic was not lost for good/);
  assert.equal((await kantoku(home, ["agents", "restart", "writer"])).exitCode, 3);
});
