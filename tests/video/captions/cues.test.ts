import assert from "node:assert/strict";
import { test } from "node:test";
import { cuesFrom, type TimedLine } from "../../../video/captions/cues.ts";
import { captionLimits, readingSpeed } from "../../../video/captions/limits.ts";
import { wordTimes } from "../../../video/sound/word-times.ts";
import * as fc from "../../support/fast-check.ts";

const FPS = 30;

async function spoken(
  texts: readonly string[],
  language: string,
  rate: number,
): Promise<TimedLine[]> {
  let at = 0.5;
  const lines: TimedLine[] = [];
  for (const text of texts) {
    const seconds = Math.max(0.4, text.length / rate);
    const words = await wordTimes(text, seconds, language);
    lines.push({ text, startSeconds: at, endSeconds: at + seconds, words });
    at += seconds + 0.3;
  }
  return lines;
}

/** Lines one after the other, at the pace of speech. */
function timed(texts: readonly string[], charactersPerSecond: number, pause: number): TimedLine[] {
  let at = 0.5;
  return texts.map((text) => {
    const startSeconds = at;
    const endSeconds = at + Math.max(0.3, text.length / charactersPerSecond);
    at = endSeconds + pause;
    return { text, startSeconds, endSeconds, words: [] };
  });
}

test("a long sentence breaks at its clauses", async () => {
  const text =
    "It brings offline maps, faster search, and a redesigned settings page that finally gets out of your way.";
  const cues = cuesFrom({ lines: await spoken([text], "en", 14.5), language: "en", fps: FPS });
  assert.deepEqual(
    cues.map((cue) => cue.lines),
    [
      ["It brings offline maps, faster search,"],
      ["and a redesigned settings page", "that finally gets out of your way."],
    ],
  );
});

test("short sentences that follow each other closely share a page", async () => {
  const cues = cuesFrom({
    lines: await spoken(["Fast.", "Simple.", "Yours."], "en", 14),
    language: "en",
    fps: FPS,
  });
  assert.deepEqual(
    cues.map((cue) => cue.lines),
    [["Fast. Simple. Yours."]],
  );
});

test("Japanese captions break at phrases and count full-width characters", async () => {
  const text = "オフラインの地図と、3.5倍速い検索を追加しました。";
  const cues = cuesFrom({ lines: await spoken([text], "ja", 5.5), language: "ja", fps: FPS });
  assert.deepEqual(
    cues.map((cue) => cue.lines),
    [["オフラインの地図と、"], ["3.5倍速い検索を", "追加しました。"]],
  );
});

test("a short lead-in shares a page with what follows rather than flashing by", async () => {
  const text = "まず、お湯を湯のみに注いで、70度から80度に冷ます。";
  const cues = cuesFrom({ lines: await spoken([text], "ja", 5), language: "ja", fps: FPS });
  const { minSeconds } = captionLimits("ja");
  for (const cue of cues) assert.ok((cue.end - cue.start) / FPS >= minSeconds, cue.lines.join());
});

test("a Latin word wider than a Japanese line is cut rather than lost", () => {
  const text = "GitHubGitHubGitHubGitHubGitHub。";
  const cues = cuesFrom({ lines: timed([text], 5.5, 0.15), language: "ja", fps: FPS });
  assert.equal(cues.flatMap((cue) => cue.lines).join(""), text);
});

test("a page begins when its first word is spoken", () => {
  const words = ["One", "two", "three", "four"].map((text, i) => ({
    text,
    start: i * 4,
    end: i * 4 + 1,
  }));
  const lines = [{ text: "One two three four", startSeconds: 1, endSeconds: 14, words }];
  const cues = cuesFrom({ lines, language: "en", fps: FPS });
  assert.ok(cues.length >= 2);
  const starts = [1, 5, 9, 13].map((seconds) => seconds * FPS);
  for (const cue of cues) assert.ok(starts.includes(cue.start), `${cue.start}`);
});

test("empty lines make no captions", () => {
  assert.deepEqual(cuesFrom({ lines: timed(["", "  "], 10, 0), language: "en", fps: FPS }), []);
});

const word = fc.stringMatching(/^[a-z]{1,12}[,.]?$/);
const sentence = fc
  .array(word, { minLength: 1, maxLength: 40 })
  .map((words) => `${words.join(" ")}.`);
const japanese = fc
  .array(
    fc.constantFrom(
      "今日は",
      "新しい",
      "機能を",
      "、",
      "インターナショナリゼーション",
      "使えます",
      "3.5倍",
      "GitHub",
    ),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((parts) => `${parts.join("")}。`);

for (const [language, texts, rate] of [
  ["en", sentence, 15],
  ["ja", japanese, 5.5],
] as const) {
  test(`captions in ${language} keep every limit and lose no text`, () => {
    const limits = captionLimits(language);
    const cases = fc.record({
      texts: fc.array(texts, { minLength: 1, maxLength: 6 }),
      pause: fc.double({ min: 0.15, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ texts: all, pause }) => {
        const lines = timed(all, rate, pause);
        const cues = cuesFrom({ lines, language, fps: FPS });
        const plain = (text: string): string => text.replaceAll(/\s/g, "");
        assert.equal(plain(cues.flatMap((cue) => cue.lines).join("")), plain(all.join("")));
        for (const [i, cue] of cues.entries()) {
          assert.ok(cue.lines.length <= limits.lines);
          for (const line of cue.lines) assert.ok(limits.widthOf(line) <= limits.lineWidth, line);
          assert.ok(cue.end > cue.start);
          assert.ok((cue.end - cue.start) / FPS <= limits.maxSeconds);
          const next = cues[i + 1];
          if (next) assert.ok(next.start - cue.end >= limits.gapFrames);
          const heard = lines.some(
            (line) =>
              cue.start >= line.startSeconds * FPS - limits.inTimeFrames &&
              cue.start <= line.endSeconds * FPS + limits.inTimeFrames,
          );
          assert.ok(heard, "a caption comes with its speech");
        }
      }),
      { numRuns: 150 },
    );
  });
}

test("at the pace of speech, captions can be read", async () => {
  const texts = [
    "Nimbus 1.4 is here.",
    "Every release ships twice as fast as last year, because the team rebuilt how changes are tested.",
    "You can try it today.",
  ];
  const cues = cuesFrom({ lines: await spoken(texts, "en", 15), language: "en", fps: FPS });
  for (const cue of cues) {
    const seconds = (cue.end - cue.start) / FPS;
    assert.ok(readingSpeed(cue.lines, seconds, "en") <= 20);
    assert.ok(seconds >= 5 / 6);
  }
});
