import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { runOrThrow } from "../../../kernel/process.ts";
import { type AudioLayer, BROADCAST_MASTER } from "../../../video/scene-graph/scene-graph.ts";
import { makeEffect } from "../../../video/sound/effects.ts";
import { encodeSound } from "../../../video/sound/encoding.ts";
import { measureLoudness, mixSound } from "../../../video/sound/mix.ts";
import { composeMusic } from "../../../video/sound/music.ts";
import { hopEnergies, loudnessOf } from "../../../video/sound/loudness.ts";
import { readWav, secondsOf } from "../../../video/sound/wav.ts";
import { audioLayer, sceneGraph } from "../measure/films.ts";
import { NEVER, ownFolder } from "./folder.ts";

const folder = ownFolder("mix");
const FRAMES = 360;
const files: Record<string, string> = {};

before(async () => {
  files["music"] = join(folder, "music.wav");
  files["whoosh"] = join(folder, "whoosh.wav");
  files["voice"] = join(folder, "voice.wav");
  files["loud"] = join(folder, "loud.wav");
  files["silence"] = join(folder, "silence.wav");
  await composeMusic({
    mood: "driven",
    bpm: 120,
    seconds: 12,
    seed: 9,
    output: files["music"],
    signal: NEVER,
  });
  await makeEffect("whoosh", { seed: 1, tonicHz: 262, output: files["whoosh"], signal: NEVER });
  const text = "This sentence is long enough to be heard over the music that plays under it.";
  await runOrThrow("flite", ["-voice", "slt", "-t", text, "-o", files["voice"]]);
  await lavfi("sine=f=300:d=12,volume=20dB,tremolo=f=2:d=0.9", files["loud"]);
  await lavfi("anullsrc=r=48000:cl=stereo,atrim=duration=3", files["silence"]);
});

async function lavfi(source: string, output: string): Promise<void> {
  await runOrThrow("ffmpeg", [
    "-nostdin",
    "-v",
    "error",
    "-y",
    "-f",
    "lavfi",
    "-i",
    source,
    output,
  ]);
}

function mix(name: string, layers: AudioLayer[], target = { lufs: -14, truePeak: -1.5 }) {
  const output = join(folder, `${name}.wav`);
  const mixing = mixSound({
    graph: sceneGraph({ layers, duration: FRAMES }),
    fileOf: (asset) => files[asset] ?? "",
    output,
    folder: join(folder, name),
    target,
    signal: NEVER,
  });
  return { mixing, output };
}

const layer = (
  ref: string,
  role: AudioLayer["role"],
  start: number,
  duration: number,
  gainDb: number,
) => ({
  ...audioLayer(`${ref}-${start}`, role, start, duration, gainDb),
  ref,
});

test("voice, music and effects become a mix of exact length, loudness and peaks", async () => {
  const { mixing, output } = mix("whole", [
    layer("music", "music", 0, FRAMES, -9),
    layer("voice", "voice", 60, 150, 0),
    layer("whoosh", "effect", 230, 27, -14),
  ]);
  const mixed = await mixing;
  const sound = readWav(output);
  assert.equal(secondsOf(sound), FRAMES / 30);
  assert.equal(sound.channels.length, 2);
  assert.ok(Math.abs(mixed.integratedLufs + 14) <= 0.5);
  assert.ok(mixed.truePeakDbtp <= -1.5);
  assert.ok((mixed.voiceOverMusicLu ?? 0) >= 10);
  const { integratedLufs } = await measureLoudness(output, NEVER);
  assert.ok(Math.abs(integratedLufs + 14) <= 0.5);
  const encoded = await encodeSound(output, dirname(output), NEVER);
  const { integratedLufs: heard, truePeakDbtp } = await measureLoudness(encoded, NEVER);
  assert.deepEqual([heard, truePeakDbtp], [mixed.integratedLufs, mixed.truePeakDbtp]);
});

test("even music as loud as the voice gives way by ten LU, and comes back after it", async () => {
  const { mixing, output } = mix("ducked", [
    layer("music", "music", 0, FRAMES, 0),
    layer("voice", "voice", 120, 150, 0),
  ]);
  const { voiceOverMusicLu } = await mixing;
  assert.ok((voiceOverMusicLu ?? 0) >= 10, `${voiceOverMusicLu} LU`);
  // The voice is silent in the last seconds of its layer: what is heard there is ducked music.
  const energies = hopEnergies(readWav(output).channels);
  const open = loudnessOf(energies, { spans: [{ from: 48_000, to: 3 * 48_000 }], gated: false });
  assert.ok(open > -24, `${open} LUFS of music before the voice`);
});

test("music alone needs no voice, and its separation is unknown", async () => {
  const { voiceOverMusicLu, integratedLufs } = await mix("alone", [
    layer("music", "music", 0, FRAMES, -6),
  ]).mixing;
  assert.equal(voiceOverMusicLu, null);
  assert.ok(Math.abs(integratedLufs + 14) <= 0.5);
});

test("loud, peaky sound is limited without passing the ceiling", async () => {
  const { truePeakDbtp, integratedLufs } = await mix("peaky", [
    layer("loud", "music", 0, FRAMES, 6),
    layer("voice", "voice", 30, 150, 8),
  ]).mixing;
  assert.ok(truePeakDbtp <= -1.5, `${truePeakDbtp} dBTP`);
  assert.ok(Math.abs(integratedLufs + 14) <= 0.5);
});

test("what Kantoku has recorded itself is mixed as it is, and anything else is decoded to the same", async () => {
  const voice = join(folder, "own-voice.wav");
  files["own"] = voice;
  files["other"] = join(folder, "other.flac");
  await runOrThrow("ffmpeg", [
    "-v",
    "error",
    "-y",
    "-i",
    files["voice"] ?? "",
    "-ar",
    "48000",
    voice,
  ]);
  await runOrThrow("ffmpeg", ["-v", "error", "-y", "-i", voice, files["other"]]);
  const [own, other] = ["own", "other"].map((ref) => mix(ref, [layer(ref, "voice", 0, 150, 0)]));
  await Promise.all([own?.mixing, other?.mixing]);
  assert.deepEqual(readWav(own?.output ?? ""), readWav(other?.output ?? ""));
  const decodedIn = (name: string): string[] =>
    readdirSync(join(folder, name)).filter((file) => file.startsWith("decoded"));
  assert.deepEqual(decodedIn("own"), []);
  assert.equal(decodedIn("other").length, 1);
});

test("layers are placed on their frames", async () => {
  const { mixing, output } = mix("placed", [layer("whoosh", "effect", 150, 27, 0)]);
  await mixing;
  const [left = new Float32Array()] = readWav(output).channels;
  const first = left.findIndex((sample) => Math.abs(sample) > 0.01);
  assert.ok(first >= 150 * 1600 && first < 165 * 1600, `${first / 1600} frames`);
});

test("a silent film is refused with a hint, and so is a target out of reach", async () => {
  await assert.rejects(mix("silent", [layer("silence", "music", 0, 90, 0)]).mixing, {
    code: "nothing-to-hear",
  });
  const impossible = { lufs: -2, truePeak: -20 };
  await assert.rejects(mix("missed", [layer("music", "music", 0, FRAMES, 0)], impossible).mixing, {
    code: "loudness-missed",
  });
});

test("between two sentences there is the quiet of a room, and silence only where nobody speaks", async () => {
  const { mixing, output } = mix("room", [
    layer("voice", "voice", 60, 60, 0),
    layer("voice", "voice", 210, 60, 0),
  ]);
  await mixing;
  const [left = new Float32Array()] = readWav(output).channels;
  const level = (fromFrame: number, toFrame: number): number => {
    const part = left.subarray(fromFrame * 1600, toFrame * 1600);
    return 10 * Math.log10(part.reduce((sum, each) => sum + each * each, 0) / part.length + 1e-12);
  };
  const pause = level(150, 190);
  assert.ok(pause > -75 && pause < -50, `${pause} dB in the pause`);
  assert.ok(level(0, 30) < -110 && level(320, 360) < -110);
});

test("for broadcast the same film is brought to −23 LUFS", async () => {
  const { integratedLufs, truePeakDbtp } = await mix(
    "broadcast",
    [layer("music", "music", 0, FRAMES, -9), layer("voice", "voice", 60, 150, 0)],
    BROADCAST_MASTER,
  ).mixing;
  assert.ok(Math.abs(integratedLufs + 23) <= 0.5, `${integratedLufs} LUFS`);
  assert.ok(truePeakDbtp <= -1.5);
});
