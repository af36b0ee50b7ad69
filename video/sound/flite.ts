import { codeOf } from "../../kernel/errors.ts";
import { run, runOrThrow } from "../../kernel/process.ts";
import { unspoken, type VoiceEngine } from "./voice-engine.ts";

const VOICE = "rms";
/** rms takes his time: so he speaks as fast as the script's pace has it, about 3.4 words a second. */
const OWN_STRETCH = 0.9;

/**
 * English; of flite's statistical voices (16 kHz) the one that a speech recognizer understands best
 * (a seventh of the words wrong; of slt's a quarter), and with twice the melody of slt.
 */
export const flite: VoiceEngine = {
  name: "flite",
  voice: VOICE,
  label: {
    en: `Offline voice: flite (${VOICE}), a small statistical voice.`,
    ja: `オフラインの声： flite（${VOICE}）、小さな統計的音声合成。`,
  },
  polish: [
    "highpass=f=70",
    "equalizer=f=260:width_type=q:width=0.8:gain=-3", // Boomy: half of his energy lies here.
    "equalizer=f=1200:width_type=q:width=0.6:gain=3.5", // Clear vowels.
    "deesser=i=0.3",
    "treble=gain=-6:frequency=6000",
    "acompressor=threshold=-21dB:ratio=2.3:attack=6:release=110:knee=6",
    "aecho=1:1:11|17|29:0.05|0.04|0.025", // A small room hides the seams of the synthesis.
  ].join(","),
  pacing: "spoken",
  speaks: (language) => language === "en",
  installed: async (signal) => (await voicesHere(signal)).includes(VOICE),
  speak: async (text, wavPath, pace, signal) => {
    const plain = plainEnglish(text);
    if (!/[A-Za-z0-9]/.test(plain)) throw unspoken("flite", text);
    const stretch = ["--setf", `duration_stretch=${(OWN_STRETCH / pace).toFixed(4)}`];
    const args = ["-voice", VOICE, ...stretch, "-t", plain, "-o", wavPath];
    await runOrThrow("flite", args, { signal, timeoutMs: 60_000 });
    return [];
  },
};

/** The voices that were built into flite here; none without flite. */
async function voicesHere(signal: AbortSignal): Promise<string[]> {
  try {
    const { stdout } = await run("flite", ["-lv"], { signal, timeoutMs: 10_000 });
    return stdout.split(/\s+/);
  } catch (error) {
    if (codeOf(error) === "program-missing") return [];
    throw error;
  }
}

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
