import { gainOf, loudnessOf, hopEnergies, type SampleSpan } from "./loudness.ts";
import { RATE } from "./wav.ts";

/** Speech is this far above music: 10 LU is the least that listeners accept (Torcoli et al., 2019). */
export const LEAST_SEPARATION_LU = 10;
const WANTED_SEPARATION_LU = 12;
/** Music gives way at least so much, so that the voice is felt to lead. */
const LEAST_DUCK_DB = 2;
const MOST_DUCK_DB = 30;
/** Music stays down between sentences that follow each other within this. */
const HOLD_SECONDS = 0.9;
const ATTACK_SECONDS = 0.3;
const RELEASE_SECONDS = 0.8;

/** The spans in which somebody speaks, pauses between sentences included. */
export function speechSpans(voices: readonly SampleSpan[]): SampleSpan[] {
  const spans: SampleSpan[] = [];
  for (const voice of voices.toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last === undefined || voice.from - last.to > HOLD_SECONDS * RATE) spans.push(voice);
    else spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, voice.to) };
  }
  return spans;
}

/** Loudness of the voice over that of the music while somebody speaks; null without either. */
export function separation(
  voice: readonly Float32Array[],
  music: readonly Float32Array[],
  spans: readonly SampleSpan[],
): number | null {
  const over = loudnessOf(hopEnergies(voice), { spans });
  const under = loudnessOf(hopEnergies(music), { spans, gated: false });
  return Number.isFinite(over) && Number.isFinite(under) ? over - under : null;
}

/** How many dB the music gives way to reach the wanted separation. */
export function duckDepth(separationLu: number | null): number {
  if (separationLu === null) return 0;
  return Math.min(MOST_DUCK_DB, Math.max(LEAST_DUCK_DB, WANTED_SEPARATION_LU - separationLu));
}

/** Lowers `channels` by `depthDb` in the spans, gliding down just before and up again after them. */
export function duck(
  channels: readonly Float32Array[],
  spans: readonly SampleSpan[],
  depthDb: number,
): void {
  for (const [index, span] of spans.entries()) {
    const before = (spans[index - 1]?.to ?? -Infinity) + RELEASE_SECONDS * RATE;
    const after = spans[index + 1]?.from ?? Infinity;
    const from = Math.max(0, span.from - ATTACK_SECONDS * RATE, before);
    const to = Math.min(channels[0]?.length ?? 0, span.to + RELEASE_SECONDS * RATE, after);
    for (let i = Math.round(from); i < to; i++) {
      const gain = gainOf(-depthDb * depthAt(i, span));
      for (const channel of channels) channel[i] = (channel[i] as number) * gain;
    }
  }
}

/** From 0 (open) to 1 (fully down), by half a cosine on either side of the span. */
function depthAt(sample: number, span: SampleSpan): number {
  if (sample < span.from) return eased(1 - (span.from - sample) / (ATTACK_SECONDS * RATE));
  if (sample >= span.to) return eased(1 - (sample - span.to) / (RELEASE_SECONDS * RATE));
  return 1;
}

function eased(share: number): number {
  return 0.5 - 0.5 * Math.cos(Math.PI * Math.max(0, Math.min(1, share)));
}
