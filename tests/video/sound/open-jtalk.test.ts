import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openJTalk } from "../../../video/sound/open-jtalk.ts";
import { integratedLoudness } from "../../../video/sound/loudness.ts";
import { trimSilence } from "../../../video/sound/trim.ts";
import { readWav, secondsOf, type Sound } from "../../../video/sound/wav.ts";
import { NEVER, ownFolder } from "./folder.ts";

const folder = ownFolder("open-jtalk");
const skip = (await openJTalk.installed(NEVER)) ? false : "Open JTalk is not installed";

async function speak(text: string, name: string, pace = 1): Promise<Sound> {
  const wav = join(folder, `${name}.wav`);
  assert.deepEqual(await openJTalk.speak(text, wav, pace, NEVER), []);
  return trimSilence(readWav(wav));
}

test(
  "Open JTalk speaks with Mei at 48 kHz, clearly, and as quick as captions are read",
  { skip },
  async () => {
    const text = "今日は、新しい映画の作り方をご紹介します。";
    const sound = await speak(text, "clear");
    assert.equal(sound.rate, 48_000);
    assert.ok(integratedLoudness(sound.channels) > -40);
    assert.ok(text.length / secondsOf(sound) < 7, `${secondsOf(sound)} s`);
  },
);

test("its pace is its own, and the same sentence is the same bytes", { skip }, async () => {
  const text = "毎日の仕事を、静かに片付けます。";
  const natural = secondsOf(await speak(text, "natural"));
  const quick = secondsOf(await speak(text, "quick", 1.15));
  assert.ok(Math.abs(natural / quick - 1.15) < 0.06, `${natural} and ${quick} s`);
  await speak(text, "again");
  const bytes = (name: string): Buffer => readFileSync(join(folder, `${name}.wav`));
  assert.deepEqual(bytes("again"), bytes("natural"));
});

test("Latin words are said as words, not letter by letter", { skip }, async () => {
  const word = secondsOf(await speak("Kantokuです。", "word"));
  const kana = secondsOf(await speak("カントクです。", "kana"));
  assert.ok(Math.abs(word - kana) < 0.01, `${word} and ${kana} s`);
});

test("it names what it can't read, refuses what has no words, and leaves what is too long to others", async () => {
  const wav = join(folder, "refused.wav");
  await assert.rejects(openJTalk.speak("…！", wav, 1, NEVER), { code: "nothing-spoken" });
  const long = "とても長い文が続きます、".repeat(40);
  await assert.rejects(openJTalk.speak(long, wav, 1, NEVER), { code: "voice-unavailable" });
});

test("kanji that no dictionary has are left out with a note", { skip }, async () => {
  const notes = await openJTalk.speak("これは𠮟です。", join(folder, "unread.wav"), 1, NEVER);
  assert.match(notes.join(" "), /「𠮟」は読み方が分からず/);
});
