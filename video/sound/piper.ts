import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { runOrThrow } from "../../kernel/process.ts";
import { answers, unspoken, type VoiceEngine } from "./voice-engine.ts";

export interface PiperOptions {
  /** Folders that are searched, with everything below them, for voices: `NAME.onnx` beside `NAME.onnx.json`. */
  readonly folders: readonly string[];
  /** Default: `piper` on the path. */
  readonly program?: string;
}

/** What we need of the description that comes with every voice. */
const Description = z.object({
  language: z.object({ family: z.string() }).optional(),
  espeak: z.object({ voice: z.string() }).optional(),
});

/** Piper, a neural voice that runs offline, in `language` (a primary subtag) where a voice of it is there. */
export function piperIn(language: string, options: PiperOptions): VoiceEngine {
  const { program = "piper" } = options;
  const model = findModel(language, options.folders);
  const voice = model === undefined ? "none" : basename(model, ".onnx");
  return {
    name: "piper",
    voice,
    label: {
      en: `Offline voice: Piper (${voice}), a neural voice.`,
      ja: `オフラインの声： Piper（${voice}）、ニューラル音声合成。`,
    },
    polish: "highpass=f=70,deesser=i=0.2,acompressor=threshold=-21dB:ratio=2:attack=6:release=110",
    pacing: "spoken",
    speaks: (wanted) => wanted === language,
    installed: async (signal) =>
      model !== undefined && (await answers(program, ["--help"], signal)),
    speak: async (text, wavPath, pace, signal) => {
      if (!/[\p{L}\p{N}]/u.test(text)) throw unspoken("piper", text);
      const speed = ["--length_scale", (1 / pace).toFixed(4)];
      const args = ["--model", model ?? "", "--output_file", wavPath, ...speed];
      // Piper speaks line by line, each into the same file: a sentence must be one line.
      const input = `${text.replaceAll(/\s+/g, " ").trim()}\n`;
      await runOrThrow(program, args, { signal, input, timeoutMs: 120_000 });
      return [];
    },
  };
}

/** The first voice of a language, by name, so that the same machine always takes the same. */
function findModel(language: string, folders: readonly string[]): string | undefined {
  const models = folders.flatMap((folder) => globSync(`${folder}/**/*.onnx`));
  return models.toSorted().find((model) => languageOf(model) === language);
}

/** A voice whose description is missing or broken can't be used by Piper either. */
function languageOf(model: string): string | undefined {
  if (!existsSync(`${model}.json`)) return undefined;
  try {
    const about = Description.parse(JSON.parse(readFileSync(`${model}.json`, "utf8")));
    return about.language?.family ?? about.espeak?.voice.split("-")[0];
  } catch {
    return undefined;
  }
}
