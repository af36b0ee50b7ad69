import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../video/measure/critic-report.ts";
import { reportWordsIn } from "../../../video/report/words/words.ts";
import { revisedLines } from "../../../video/report/revised.ts";

const ENGLISH = reportWordsIn("en");

function found(check: string, message: string, value = 1): Finding {
  const patch = [{ op: "replace", path: `/${check}`, value }];
  return { check, severity: "error", message, at: null, pointer: `/${check}`, patch };
}

const quiet = found("loudness", "Too quiet.");
const fast = found("captions", "Too fast.");
const still = found("hold", "Too still.");

const rounds = [
  {
    round: 1,
    changes: [
      { finding: quiet, outcome: "applied" as const, reason: null },
      { finding: fast, outcome: "covered" as const, reason: null },
      { finding: still, outcome: "refused" as const, reason: "test /hold: not equal" },
    ],
  },
];

test("a film that was good at once has nothing to tell of rounds", () => {
  assert.deepEqual(revisedLines([], { findings: [] }, ENGLISH), []);
});

test("each change is told with what became of it", () => {
  assert.deepEqual(revisedLines(rounds, { findings: [] }, ENGLISH), [
    "Round 1: mended (Too quiet.)",
    "Round 1: mended with another (Too fast.)",
    "Round 1: not mended, the patch was refused: test /hold: not equal (Too still.)",
  ]);
});

test("what is measured again is not called mended, and what is left is told", () => {
  const findings = [found("loudness", "Still too quiet.", 2), still];
  assert.deepEqual(revisedLines(rounds, { findings }, ENGLISH), [
    "Round 1: changed, but found again (Too quiet.)",
    "Round 1: mended with another (Too fast.)",
    "Round 1: not mended, the patch was refused: test /hold: not equal (Too still.)",
    "Left after round 1: Still too quiet.",
  ]);
});

test("in Japanese, what was mended is told by the name of its check", () => {
  const [first] = rounds[0]?.changes ?? [];
  assert.ok(first);
  const loud = { ...first, finding: { ...first.finding, check: "Loudness" } };
  const lines = revisedLines(
    [{ round: 1, changes: [loud] }],
    { findings: [] },
    reportWordsIn("ja"),
  );
  assert.deepEqual(lines, ["1回目： 音量 … 直りました"]);
});
