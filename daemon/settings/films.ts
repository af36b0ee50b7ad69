import { z } from "zod";
import { PIPER_FOLDERS, VOICE_NAMES } from "../../video/sound/voice-engine.ts";

export const openai = z.strictObject({
  /** Any server that speaks OpenAI's API. The key comes from OPENAI_API_KEY or a credentials file only. */
  baseUrl: z.url().default("https://api.openai.com/v1"),
  model: z.string().min(1).default("gpt-5-mini"),
  /** A person waits for a film, so a model that hangs must not hold it up for long. */
  timeoutMs: z.int().min(1_000).default(60_000),
  /**
   * When its quota is used up until a time that it names: a film by rules today is mostly worth more
   * than one by the model tomorrow. `wait` parks the steps that need it until then.
   */
  onQuota: z.enum(["rules", "wait"]).default("rules"),
});

export const render = z.strictObject({
  /** Share of the full size (1920 × 1080): 0.25 for quick tests. */
  scale: z.number().min(0.1).max(2).default(1),
  /** Parts of the film that are rendered side by side, in whole scenes; as many as there are renderers. */
  segments: z.int().min(1).max(32).default(2),
  /** Browser tabs of one renderer. Two renderers with one tab each fill two cores. */
  concurrency: z.int().min(1).max(32).default(1),
});

export const voice = z.strictObject({
  /** The best that there is, or one that is tried first; the others stand in for it. */
  engine: z.enum(["auto", ...VOICE_NAMES]).default("auto"),
  /** Folders with voices of Piper: NAME.onnx beside NAME.onnx.json. */
  piperVoices: z.array(z.string().min(1)).default(() => [...PIPER_FOLDERS]),
  /** What the service is asked for where OPENAI_API_KEY is set and the film's budget allows it. */
  openaiModel: z.string().min(1).default("gpt-4o-mini-tts"),
  openaiVoice: z.string().min(1).default("alloy"),
  /** How words are said in every film, such as Kantoku: kahn toe koo. A brief's own win. */
  pronunciations: z.record(z.string().min(1), z.string().min(1)).default({}),
});

export const assets = z.strictObject({
  /** Absolute. Files below them may be named in any brief, also in one from a stranger's issue. */
  folders: z.array(z.string().startsWith("/", "is not an absolute path")).default([]),
  /** Whose pictures, footage and music are fetched when a brief links to them: `example.org`, `*.example.org`. */
  hosts: z
    .array(
      z.string().regex(/^(?:\*\.)?[a-z0-9.-]+(?::\d+)?$/i, "is not a host such as example.org"),
    )
    .default([]),
  /** Of one file: long footage takes minutes to read. */
  maxMegabytes: z.int().min(1).max(10_000).default(200),
});
