import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { codeOf, messageOf } from "../../kernel/errors.ts";
import { runOrThrow } from "../../kernel/process.ts";
import { tongueOfLanguage } from "../../kernel/tongue.ts";
import type { Script } from "../script/script.ts";
import { fitPace, readableSeconds } from "./fit.ts";
import type { Narration, SpokenLine } from "./narration.ts";
import { voiceNotesIn } from "./notes/notes.ts";
import { type Pronunciations, respell } from "./pronounce.ts";
import { levelTo, trimSilence } from "./trim.ts";
import { unspoken, type VoiceEngine } from "./voice-engine.ts";
import { findVoices, type VoiceChoice } from "./voices.ts";
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
  /** Which voices may speak, and which should; default: the best of this machine. */
  readonly voices?: VoiceChoice;
  /** How words are said that a voice would say wrong. Captions keep the written form. */
  readonly pronunciations?: Pronunciations;
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
 * when it does not fit the film. One voice speaks all of it: when one fails on the way, the next best
 * begins anew. Throws `no-voice` when nothing on this machine speaks its language.
 */
export async function narrate(options: NarrateOptions): Promise<Narration> {
  const { script, signal } = options;
  const say = voiceNotesIn(script.language);
  const all = sentencesOf(script);
  const sentences = all.filter(hasWords);
  mkdirSync(options.folder, { recursive: true });
  const found = await findVoices(script.language, signal, options.voices);
  const { engine, pace, recordings, notes } = await recordByFirst(
    found.engines,
    sentences,
    options,
  );
  const lines = await Promise.all(recordings.map((it) => spokenLine(it, script.language)));
  return {
    engine: engine.name,
    voice: engine.voice,
    ...(engine.licence === undefined ? {} : { licence: engine.licence }),
    language: script.language,
    pace,
    lines,
    notes: [
      engine.label[tongueOfLanguage(script.language)],
      ...found.missing.map(say.missing),
      ...all.filter((it) => !hasWords(it)).map(({ text }) => say.wordless(text)),
      ...notes,
      ...recordings.flatMap((recording) => recording.notes),
    ],
  };
}

interface Recorded {
  readonly engine: VoiceEngine;
  readonly pace: number;
  readonly recordings: readonly Recording[];
  readonly notes: readonly string[];
}

/** The first of the engines that can speak everything does; the notes say why others could not. */
async function recordByFirst(
  engines: readonly VoiceEngine[],
  sentences: readonly Sentence[],
  options: NarrateOptions,
): Promise<Recorded> {
  const say = voiceNotesIn(options.script.language);
  const failed: string[] = [];
  for (const [index, engine] of engines.entries()) {
    try {
      const recorded = await recordFitting(engine, sentences, options);
      return { ...recorded, notes: [...failed, ...recorded.notes] };
    } catch (error) {
      const isLast = index === engines.length - 1;
      if (codeOf(error) !== "voice-unavailable" || isLast) throw error;
      failed.push(say.failed(engine.name, messageOf(error)));
    }
  }
  throw new TypeError("A narration needs at least one voice.");
}

/** At the voice's own pace, and again quicker when that does not fit the film. */
async function recordFitting(
  engine: VoiceEngine,
  sentences: readonly Sentence[],
  options: NarrateOptions,
): Promise<Recorded> {
  const say = voiceNotesIn(options.script.language);
  let recordings = await recordAll(sentences, engine, 1, options);
  const { pace, note } = fitPace(recordings, options.durationSeconds, say);
  if (pace > 1) recordings = await recordAll(sentences, engine, pace, options);
  else recordings = await recordReadable(engine, recordings, options);
  for (const { file } of recordings) rmSync(join(options.folder, rawName(engine, file)));
  return { engine, pace, recordings, notes: note === null ? [] : [note] };
}

/** A sentence that captions could not follow is spoken slower, as far as the film has time for it. */
async function recordReadable(
  engine: VoiceEngine,
  recordings: readonly Recording[],
  options: NarrateOptions,
): Promise<Recording[]> {
  const slower = readableSeconds(recordings, options.script.language, options.durationSeconds);
  const kept: Recording[] = [];
  for (const [index, recording] of recordings.entries()) {
    const seconds = slower[index] ?? recording.seconds;
    const isSlower = seconds > recording.seconds;
    const pace = recording.seconds / seconds;
    kept.push(isSlower ? await record(recording, engine, pace, options) : recording);
  }
  return kept;
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
  // Nobody speaks on after one has failed: the next voice writes the same files.
  const ended = await Promise.allSettled(
    Array.from({ length: CONCURRENCY }, () => work().finally(() => waiting.splice(0))),
  );
  const failure = ended.find((each) => each.status === "rejected");
  if (failure) throw failure.reason;
  return recordings;
}

async function record(
  sentence: Sentence,
  engine: VoiceEngine,
  pace: number,
  { folder, signal, script, pronunciations }: NarrateOptions,
): Promise<Recording> {
  signal.throwIfAborted();
  const file = `${sentence.beat}-${String(sentence.index + 1).padStart(2, "0")}.wav`;
  const raw = join(folder, rawName(engine, file));
  const polished = join(folder, file);
  const isStretched = engine.pacing === "stretched";
  // What a service has said once is not paid for again to be quicker.
  const text = respell(sentence.text, pronunciations ?? {}, script.language);
  const isSaid = isStretched && existsSync(raw);
  const notes = isSaid ? [] : await engine.speak(text, raw, isStretched ? 1 : pace, signal);
  const tempo = isStretched && pace !== 1 ? `,atempo=${pace.toFixed(4)}` : "";
  // The pad lets the room of the polish ring out; silence is trimmed afterwards.
  const filters = `apad=pad_dur=0.2,aresample=${RATE}:filter_size=64${tempo},${engine.polish}`;
  const output = ["-ac", "1", "-ar", String(RATE), "-c:a", "pcm_s16le", polished];
  const input = ["-nostdin", "-v", "error", "-y", "-i", raw];
  await runOrThrow("ffmpeg", [...input, "-af", filters, ...output], { signal });
  const trimmed = levelTo(trimSilence(readWav(polished)), LINE_LUFS);
  const seconds = secondsOf(trimmed);
  if (seconds === 0) throw unspoken(engine.name, sentence.text);
  writeWav(polished, trimmed);
  return { ...sentence, file, seconds, notes };
}

/** Voices that follow each other must not take each other's words. */
function rawName(engine: VoiceEngine, file: string): string {
  return `.raw-${engine.name}-${file}`;
}

async function spokenLine(recording: Recording, language: string): Promise<SpokenLine> {
  const { beat, index, text, caption, file, seconds } = recording;
  const words = await wordTimes(text, seconds, language);
  return { beat, index, text, ...(caption === undefined ? {} : { caption }), seconds, file, words };
}
