import { run, runOrThrow } from "../../kernel/process.ts";
import { readKana } from "../japanese/kana.ts";
import { answers, unreadNotes, unspoken, type VoiceEngine } from "./voice-engine.ts";

const WORDS_PER_MINUTE = 155;
const PITCH = 42;

/**
 * espeak-ng in any language that it has: robotic, but understood. It can't read kanji (each becomes
 * the English words "Chinese letter"), so that Japanese reaches it in kana only.
 */
export function espeakIn(language: string): VoiceEngine {
  return {
    name: "espeak-ng",
    voice: language,
    label: {
      en: `Offline voice: espeak-ng (${language}), a formant voice; it sounds robotic.`,
      ja: `オフラインの声： espeak-ng（${language}）、フォルマント合成。機械的に聞こえます。`,
    },
    polish: [
      "highpass=f=80",
      "lowpass=f=7200",
      "equalizer=f=230:width_type=q:width=0.9:gain=2.5",
      "equalizer=f=2700:width_type=q:width=1:gain=-4", // The synthesis is harsh here.
      "deesser=i=0.3",
      "acompressor=threshold=-21dB:ratio=2.2:attack=6:release=110:knee=6",
      "aecho=1:1:13|19|31:0.08|0.06|0.04",
    ].join(","),
    pacing: "spoken",
    speaks: (wanted) => wanted === language,
    installed: async (signal) => {
      if (!(await answers("espeak-ng", ["--version"], signal))) return false;
      const trial = await run("espeak-ng", ["-q", "-v", language, "a"], { signal });
      return trial.exitCode === 0;
    },
    speak: async (text, wavPath, pace, signal) => {
      const { spoken, notes } = await speakable(text, language);
      if (!/[\p{L}\p{N}]/u.test(spoken)) throw unspoken("espeak-ng", text);
      const speed = String(Math.round(WORDS_PER_MINUTE * pace));
      const args = ["-v", language, "-s", speed, "-p", String(PITCH), "-w", wavPath, "--stdin"];
      await runOrThrow("espeak-ng", args, { signal, input: spoken, timeoutMs: 60_000 });
      return notes;
    },
  };
}

async function speakable(text: string, language: string) {
  if (language !== "ja") return { spoken: text, notes: [] };
  return { spoken: (await readKana(text)).kana, notes: await unreadNotes(text) };
}
