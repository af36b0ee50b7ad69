import assert from "node:assert/strict";
import { test } from "node:test";
import { filmOf } from "./films.ts";

/** What is said over the table of a film, row by row as there is time. */
function saidOver(table: string, before = "# Tables\n\nThis is a table.", language = "en"): string {
  const text = `---\nduration: 60\nlanguage: ${language}\n---\n${before}\n\n${table}\n`;
  const { script } = filmOf(text);
  const beat = script.beats.find(({ text: { template } }) => /table|chart/.test(template));
  assert.ok(beat, script.beats.map((one) => one.text.template).join(" "));
  return (beat.audio.captions ?? beat.audio.narration).join("\n");
}

const ROWS: readonly (readonly [language: string, table: string, said: string])[] = [
  [
    "en",
    "| Service | Price | Time |\n|---|---|---|\n| Safety check | €15 | 20 min |\n| Repair | €12 | 30 min |",
    "Safety check: Price €15, Time 20 min.",
  ],
  [
    "en",
    "| Rule | Default | What it checks |\n|---|---|---|\n| link | error | every href resolves to a file |\n| alt | off | every image has a text |",
    "link. Default: error. What it checks: every href resolves to a file.",
  ],
  [
    "en",
    "| | Free | Team | Enterprise |\n|---|---|---|---|\n| SSO | – | – | ✓ |\n| Projects | 3 | Unlimited | Unlimited |",
    "SSO: Free none, Team none, Enterprise yes.",
  ],
  [
    "en",
    "| Peak | Height (m) | Range |\n|---|---|---|\n| Everest | 8,849 | Himalaya |\n| K2 | 8,611 | Karakoram |",
    "Everest: Height 8,849 m, Range Himalaya.",
  ],
  [
    "es",
    "| Día | Mañana | Tarde |\n|---|---|---|\n| Lunes | 10:30 | 17:00 |\n| Sábado | 10:30 | 16:30 |",
    "Lunes: Mañana 10:30, Tarde 17:00.",
  ],
  [
    "ja",
    "| 工程 | 担当 | 期限 |\n|---|---|---|\n| 設計 | 佐藤 | 来週 |\n| 試験 | – | 再来週 |",
    "設計は、担当が佐藤、期限が来週。",
  ],
];

test("rows are said as a person would read them out, in the film's language", () => {
  for (const [language, table, said] of ROWS) {
    assert.ok(
      saidOver(table, undefined, language).includes(said),
      saidOver(table, undefined, language),
    );
  }
});
