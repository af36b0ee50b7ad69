import { writeFileSync } from "node:fs";
import type OpenAI from "openai";
import { systemClock, type Clock } from "../../kernel/clock.ts";
import { OperationalError } from "../../kernel/errors.ts";
import type { VoiceEngine } from "../../video/sound/voice-engine.ts";
import { classify, isPassing, type ModelFailure } from "./failures.ts";
import { speechCostUsd } from "./prices.ts";

export interface SpeechOptions {
  readonly apiKey: string;
  /** Default OpenAI's. */
  readonly baseUrl?: string;
  /** Such as `gpt-4o-mini-tts`. */
  readonly model: string;
  /** Such as `alloy`. */
  readonly voice: string;
  /** For one sentence; default 60 000 ms. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

/** How often one sentence is asked for, the first time included. */
const MOST_REQUESTS = 4;
const FIRST_WAIT_MS = 500;
/** A service that wants more patience than this is done without. */
const LONGEST_WAIT_MS = 20_000;
const MANNER = "Narrate a short film: clear, warm and unhurried, exactly the words that are given.";
/** What the service answers with: 16 bit, mono, 24 kHz. */
const BYTES_PER_SECOND = 48_000;

/** A voice of OpenAI's, or of any server that speaks its API; its prices are in the report. */
export function openAiVoice(options: SpeechOptions): VoiceEngine {
  const { model, voice, clock = systemClock } = options;
  let loading: Promise<OpenAI> | undefined;
  let costUsd = 0;
  return {
    name: "openai",
    voice: `${model}, ${voice}`,
    label: {
      en: `Voice: OpenAI's ${model} (${voice}), made by a model and by no person.`,
      ja: `声： OpenAI の ${model}（${voice}）。人ではなく、モデルが作った声です。`,
    },
    polish: "highpass=f=60,acompressor=threshold=-21dB:ratio=1.8:attack=8:release=120",
    pacing: "stretched",
    costUsd: () => costUsd,
    speaks: () => true,
    installed: async () => true,
    speak: async (text, wavPath, _pace, signal) => {
      const client = await (loading ??= load(options));
      const wav = await requestSpeech({ client, text, model, voice, clock, signal });
      costUsd += speechCostUsd(model, text.length, wav.length / BYTES_PER_SECOND) ?? 0;
      writeFileSync(wavPath, wav);
      return [];
    },
  };
}

async function load({ apiKey, baseUrl, timeoutMs = 60_000 }: SpeechOptions): Promise<OpenAI> {
  const { default: Client } = await import("openai");
  const base = baseUrl ? { baseURL: baseUrl } : {};
  return new Client({ apiKey, ...base, timeout: timeoutMs, maxRetries: 0, logLevel: "off" });
}

interface SpeechRequest {
  readonly client: OpenAI;
  readonly text: string;
  readonly model: string;
  readonly voice: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** One sentence as a WAV; what passes by itself is waited out, anything else is `voice-unavailable`. */
async function requestSpeech(request: SpeechRequest): Promise<Buffer> {
  const { client, text, model, voice, clock, signal } = request;
  // The older models refuse to be told how to speak.
  const manner = model.startsWith("gpt-") ? { instructions: MANNER } : {};
  const wanted = { model, voice, input: text, response_format: "wav", ...manner } as const;
  for (let requests = 1; ; requests += 1) {
    try {
      const answer = await client.audio.speech.create(wanted, { signal });
      return wavOf(Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      signal.throwIfAborted();
      const failure = await classify(error, clock.now());
      const waitMs = waitOf(failure, requests, clock.now());
      const isWorthIt = isPassing(failure) && waitMs <= LONGEST_WAIT_MS;
      if (!isWorthIt || requests >= MOST_REQUESTS) throw unavailable(model, failure);
      await clock.sleep(waitMs, signal);
      signal.throwIfAborted();
    }
  }
}

/** A proxy's page instead of a sound is a fault of the server. */
function wavOf(bytes: Buffer): Buffer {
  if (bytes.toString("latin1", 0, 4) === "RIFF") return bytes;
  throw new SyntaxError("The voice's server answered something that is no WAV.");
}

function waitOf({ retryAt }: ModelFailure, requests: number, now: number): number {
  return retryAt === null ? FIRST_WAIT_MS * 2 ** (requests - 1) : Math.max(0, retryAt - now);
}

function unavailable(model: string, failure: ModelFailure): OperationalError {
  const message = `${failure.class}: ${failure.message}`;
  const hint = `Check the key, the quota and the name of the model "${model}".`;
  return new OperationalError("voice-unavailable", message, { hint });
}
