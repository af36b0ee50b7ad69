import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadPrompt } from "../../../agents/llm/prompts.ts";

for (const role of ["concept-planner", "scriptsmith", "shotmaster"]) {
  test(`the ${role} has a prompt with a version`, () => {
    const { text, version } = loadPrompt(role);
    assert.equal(version, `${role}/v1`);
    assert.ok(text.length > 1000);
  });
}

test("the newest version is taken, by number and not by letter", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-prompts-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "critic"));
  for (const number of [2, 9, 10]) {
    writeFileSync(join(folder, "critic", `v${number}_system.txt`), `Prompt ${number}\n`);
  }
  assert.deepEqual(loadPrompt("critic", folder), { version: "critic/v10", text: "Prompt 10" });
});

test("a role without a prompt is told by name", () => {
  assert.throws(() => loadPrompt("nobody"), { code: "prompt-missing" });
});
