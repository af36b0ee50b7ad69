import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runOrThrow } from "../../kernel/process.ts";
import type { Script } from "../script/script.ts";
import { fitPace } from "./fit.ts";
import type { Narration, SpokenLine } from "./narration.ts";
import { levelTo, trimSilence } from "./trim.ts";
import { unspoken, type VoiceEngine } from "./voice-engine.ts";
import { findVoice } from "./voices.ts";
import { RATE, readWav, secondsOf, writeWav } from "./wav.ts";
import { wordTimes } from "./word-times.ts";

/** Every sentence is brought to this loudness, so that none jumps out. */
const LINE_LUFS = -20;
/** Programs that speak at once. */
const CONCURRENCY = 2;

export interface NarrateOptions {
  readonly script: Script;
  readonly durationSeconds: number;
  /** Gets one WAV (48 kHz, mono, 16 bit) for each sentence. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

interface Sentence {
  readonly beat: string;
  readonly index: number;
  readonly text: string;
  readonly caption: string | undefined;
}

interface Recording extends Sentence {
  readonly file: string;
  readonly seconds: number;
  readonly notes: readonly string[];
}

/**
 * Speaks a script sentence by sentence, first at the voice's own pace, then again a little quicker
 * when it does not fit the film. Throws `no-voice` when nothing on this machine speaks its language.
 */
export async function narrate(options: NarrateOptions): Promise<Narration> {
  const { script, signal } = options;
  const { engine, missing } = await findVoice(script.language, signal);
  const all = sentencesOf(script);
  const sentences = all.filter(hasWords);
  mkdirSync(options.folder, { recursive: true });
  let recordings = await recordAll(sentences, engine, 1, options);
  const fit = fitPace(recordings, options.durationSeconds);
  if (fit.pace > 1) recordings = await recordAll(sentences, engine, fit.pace, options);
  const notes = [
    engine.label,
    ...missing.map((name) => `${name} would sound better, but is not installed.`),
    ...all
      .filter((it) => !hasWords(it))
      .map(({ text }) => `"${text}" has no words: it is not spoken.`),
    ...(fit.note === null ? [] : [fit.note]),
    ...recordings.flatMap((recording) => recording.notes),
  ];
  const lines = await Promise.all(recordings.map((it) => spokenLine(it, script.language)));
  const { name, voice } = engine;
  return { engine: name, voice, language: script.language, pace: fit.pace, lines, notes };
}

function sentencesOf(script: Script): Sentence[] {
  return script.beats.flatMap((beat) =>
    beat.audio.narration.map((text, index) => ({
      beat: beat.id,
      index,
      text,
      caption: beat.audio.captions?.[index],
    })),
  );
}

function hasWords({ text }: Sentence): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Records all sentences, some at once, and keeps their order. */
async function recordAll(
  sentences: readonly Sentence[],
  engine: VoiceEngine,
  pace: number,
  options: NarrateOptions,
): Promise<Recording[]> {
  const recordings: Recording[] = [];
  const waiting = [...sentences.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [position, sentence] = next;
      recordings[position] = await record(sentence, engine, pace, options);
      options.onProgress?.(++done, sentences.length);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return recordings;
}

async function record(
  sentence: Sentence,
  engine: VoiceEngine,
  pace: number,
  { folder, signal }: NarrateOptions,
): Promise<Recording> {
  signal.throwIfAborted();
  const file = `${sentence.beat}-${String(sentence.index + 1).padStart(2, "0")}.wav`;
  const raw = join(folder, `.raw-${file}`);
  const polished = join(folder, file);
  const notes = await engine.speak(sentence.text, raw, pace, signal);
  // The pad lets the room of the polish ring out; silence is trimmed afterwards.
  const filters = `apad=pad_dur=0.2,aresample=${RATE}:filter_size=64,${engine.polish}`;
  const output = ["-ac", "1", "-ar", String(RATE), "-c:a", "pcm_s16le", polished];
  const input = ["-nostdin", "-v", "error", "-y", "-i", raw];
  await runOrThrow("ffmpeg", [...input, "-af", filters, ...output], { signal });
  rmSync(raw);
  const trimmed = levelTo(trimSilence(readWav(polished)), LINE_LUFS);
  const seconds = secondsOf(trimmed);
  if (seconds === 0) throw unspoken(engine.name, sentence.text);
  writeWav(polished, trimmed);
  return { ...sentence, file, seconds, notes };
}

async function spokenLine(recording: Recording, language: string): Promise<SpokenLine> {
  const { beat, index, text, caption, file, seconds } = recording;
  const words = await wordTimes(text, seconds, language);
  return { beat, index, text, ...(caption === undefined ? {} : { caption }), seconds, file, words };
}
