import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Script } from "../../../video/script/script.ts";
import { integratedLoudness } from "../../../video/sound/loudness.ts";
import { Narration } from "../../../video/sound/narration.ts";
import { openJTalk } from "../../../video/sound/open-jtalk.ts";
import { peakOf } from "../../../video/sound/trim.ts";
import { narrate } from "../../../video/sound/voice.ts";
import { findVoices } from "../../../video/sound/voices.ts";
import { readWav, secondsOf } from "../../../video/sound/wav.ts";
import { NEVER, ownFolder } from "./folder.ts";

const folder = ownFolder("voice");

function scriptOf(
  language: string,
  beats: readonly (readonly string[])[],
  captions?: string[],
): Script {
  return {
    title: "A test",
    language,
    durationSeconds: 30,
    beats: beats.map((narration, i) => ({
      id: `b0${i + 1}`,
      part: "hook",
      audio: { narration: [...narration], sound: "", ...(captions ? { captions } : {}) },
      look: "",
      text: { template: "statement", text: "A test", emphasis: [] },
      seconds: 5,
      sources: [],
    })),
    leftOut: [],
    assumptions: [],
    madeBy: { method: "rules", model: null, fallback: null } as never,
  };
}

const ENGLISH = [
  ["Nimbus one point four is here.", "It brings offline maps and faster search."],
  ["Try it today."],
];
const JAPANESE = [
  ["今日は新しいバージョン1.4をご紹介します。"],
  ["2026年から、誰でも無料で使えます。"],
];

test("English is spoken by flite: a trimmed, even recording for each sentence", async () => {
  const progress: string[] = [];
  const narration = await narrate({
    script: scriptOf("en", ENGLISH),
    durationSeconds: 30,
    folder: join(folder, "en"),
    signal: NEVER,
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  Narration.parse(narration);
  assert.equal(narration.engine, "flite");
  assert.equal(narration.pace, 1);
  assert.match(narration.notes[0] ?? "", /Offline voice: flite/);
  assert.deepEqual(progress, ["1/3", "2/3", "3/3"]);
  assert.deepEqual(
    narration.lines.map((line) => [line.beat, line.index, line.text]),
    ENGLISH.flatMap((texts, i) => texts.map((text, index) => [`b0${i + 1}`, index, text])),
  );
  for (const line of narration.lines) {
    const sound = readWav(join(folder, "en", line.file));
    assert.deepEqual([sound.rate, sound.channels.length], [48_000, 1]);
    assert.equal(secondsOf(sound), line.seconds);
    assert.ok(line.seconds > 0.5 && line.seconds < 5);
    assert.ok(Math.abs(integratedLoudness(sound.channels) + 20) < 1);
    const [samples = new Float32Array()] = sound.channels;
    assert.ok(peakOf(samples.subarray(0, 4800)) > 0.02, "speech begins at once");
    assert.ok(peakOf(samples.subarray(-7200)) > 0.005, "speech ends at the end");
  }
});

test("words are timed one after the other within their line", async () => {
  const { lines } = await narrate({
    script: scriptOf("en", ENGLISH),
    durationSeconds: 30,
    folder: join(folder, "words"),
    signal: NEVER,
  });
  for (const line of lines) {
    assert.equal(line.words.map((word) => word.text).join(" "), line.text);
    assert.equal(line.words[0]?.start, 0);
    assert.ok(Math.abs((line.words.at(-1)?.end ?? 0) - line.seconds) < 0.002);
    for (const [i, word] of line.words.entries()) {
      assert.ok(word.end > word.start);
      assert.ok(word.start >= (line.words[i - 1]?.end ?? 0));
    }
  }
});

test("a narration that does not fit is spoken quicker, never more than 15 %, and says so", async () => {
  const speak = (durationSeconds: number, name: string) =>
    narrate({
      script: scriptOf("en", ENGLISH),
      durationSeconds,
      folder: join(folder, name),
      signal: NEVER,
    });
  const natural = await speak(30, "natural");
  const spoken = natural.lines.reduce((sum, line) => sum + line.seconds, 0);
  const pauses = 0.5 + 0.2 + 0.4 + 0.8;
  const tight = await speak(spoken / 1.05 + pauses, "tight");
  assert.ok(tight.pace > 1 && tight.pace <= 1.08);
  assert.deepEqual(tight.notes, natural.notes, "so little is not worth a note");
  const shorter = tight.lines.reduce((sum, line) => sum + line.seconds, 0);
  assert.ok(shorter < spoken * 0.98, `${shorter} of ${spoken} s`);
  const over = await speak(3, "over");
  assert.equal(over.pace, 1.15);
  assert.match(over.notes.join(" "), /15 % faster.*too long/);
});

for (const preferred of ["open_jtalk", "espeak-ng"] as const) {
  test(`Japanese by ${preferred} is timed phrase by phrase, without a note about unread kanji`, async () => {
    const narration = await narrate({
      script: scriptOf("ja", JAPANESE),
      durationSeconds: 30,
      folder: join(folder, `ja-${preferred}`),
      voices: { preferred },
      signal: NEVER,
    });
    assert.deepEqual(
      narration.lines[1]?.words.map((word) => word.text),
      ["2026年から、", "誰でも", "無料で", "使えます。"],
    );
    assert.doesNotMatch(narration.notes.join(" "), /読み方が分からず/);
    // Seven full-width characters a second is what a viewer can read.
    for (const line of narration.lines) assert.ok(line.text.length / line.seconds <= 9);
  });
}

test("kanji that nobody can read are named in the notes", async () => {
  const { notes } = await narrate({
    script: scriptOf("ja", [["これは𠮟です。"]]),
    durationSeconds: 10,
    folder: join(folder, "unread"),
    signal: NEVER,
  });
  assert.match(notes.join(" "), /「𠮟」は読み方が分からず/);
});

test("the written form for captions travels beside the spoken text", async () => {
  const { lines } = await narrate({
    script: scriptOf("en", [["Nimbus one point four."]], ["Nimbus 1.4."]),
    durationSeconds: 10,
    folder: join(folder, "captions"),
    signal: NEVER,
  });
  assert.equal(lines[0]?.caption, "Nimbus 1.4.");
});

test("other languages are spoken by espeak-ng, and an unknown one is refused with a hint", async () => {
  const { engines } = await findVoices("de-AT", NEVER, { piperFolders: [] });
  assert.deepEqual(
    engines.map((engine) => [engine.name, engine.voice]),
    [["espeak-ng", "de"]],
  );
  await assert.rejects(findVoices("qqq", NEVER, { piperFolders: [] }), { code: "no-voice" });
});

test("Japanese prefers Open JTalk where it is installed", async () => {
  const installed = await openJTalk.installed(NEVER);
  const { engines, missing } = await findVoices("ja", NEVER, { piperFolders: [] });
  assert.equal(engines[0].name, installed ? "open_jtalk" : "espeak-ng");
  assert.deepEqual(missing, installed ? [] : ["open_jtalk", "piper"]);
});

test("a sentence without a word is left out with a note", async () => {
  const { lines, notes } = await narrate({
    script: scriptOf("en", [["…", "Yes."]]),
    durationSeconds: 10,
    folder: join(folder, "wordless"),
    signal: NEVER,
  });
  assert.deepEqual(
    lines.map((line) => [line.index, line.text]),
    [[1, "Yes."]],
  );
  assert.match(notes.join(" "), /"…" has no words/);
});

test("a text that the voice can't say is an error that names it", async () => {
  const script = scriptOf("en", [["Привет"]]);
  const speaking = narrate({
    script,
    durationSeconds: 10,
    folder: join(folder, "foreign"),
    signal: NEVER,
  });
  await assert.rejects(speaking, { code: "nothing-spoken" });
});

test("speaking stops when it is told to", async () => {
  const stopped = AbortSignal.abort(new Error("stopped"));
  const speaking = narrate({
    script: scriptOf("en", ENGLISH),
    durationSeconds: 10,
    folder,
    signal: stopped,
  });
  await assert.rejects(speaking, /stopped/);
});

test("the same sentence is the same bytes", async () => {
  const speak = async (name: string) => {
    const { lines } = await narrate({
      script: scriptOf("en", [["Again."]]),
      durationSeconds: 10,
      folder: join(folder, name),
      signal: NEVER,
    });
    return readFileSync(join(folder, name, lines[0]?.file ?? ""));
  };
  assert.deepEqual(await speak("once"), await speak("twice"));
});

test("a voice that is wished for speaks first, where it has the language", async () => {
  const wished = await findVoices("en", NEVER, { preferred: "espeak-ng", piperFolders: [] });
  assert.deepEqual(
    wished.engines.map(({ name }) => name),
    ["espeak-ng", "flite"],
  );
  const lacking = await findVoices("ja", NEVER, { preferred: "flite", piperFolders: [] });
  assert.ok(lacking.engines.every(({ name }) => name !== "flite"));
});

test("the pronunciation dictionary is heard; captions and words keep what is written", async () => {
  const speak = async (name: string, pronunciations: Record<string, string>) => {
    const text = "Kantoku is here.";
    const { lines } = await narrate({
      script: scriptOf("en", [[text]]),
      durationSeconds: 10,
      folder: join(folder, name),
      pronunciations,
      signal: NEVER,
    });
    const [line] = lines;
    assert.equal(line?.text, text);
    assert.equal(line?.words.map((word) => word.text).join(" "), text);
    return readFileSync(join(folder, name, line?.file ?? ""));
  };
  const plain = await speak("unrespelled", {});
  const respelled = await speak("respelled", { Kantoku: "kahn toe koo" });
  assert.notDeepEqual(respelled, plain);
  assert.deepEqual(await speak("elsewhere", { Motiva: "moh tee vah" }), plain);
});
