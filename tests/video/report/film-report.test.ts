import assert from "node:assert/strict";
import { test } from "node:test";
import { tongueOfLanguage } from "../../../kernel/tongue.ts";
import { parseBrief } from "../../../video/brief/parse.ts";
import { planConcept } from "../../../video/concept/concept-by-rules.ts";
import type { CriticReport } from "../../../video/measure/critic-report.ts";
import { planProduction } from "../../../video/plan/plan-by-rules.ts";
import { filmReport } from "../../../video/report/film-report.ts";
import { writeScript } from "../../../video/script/script-by-rules.ts";
import { flite } from "../../../video/sound/flite.ts";
import { voiceNotesIn } from "../../../video/sound/notes/notes.ts";
import { chooseShots } from "../../../video/shots/shots-by-rules.ts";
import { sceneGraph, NARRATION } from "../measure/films.ts";

const BRIEF =
  "# 灯台\n\n灯りは消えません。見張りは毎秒それを見ています。壊れた部品はすぐに替えます。\n";
const CRITIC: CriticReport = {
  passed: false,
  measurements: [
    { check: "Loudness", measured: "-11.0 LUFS", limit: "-14 ± 1 LUFS", passed: false },
    { check: "True peak", measured: "-1.4 dBTP", limit: "≤ -1 dBTP", passed: true },
  ],
  findings: [],
  skipped: [{ check: "Speech = script", reason: "No speech recognition is installed." }],
};

function reportOn(text: string): string {
  const brief = parseBrief(text, { file: "brief.md" });
  const concept = planConcept(brief);
  const script = writeScript(brief, concept);
  const shotPlan = chooseShots(brief, concept, script);
  const plan = planProduction(brief, shotPlan);
  const graph = sceneGraph();
  const papers = { brief, concept, script, shotPlan, plan, graph, critic: CRITIC };
  const notes = [
    flite.label[tongueOfLanguage(brief.language)],
    voiceNotesIn(brief.language).missing("piper"),
  ];
  const narration = { ...NARRATION, notes };
  return filmReport({ ...papers, narration, manifest: [], revisions: [] });
}

test("the report on a Japanese film is Japanese, from its headings to its sentences", () => {
  const report = reportOn(BRIEF);
  assert.match(report, /\*\*確認が必要です。\*\* 2項目中1項目が基準内です。/);
  assert.match(report, /\| ❌ \| 音量 \| -11\.0 LUFS \|/);
  assert.match(report, /- 台本： 決まった規則で作りました。/);
  for (const heading of report.match(/^## .+$|^\|.+\|$(?=\n\|---)/gm) ?? [])
    assert.match(heading, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u);
  assert.doesNotMatch(report, /[A-Za-z]{2,}(?: [A-Za-z]+){2,}/, report);
});

test("all other films' reports are English", () => {
  const report = reportOn("# A lighthouse\n\nThe lamp never goes out. A keeper looks at it.\n");
  assert.match(report, /## Measured\n\n\|  \| Check \|/);
  assert.doesNotMatch(report, /[\p{Script=Hiragana}\p{Script=Katakana}]/u);
});
