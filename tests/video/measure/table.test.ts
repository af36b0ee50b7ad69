import assert from "node:assert/strict";
import { test } from "node:test";
import type { CriticReport } from "../../../video/measure/critic-report.ts";
import { qaTable } from "../../../video/measure/table.ts";

const REPORT: CriticReport = {
  passed: false,
  measurements: [
    { check: "Loudness", measured: "-14.0 LUFS", limit: "-14 ± 1 LUFS", passed: true },
    { check: "Black picture", measured: "1 span", limit: "none", passed: false },
    { check: "Repetition", measured: "a | b", limit: "0.9", passed: false },
  ],
  findings: [
    {
      check: "Black picture",
      severity: "error",
      message: "Black.",
      at: 3,
      pointer: "/layers/1",
      patch: null,
    },
    {
      check: "Repetition",
      severity: "warning",
      message: "Alike.",
      at: null,
      pointer: null,
      patch: null,
    },
  ],
  skipped: [{ check: "Speech = script", reason: "No recognizer." }],
};

test("a report becomes a Markdown table, findings with their places, and what was not measured", () => {
  const table = qaTable(REPORT, "en");
  assert.equal(
    table,
    [
      "|  | Check | Measured | Limit |",
      "|---|---|---|---|",
      "| ✅ | Loudness | -14.0 LUFS | -14 ± 1 LUFS |",
      "| ❌ | Black picture | 1 span | none |",
      "| ⚠️ | Repetition | a \\| b | 0.9 |",
      "",
      "- ❌ Black. (at 3.0 s, `/layers/1`)",
      "- ⚠️ Alike.",
      "",
      "- Not measured: Speech = script. No recognizer.",
    ].join("\n"),
  );
});

test("in Japanese, a finding is told by its check and its place; its own sentence stays English", () => {
  const table = qaTable(REPORT, "ja");
  assert.match(table, /^\|  \| 検査 \| 測定値 \| 基準 \|/);
  assert.match(table, /- ❌ 黒い画面（英語の説明： Black\.）（3\.0秒、`\/layers\/1`）/);
  assert.match(
    table,
    /- 測定していない検査： 語りと台本の一致（この機械には音声認識がありません）/,
  );
});
