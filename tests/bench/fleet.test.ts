import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../../kernel/process.ts";
import { temporaryFolder } from "../support/temp.ts";
import type { Report } from "./fleet/report.ts";

const MAIN = join(import.meta.dirname, "fleet", "main.ts");
const LIMIT = { timeout: 300_000 };

test(
  "a quick run kills and stops real agents, sees them back and leaves only its report",
  LIMIT,
  async (t) => {
    const folder = temporaryFolder(t);
    const env = { PATH: process.env["PATH"] ?? "", TMPDIR: folder };
    const args = [MAIN, "--quick", "--out", join(folder, "o")];
    const { exitCode, stderr } = await run(process.execPath, args, { env, timeoutMs: 280_000 });
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(readdirSync(folder), ["o"]);
    const json = readFileSync(join(folder, "o", "fleet.json"), "utf8");
    const { idle, kills } = JSON.parse(json) as Report;
    assert.ok(idle.processes >= 2 && idle.memoryMb > 10 && idle.cpuPercent >= 0);
    assert.deepEqual([kills.singles.length, kills.bursts.length, kills.stops.length], [8, 8, 1]);
    assert.equal(kills.missed, 0);
    assert.ok(kills.bareStarts.length === 2 && kills.bareStarts.every((ms) => ms > 1));
    for (const secret of [hostname(), tmpdir(), import.meta.dirname]) {
      assert.ok(!json.includes(`"${secret}`), `it says ${secret}`);
    }
  },
);
