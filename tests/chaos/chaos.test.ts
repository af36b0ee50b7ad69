import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { run, type RunResult } from "../../kernel/process.ts";
import { PATIENCE } from "../support/eventually.ts";
import { seedOf } from "../support/seed.ts";
import { AGENT_KINDS, FLEET_KINDS, plan } from "./plan.ts";

const COMMAND = join(import.meta.dirname, "main.ts");

test("sixty faults of every kind lose nothing, double nothing, and leave nobody dead", async (t) => {
  const args = ["--faults", "60", "--seed", `${seedOf(t)}`];
  const { exitCode, stdout, stderr } = await chaos(...args);
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
  assert.match(stdout, /^60 faults among 10 agents/);
  for (const claim of ["lost messages", "duplicate effects", "stuck jobs", "missed deaths"]) {
    assert.match(stdout, new RegExp(`^0 ${claim} `, "m"), stdout);
  }
});

test("a seed draws the same faults each time, as many as were asked for and of every kind", () => {
  const choices = { faults: 60, agents: 10, without: [] };
  const first = plan({ ...choices, seed: 3 });
  assert.deepEqual(plan({ ...choices, seed: 3 }), first);
  assert.notDeepEqual(plan({ ...choices, seed: 4 }), first);
  assert.equal(first.length, 60);
  assert.deepEqual(
    new Set(first.map(({ kind }) => kind)),
    new Set([...AGENT_KINDS, ...FLEET_KINDS]),
  );
});

test("a kind of fault that the machine does not allow is left out, and others take its place", () => {
  const without = [{ kind: "disk full", why: "nobody may mount one" }] as const;
  const drawn = plan({ faults: 200, agents: 10, without, seed: 1 });
  assert.equal(drawn.length, 200);
  assert.ok(drawn.every(({ kind }) => kind !== "disk full"));
});

test("the chaos explains itself, and refuses what it does not understand", async () => {
  assert.match((await chaos("--help")).stdout, /^usage: /);
  for (const wrong of [
    ["--fault", "3"],
    ["--faults", "-1"],
    ["--seed", "many"],
  ]) {
    assert.equal((await chaos(...wrong)).exitCode, 2);
  }
});

async function chaos(...args: string[]): Promise<RunResult> {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, KANTOKU_TEST_PATIENCE: `${4 * PATIENCE}` };
  return run(process.execPath, [COMMAND, ...args], { env });
}
