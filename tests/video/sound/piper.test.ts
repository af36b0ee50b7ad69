import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { piperIn } from "../../../video/sound/piper.ts";
import { readWav, secondsOf } from "../../../video/sound/wav.ts";
import { NEVER, ownFolder } from "./folder.ts";

const folder = ownFolder("piper");
const voices = join(folder, "voices");

/** Takes Piper's options and speaks through espeak-ng: Piper's voices are too large for a test. */
const PROGRAM = `#!/bin/sh
[ "$1" = --help ] && exit 0
printf '%s\\n' "$@" > "${folder}/args"
exec espeak-ng --stdin -w "$4"
`;

function plant(): string {
  mkdirSync(join(voices, "de"), { recursive: true });
  const describe = (name: string, about: unknown): void => {
    writeFileSync(join(voices, name), "");
    writeFileSync(join(voices, `${name}.json`), JSON.stringify(about));
  };
  describe("en_US-b.onnx", { language: { family: "en" } });
  describe("en_GB-a.onnx", { language: { family: "en" } });
  describe("de/old.onnx", { espeak: { voice: "de" } });
  writeFileSync(join(voices, "fr_FR-x.onnx"), "");
  writeFileSync(join(voices, "fr_FR-x.onnx.json"), "{ broken");
  const program = join(folder, "piper");
  writeFileSync(program, PROGRAM);
  chmodSync(program, 0o755);
  return program;
}

test("Piper speaks with the first voice of the language, at the wanted pace", async () => {
  const options = { folders: [join(folder, "nowhere"), voices], program: plant() };
  const english = piperIn("en", options);
  assert.equal(english.voice, "en_GB-a");
  assert.match(english.label.en, /Piper \(en_GB-a\)/);
  assert.equal(await english.installed(NEVER), true);
  const wav = join(folder, "said.wav");
  assert.deepEqual(await english.speak("Two\nlines.", wav, 1.25, NEVER), []);
  assert.ok(secondsOf(readWav(wav)) > 0.3);
  const args = readFileSync(join(folder, "args"), "utf8").split("\n");
  assert.deepEqual(args.slice(0, 6), [
    "--model",
    join(voices, "en_GB-a.onnx"),
    "--output_file",
    wav,
    "--length_scale",
    "0.8000",
  ]);
  assert.equal(piperIn("de", options).voice, "old");
});

test("without a voice of the language, or without the program, Piper is not installed", async () => {
  const program = plant();
  assert.equal(await piperIn("fr", { folders: [voices], program }).installed(NEVER), false);
  assert.equal(await piperIn("ja", { folders: [voices], program }).installed(NEVER), false);
  const missing = { folders: [voices], program: join(folder, "no-such-program") };
  assert.equal(await piperIn("en", missing).installed(NEVER), false);
});

test("text without a word is refused", async () => {
  const piper = piperIn("en", { folders: [voices], program: plant() });
  await assert.rejects(piper.speak("…", join(folder, "none.wav"), 1, NEVER), {
    code: "nothing-spoken",
  });
});
