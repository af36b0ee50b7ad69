import assert from "node:assert/strict";
import { test } from "node:test";
import { cuesFrom } from "../../../video/captions/cues.ts";
import { captionLimits, readingSpeed } from "../../../video/captions/limits.ts";

const CHINESE =
  "没有人恢复过的备份不是备份，而是希望，而希望不是运维计划。使用 Tidewater 2.0，每一次备份都能在几秒之内回来，而不是几个小时。";
const KOREAN =
  "아무도 복원해 보지 않은 백업은 백업이 아니라 희망일 뿐이고, 희망은 운영 계획이 아닙니다. Tidewater 2.0은 모든 백업을 몇 초 만에 되돌립니다.";

for (const [language, text, pace] of [
  ["zh", CHINESE, 4.5],
  ["zh-Hant", CHINESE, 4.5],
  ["ko", KOREAN, 6],
] as const) {
  test(`captions in ${language} stand in lines of sixteen wide characters, and at a readable pace`, () => {
    const seconds = text.length / pace;
    const line = { text, startSeconds: 0.5, endSeconds: 0.5 + seconds, words: [] };
    const cues = cuesFrom({ lines: [line], language, fps: 30 });
    const limits = captionLimits(language);
    assert.equal(limits.lineWidth, 16);
    for (const { lines, start, end } of cues) {
      assert.ok(lines.length <= 2);
      for (const each of lines) assert.ok(limits.widthOf(each) <= 16, each);
      assert.ok(readingSpeed(lines, (end - start) / 30, language) <= limits.charactersPerSecond);
      for (const each of lines) assert.doesNotMatch(each, /^[，。、）》]|[（《]$/u);
    }
    const joined = cues.flatMap(({ lines }) => lines).join(language === "ko" ? " " : "");
    assert.equal(joined.replaceAll(" ", ""), text.replaceAll(" ", ""));
  });
}

test("Korean breaks between its words, Chinese between phrases and rather after a mark", () => {
  const of = (text: string, language: string): readonly string[] =>
    cuesFrom({
      lines: [{ text, startSeconds: 0, endSeconds: text.length / 5, words: [] }],
      language,
      fps: 30,
    }).flatMap(({ lines }) => lines);
  const words = KOREAN.split(" ");
  for (const line of of(KOREAN, "ko")) {
    for (const word of line.split(" ")) assert.ok(words.includes(word), word);
  }
  assert.match(of(CHINESE, "zh")[0] ?? "", /，$/u);
});
