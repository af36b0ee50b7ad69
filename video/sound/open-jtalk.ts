import { existsSync, globSync } from "node:fs";
import { runOrThrow } from "../../kernel/process.ts";
import { answers, type VoiceEngine } from "./voice-engine.ts";

const VOICES = ["/usr/share/hts-voice/**/*.htsvoice", "/usr/local/share/hts-voice/**/*.htsvoice"];
const DICTIONARIES = [
  "/var/lib/mecab/dic/open-jtalk/naist-jdic",
  "/usr/local/share/open_jtalk/naist-jdic",
];

/** Japanese by Open JTalk, with pitch accent and its own dictionary, where a voice is installed. */
export const openJTalk: VoiceEngine = {
  name: "open_jtalk",
  voice: "hts",
  label: "Offline voice: Open JTalk, a statistical voice.",
  polish: "highpass=f=75,deesser=i=0.25,acompressor=threshold=-21dB:ratio=2.2:attack=6:release=110",
  pacing: "spoken",
  speaks: (language) => language === "ja",
  installed: async (signal) =>
    voicePath() !== undefined &&
    dictionaryPath() !== undefined &&
    (await answers("open_jtalk", ["--help"], signal)),
  speak: async (text, wavPath, pace, signal) => {
    const paths = ["-x", dictionaryPath() ?? "", "-m", voicePath() ?? "", "-ow", wavPath];
    const args = [...paths, "-r", pace.toFixed(3)];
    await runOrThrow("open_jtalk", args, { signal, input: text, timeoutMs: 60_000 });
    return [];
  },
};

function voicePath(): string | undefined {
  return globSync(VOICES).toSorted()[0];
}

function dictionaryPath(): string | undefined {
  return DICTIONARIES.find((folder) => existsSync(folder));
}
