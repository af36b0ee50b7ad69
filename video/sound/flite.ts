import { runOrThrow } from "../../kernel/process.ts";
import { answers, unspoken, type VoiceEngine } from "./voice-engine.ts";

/** slt speaks a little fast and even; this stretch and this wider melody sound calmer and livelier. */
const OWN_STRETCH = 1.04;
const PITCH_HZ = 172;
const PITCH_RANGE_HZ = 22;

/** English; the most natural of the small offline voices (a statistical voice, 16 kHz). */
export const flite: VoiceEngine = {
  name: "flite",
  voice: "slt",
  label: "Offline voice: flite (slt), a small statistical voice.",
  polish: [
    "highpass=f=75",
    "bass=gain=-7:frequency=210:width_type=q:width=0.6", // Boomy below its first formant.
    "equalizer=f=2300:width_type=q:width=0.8:gain=2.5", // Clear consonants.
    "deesser=i=0.25",
    "treble=gain=-4:frequency=6000",
    "acompressor=threshold=-21dB:ratio=2.5:attack=6:release=110:knee=6",
    "aecho=1:1:11|17|29:0.06|0.045|0.03", // A small room hides the seams of the synthesis.
  ].join(","),
  pacing: "spoken",
  speaks: (language) => language === "en",
  installed: (signal) => answers("flite", ["--version"], signal),
  speak: async (text, wavPath, pace, signal) => {
    const plain = plainEnglish(text);
    if (!/[A-Za-z0-9]/.test(plain)) throw unspoken("flite", text);
    const settings = [
      `duration_stretch=${(OWN_STRETCH / pace).toFixed(4)}`,
      `int_f0_target_mean=${PITCH_HZ}`,
      `int_f0_target_stddev=${PITCH_RANGE_HZ}`,
    ].flatMap((setting) => ["--setf", setting]);
    const args = ["-voice", "slt", ...settings, "-t", plain, "-o", wavPath];
    await runOrThrow("flite", args, { signal, timeoutMs: 60_000 });
    return [];
  },
};

/** flite reads ASCII only: typographic marks become plain ones, accents are dropped. */
export function plainEnglish(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[‘’ʼ]/g, "'")
    .replaceAll(/[“”«»"]/g, "")
    .replaceAll(/\s*[–—]\s*|…\s*/g, ", ")
    .replaceAll("&", " and ")
    .replaceAll("%", " percent")
    .replaceAll(/[^\x20-\x7E]/g, "")
    .trim();
}
