import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runOrThrow } from "../../../kernel/process.ts";
import { duck, duckDepth, speechSpans } from "../../../video/sound/duck.ts";
import { fitPace, leastPauses, MAX_PACE } from "../../../video/sound/fit.ts";
import { voiceNotesIn } from "../../../video/sound/notes/notes.ts";
import { plainEnglish } from "../../../video/sound/flite.ts";
import { limited, truePeaks } from "../../../video/sound/limiter.ts";
import { integratedLoudness } from "../../../video/sound/loudness.ts";
import { measureLoudness } from "../../../video/sound/mix.ts";
import { trimSilence } from "../../../video/sound/trim.ts";
import { RATE, readWav, secondsOf, writeWav } from "../../../video/sound/wav.ts";
import * as fc from "../../support/fast-check.ts";
import { NEVER, ownFolder } from "./folder.ts";

const folder = ownFolder("samples");

function sine(hz: number, seconds: number, level: number, phase = 0): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * RATE) },
    (_, i) => level * Math.sin((2 * Math.PI * hz * i) / RATE + phase),
  );
}

test("our loudness is that of ffmpeg", async () => {
  const path = join(folder, "noise.wav");
  const source =
    "anoisesrc=color=pink:seed=2:d=6:r=48000,volume='if(lt(t,3),0.4,0.1)':eval=frame,pan=stereo|c0=c0|c1=0.5*c0";
  await runOrThrow("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", source, path]);
  const ours = integratedLoudness(readWav(path).channels);
  const { integratedLufs } = await measureLoudness(path, NEVER);
  assert.ok(Math.abs(ours - integratedLufs) < 0.15, `${ours} and ${integratedLufs} LUFS`);
});

test("a full-scale 997 Hz sine on one side is −3.01 LUFS, and silence has no loudness", () => {
  assert.ok(Math.abs(integratedLoudness([sine(997, 5, 1)]) + 3.01) < 0.05);
  assert.equal(integratedLoudness([new Float32Array(RATE)]), -Infinity);
});

test("WAV files keep their samples", () => {
  const path = join(folder, "round.wav");
  const channels = [sine(440, 0.1, 0.5), sine(660, 0.1, 0.25)];
  writeWav(path, { rate: RATE, channels });
  const read = readWav(path);
  assert.equal(read.rate, RATE);
  for (const [i, channel] of read.channels.entries()) {
    for (const [at, sample] of channel.entries()) {
      assert.ok(Math.abs(sample - (channels[i]?.[at] ?? 0)) < 1 / 16_000);
    }
  }
});

test("files that are no WAV, or hold other samples, are refused", async () => {
  const text = join(folder, "text.wav");
  writeFileSync(text, "not a wav at all");
  assert.throws(() => readWav(text), { code: "wav-unreadable" });
  const deep = join(folder, "deep.wav");
  const args = [
    "-nostdin",
    "-v",
    "error",
    "-f",
    "lavfi",
    "-i",
    "sine=d=0.1",
    "-c:a",
    "pcm_s24le",
    deep,
  ];
  await runOrThrow("ffmpeg", args);
  assert.throws(() => readWav(deep), { code: "wav-unreadable" });
});

test("true peaks between samples are seen", () => {
  // A sine at a quarter of the rate, sampled beside its peaks: samples at 0.707, true peak at 1.
  const peaks = truePeaks([sine(RATE / 4, 0.1, 1, Math.PI / 4)]);
  assert.ok(Math.abs((peaks[2400] ?? 0) - 1) < 0.03, `${peaks[2400]}`);
});

test("the limiter holds every peak under its ceiling and leaves quiet sound alone", () => {
  const bursts = sine(300, 1, 0.2);
  for (let i = 20_000; i < 20_400; i++) bursts[i] = (bursts[i] ?? 0) * 10;
  const [output = new Float32Array()] = limited([bursts], truePeaks([bursts]), 6, -3);
  assert.ok(Math.max(...truePeaks([output])) <= 10 ** (-3 / 20) + 0.001);
  assert.ok(Math.abs((output[5_000] ?? 0) - (bursts[5_000] ?? 0) * 10 ** (6 / 20)) < 1e-4);
});

test("silence around speech is cut, speech is not", () => {
  const speech = sine(200, 1, 0.5);
  const padded = new Float32Array(3 * RATE);
  padded.set(speech, RATE);
  const trimmed = trimSilence({ rate: RATE, channels: [padded] });
  assert.ok(secondsOf(trimmed) >= 1 && secondsOf(trimmed) < 1.12, `${secondsOf(trimmed)} s`);
  assert.equal(secondsOf(trimSilence({ rate: RATE, channels: [new Float32Array(RATE)] })), 0);
});

test("music glides down to speech, stays down in short pauses, and comes back", () => {
  const spans = speechSpans([
    { from: 3 * RATE, to: 4 * RATE },
    { from: 4.5 * RATE, to: 5 * RATE },
    { from: 8 * RATE, to: 9 * RATE },
  ]);
  assert.equal(spans.length, 2);
  const music = new Float32Array(12 * RATE).fill(1);
  duck([music], spans, 12);
  const at = (seconds: number): number => 20 * Math.log10(music[Math.round(seconds * RATE)] ?? 0);
  assert.deepEqual(
    [at(1), at(6.5), at(11)].map(Math.round),
    [0, 0, 0].map((it) => it),
  );
  for (const seconds of [3.01, 4.25, 4.99, 8.5]) assert.ok(Math.abs(at(seconds) + 12) < 0.01);
  for (let i = 1; i < music.length; i++) {
    assert.ok(Math.abs((music[i] ?? 0) - (music[i - 1] ?? 0)) < 0.001, "no step");
  }
});

test("music gives way as much as it must", () => {
  assert.equal(duckDepth(null), 0);
  assert.equal(duckDepth(0), 12);
  assert.equal(duckDepth(9), 3);
  assert.equal(duckDepth(20), 2);
});

test("the pace is never slower than natural, never above its limit, and fits where it can", () => {
  const lines = fc.array(
    fc.record({
      beat: fc.constantFrom("b01", "b02", "b03"),
      seconds: fc.double({ min: 0.3, max: 8, noNaN: true }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(lines, fc.double({ min: 1, max: 60, noNaN: true }), (all, seconds) => {
      const { pace, note } = fitPace(all, seconds, voiceNotesIn("en"));
      assert.ok(pace >= 1 && pace <= MAX_PACE);
      const length = all.reduce((sum, line) => sum + line.seconds, 0) / pace + leastPauses(all);
      if (length > seconds + 1e-9) assert.match(note ?? "", /too long/);
      assert.equal(note === null, pace <= 1.08);
    }),
  );
});

test("typographic marks become what flite can read", () => {
  assert.equal(plainEnglish("“It’s” a café — 5% off…"), "It's a cafe, 5 percent off...");
});
