import { gainOf, integratedLoudness, type SampleSpan } from "./loudness.ts";
import { filteredNoise } from "./synthesis/drums.ts";
import { randomFrom } from "./synthesis/random.ts";
import { RATE } from "./wav.ts";

/** Far under the voice (−18 LUFS here), and under what counts as silence: felt, never heard. */
const ROOM_TONE_LUFS = -60;
const FADE_SECONDS = 0.5;

/**
 * The quiet of a room from before the first sentence to after the last one: between recordings that
 * were cut tight, nothing at all would sound like a fault. The same seed gives the same samples.
 */
export function addRoomTone(
  channels: readonly Float32Array[],
  voices: readonly SampleSpan[],
  seed: number,
): void {
  if (voices.length === 0) return;
  const fade = Math.round(FADE_SECONDS * RATE);
  const end = channels[0]?.length ?? 0;
  const from = Math.max(0, Math.min(...voices.map((voice) => voice.from)) - fade);
  const to = Math.min(end, Math.max(...voices.map((voice) => voice.to)) + fade);
  const random = randomFrom(seed);
  for (const channel of channels) {
    const tone = filteredNoise(random, to - from, 60, 1_400);
    const gain = gainOf(ROOM_TONE_LUFS - 3 - integratedLoudness([tone]));
    for (let i = 0; i < tone.length; i++) {
      const edge = Math.min(1, i / fade, (tone.length - i) / fade);
      channel[from + i] = (channel[from + i] as number) + (tone[i] as number) * gain * edge;
    }
  }
}
