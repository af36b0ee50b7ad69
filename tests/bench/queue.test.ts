import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run, type RunResult } from "../../kernel/process.ts";
import { temporaryFolder } from "../support/temp.ts";
import { Ledger, payload, PAYLOAD_BYTES } from "./queue/ledger.ts";
import type { Report } from "./queue/table.ts";
import { verdicts } from "./queue/targets.ts";

const MAIN = join(import.meta.dirname, "queue", "main.ts");

/** The benchmark with temporary files below `folder` only. */
function bench(folder: string, ...args: string[]): Promise<RunResult> {
  const env = { PATH: process.env["PATH"] ?? "", TMPDIR: folder };
  return run(process.execPath, [MAIN, ...args], { env, timeoutMs: 600_000 });
}

test("a quick run measures every case, finds exact delivery everywhere, and leaves only its report", async (t) => {
  const folder = temporaryFolder(t);
  const { exitCode, stdout, stderr } = await bench(folder, "--quick", "--out", join(folder, "out"));
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /Every message was delivered and had its effect exactly once\./);
  assert.deepEqual(readdirSync(folder), ["out"]);

  const json = readFileSync(join(folder, "out", "queue.json"), "utf8");
  const report = JSON.parse(json) as Report;
  assert.deepEqual(report.faults, []);
  assert.deepEqual(new Set(report.rows.map(({ section }) => section)).size, 4);
  for (const { title, cells } of report.rows) {
    for (const { peer, value } of cells) assert.ok(value >= 0, `${title}: ${peer} has ${value}`);
  }
  const page = readFileSync(join(folder, "out", "queue.md"), "utf8");
  assert.match(page, /\| send one by one \| normal \|/);
  for (const secret of [hostname(), tmpdir(), import.meta.dirname]) {
    assert.ok(!json.includes(`"${secret}`) && !page.includes(` ${secret}/`), `it says ${secret}`);
  }
});

for (const [sabotage, words] of [
  ["lose", /1 were never handled, 0 more than once/],
  ["repeat", /0 were never handled, 1 more than once/],
] as const) {
  test(`a queue that would ${sabotage} a message fails the run, which says so`, async (t) => {
    const args = ["--quick", "--only", "work-one", "--sabotage", sabotage];
    const { exitCode, stdout, stderr } = await bench(temporaryFolder(t), ...args);
    assert.equal(exitCode, 1, stderr);
    assert.match(stdout, /DELIVERY IS NOT EXACT/);
    assert.match(stdout, words);
  });
}

test("bad arguments are refused with what there is instead", async (t) => {
  const folder = temporaryFolder(t);
  const unknownCase = await bench(folder, "--only", "teleport");
  assert.equal(unknownCase.exitCode, 2);
  assert.match(unknownCase.stderr, /there is no case "teleport" \(send-one, send-batch/);
  const unknownFlag = await bench(folder, "--fast");
  assert.equal(unknownFlag.exitCode, 2);
  assert.match(unknownFlag.stderr, /--help shows what there is/);
});

test("the help shows every case and an example", async (t) => {
  const { exitCode, stdout } = await bench(temporaryFolder(t), "--help");
  assert.equal(exitCode, 0);
  assert.match(stdout, /work-prefetch {2}/);
  assert.match(stdout, /Example:/);
});

test("every message has the same size as JSON", () => {
  for (const n of [0, 9, 1_234_567]) {
    assert.equal(JSON.stringify(payload(n, "123")).length, PAYLOAD_BYTES);
  }
});

test("the ledger tells lost, repeated, foreign and left-over messages apart", () => {
  const ledger = new Ledger(4);
  for (const n of [0, 1, 1, 7]) ledger.effect(n);
  assert.equal(
    ledger.fault(5),
    "of 4 messages 2 were never handled, 1 more than once, 1 were not sent by this run, and 5 are still in the queue",
  );
  const clean = new Ledger(1);
  clean.effect(0);
  assert.equal(clean.fault(), null);
});

test("a ratio is judged round by round, against plainjob as its users run it", () => {
  const cell = (peer: string, rounds: number[]) => ({
    peer,
    rounds,
    value: rounds[1] ?? 0,
    low: Math.min(...rounds),
    high: Math.max(...rounds),
  });
  const [verdict] = verdicts([
    {
      section: "workers",
      title: "receive + ack, prefetch 100",
      durability: "full",
      unit: "messages/s",
      cells: [
        cell("Kantoku", [30, 60, 90]),
        cell("plainjob", [10, 20, 45]),
        cell("plainjob, bare calls", [100, 100, 100]),
      ],
    },
  ]);
  assert.deepEqual(verdict, {
    title: "receive + ack, prefetch 100",
    durability: "full",
    target: "≥ 2 × plainjob",
    measured: 3,
    isMet: true,
  });
});
