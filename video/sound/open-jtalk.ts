import { existsSync } from "node:fs";
import { join } from "node:path";
import { OperationalError } from "../../kernel/errors.ts";
import { runOrThrow } from "../../kernel/process.ts";
import { plainJapanese } from "../japanese/plain.ts";
import { answers, unreadNotes, unspoken, type VoiceEngine } from "./voice-engine.ts";

/** Mei 1.4 by the MMDAgent project, which comes with Kantoku: a statistical voice, 48 kHz. */
const MEI = join(import.meta.dirname, "mei", "mei_normal.htsvoice");
const DICTIONARIES = [
  "/var/lib/mecab/dic/open-jtalk/naist-jdic",
  "/usr/local/share/open_jtalk/naist-jdic",
];
/** Mei is a girl's voice: a little lower, from a throat a little longer, she tells and does not play. */
const HALF_TONES = -2;
const ALL_PASS = 0.56;
/** The program reads one line of so many bytes and passes over the rest. */
const MOST_BYTES = 1_000;

/** Her licence asks that she is named wherever she is heard. */
const ATTRIBUTION = "the voice Mei (© Nagoya Institute of Technology, CC BY 3.0)";
const ATTRIBUTION_JA = "音声「メイ」（© 名古屋工業大学、CC BY 3.0）";

/** Japanese by Open JTalk, with the pitch accents of its own dictionary. */
export const openJTalk: VoiceEngine = {
  name: "open_jtalk",
  voice: "mei",
  label: {
    en: `Offline voice: Open JTalk with ${ATTRIBUTION}, a statistical voice.`,
    ja: `オフラインの声： Open JTalk、${ATTRIBUTION_JA}、統計的音声合成。`,
  },
  licence: `${ATTRIBUTION}; made for this film.`,
  polish: [
    "highpass=f=80",
    "equalizer=f=3300:width_type=q:width=1:gain=-1.5",
    "treble=gain=-5:frequency=8500", // The noise of the synthesis hisses up here.
    "deesser=i=0.25",
    "acompressor=threshold=-21dB:ratio=2.2:attack=6:release=110:knee=6",
    "aecho=1:1:11|17|29:0.06|0.045|0.03", // A small room hides the seams of the synthesis.
  ].join(","),
  pacing: "spoken",
  speaks: (language) => language === "ja",
  installed: async (signal) =>
    dictionaryPath() !== undefined && (await answers("open_jtalk", ["--help"], signal)),
  speak: async (text, wavPath, pace, signal) => {
    const plain = plainJapanese(text);
    if (!/[\p{L}\p{N}]/u.test(plain)) throw unspoken("open_jtalk", text);
    if (Buffer.byteLength(plain) > MOST_BYTES) throw tooLong(text);
    const paths = ["-x", dictionaryPath() ?? "", "-m", MEI, "-ow", wavPath];
    const voice = ["-fm", String(HALF_TONES), "-a", String(ALL_PASS), "-r", pace.toFixed(3)];
    const options = { signal, input: `${plain}\n`, timeoutMs: 60_000 };
    await runOrThrow("open_jtalk", [...paths, ...voice], options);
    return unreadNotes(text);
  },
};

function dictionaryPath(): string | undefined {
  return DICTIONARIES.find((folder) => existsSync(folder));
}

function tooLong(text: string): OperationalError {
  const message = `Open JTalk can't say a sentence of ${text.length} characters.`;
  return new OperationalError("voice-unavailable", message, { hint: "Write shorter sentences." });
}
