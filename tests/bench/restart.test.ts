import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run, type RunResult } from "../../kernel/process.ts";
import { temporaryFolder } from "../support/temp.ts";
import { verdicts, type Report, type Result } from "./restart/report.ts";

const MAIN = join(import.meta.dirname, "restart", "main.ts");

function bench(folder: string, ...args: string[]): Promise<RunResult> {
  const env = { PATH: process.env["PATH"] ?? "", TMPDIR: folder };
  return run(process.execPath, [MAIN, ...args], { env, timeoutMs: 300_000 });
}

test("a quick run kills children of ours and of a shell loop, sees them back and leaves only its report", async (t) => {
  const folder = temporaryFolder(t);
  const only = ["--only", "Kantoku", "--only", "shell loop"];
  const { exitCode, stderr } = await bench(folder, "--quick", ...only, "--out", join(folder, "o"));
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(readdirSync(folder), ["o"]);
  const json = readFileSync(join(folder, "o", "restart.json"), "utf8");
  const { results } = JSON.parse(json) as Report;
  assert.deepEqual(
    results.map(({ peer, rounds }) => [peer, rounds[0]?.singles.length, rounds[0]?.missed]),
    [
      ["Kantoku", 2, 0],
      ["shell loop", 2, 0],
    ],
  );
  for (const secret of [hostname(), tmpdir(), import.meta.dirname]) {
    assert.ok(!json.includes(`"${secret}`), `it says ${secret}`);
  }
});

const reportOf = (floorMs: number, ours: Result): Report => ({
  measuredAt: "2026-01-01T00:00:00.000Z",
  host: { cpu: "", cores: 2, memoryGb: 4, kernel: "", load: 0, node: "" },
  scale: { rounds: 1, singles: 1, bursts: 1 },
  results: [ours, result("shell loop", [floorMs], [100], 0), result("pm2", [54], [95], 0)],
  missing: [],
});

function result(peer: string, singles: number[], bursts: number[], missed: number): Result {
  return { peer, version: "1", settings: "", rounds: [{ singles, bursts, missed }] };
}

test("who stays away, or is late, misses the targets", () => {
  const met = (ours: Result): boolean[] => verdicts(reportOf(22, ours)).map(({ isMet }) => isMet);
  assert.deepEqual(met(result("Kantoku", [31], [124], 0)), [true, true, true]);
  assert.deepEqual(met(result("Kantoku", [33], [126], 1)), [false, false, false]);
});

test("a slower machine's report says what that is at the pace of the limits, and judges by the ms", () => {
  const [one, eight] = verdicts(reportOf(72, result("Kantoku", [90], [155], 0)));
  assert.deepEqual([one?.isMet, eight?.isMet], [false, false]);
  const at = "at a pace where the shell loop takes 24 ms";
  assert.equal(one?.measured, `18.0 ms above it (${at}: 6.0)`);
  assert.equal(eight?.measured, `60.0 ms behind it (${at}: 20.0)`);
});

test("an unknown peer is refused with the names of those there are", async (t) => {
  const { exitCode, stderr } = await bench(temporaryFolder(t), "--only", "monit");
  assert.equal(exitCode, 2);
  assert.match(stderr, /there is no peer "monit" \(Kantoku, shell loop, runit/);
});
