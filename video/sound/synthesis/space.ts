import { RATE } from "../wav.ts";
import type { Stage } from "./stage.ts";

/** Lengths of the delay lines in samples: primes, so that their echoes never fall together. */
const LINES = [1557, 1879, 2251, 2531, 2879, 3187, 3571, 3907] as const;
const PRE_DELAY = Math.round(0.018 * RATE);
/** All-pass filters before the lines smear each sound, so that its echoes become a tail and no flutter. */
const DIFFUSERS = [229, 347, 613] as const;
const DIFFUSION = 0.62;

/**
 * A room: a feedback delay network of eight damped lines. It reads the stage's `room` bus and adds to
 * its stereo bus. `decay` is the time in seconds to −60 dB.
 */
export function addRoom(stage: Stage, decay: number, level: number): void {
  const sent = diffused(stage.room);
  const lines = LINES.map((length) => new Float32Array(length));
  const feedback = LINES.map((length) => 10 ** ((-3 * length) / (decay * RATE)));
  const damped = new Float64Array(LINES.length);
  const taps = new Float64Array(LINES.length);
  for (let i = 0; i < stage.length; i++) {
    const input = i < PRE_DELAY ? 0 : (sent[i - PRE_DELAY] as number);
    let sum = 0;
    for (let line = 0; line < LINES.length; line++) {
      const tap = (lines[line] as Float32Array)[i % (LINES[line] as number)] as number;
      // Walls swallow high tones sooner.
      const soft = (damped[line] as number) + 0.55 * (tap - (damped[line] as number));
      damped[line] = soft;
      taps[line] = soft;
      sum += soft;
    }
    const shared = sum / 4; // Householder reflection: 2/8 of the sum.
    let [left, right] = [0, 0];
    for (let line = 0; line < LINES.length; line++) {
      const tap = taps[line] as number;
      const reflected = (tap - shared) * (feedback[line] as number) + input;
      (lines[line] as Float32Array)[i % (LINES[line] as number)] = reflected;
      if (line % 2 === 0) left += line % 4 === 0 ? tap : -tap;
      else right += line % 4 === 1 ? tap : -tap;
    }
    stage.left[i] = (stage.left[i] as number) + left * level;
    stage.right[i] = (stage.right[i] as number) + right * level;
  }
}

function diffused(sound: Float32Array): Float32Array {
  const output = Float32Array.from(sound);
  for (const length of DIFFUSERS) {
    const line = new Float32Array(length);
    for (let i = 0, at = 0; i < output.length; i++, at = at + 1 === length ? 0 : at + 1) {
      const before = line[at] as number;
      const input = (output[i] as number) - DIFFUSION * before;
      line[at] = input;
      output[i] = before + DIFFUSION * input;
    }
  }
  return output;
}

/** An echo that goes from side to side, duller each time; its repeats reach the room too. */
export function addEcho(stage: Stage, seconds: number, level: number): void {
  const delay = Math.max(1, Math.round(seconds * RATE));
  const lines = [new Float32Array(delay), new Float32Array(delay)] as const;
  let [softLeft, softRight] = [0, 0];
  for (let i = 0; i < stage.length; i++) {
    const at = i % delay;
    const left = lines[0][at] as number;
    const right = lines[1][at] as number;
    softLeft += 0.35 * (left - softLeft);
    softRight += 0.35 * (right - softRight);
    lines[0][at] = (stage.echo[i] as number) + softRight * 0.42;
    lines[1][at] = softLeft * 0.85;
    stage.left[i] = (stage.left[i] as number) + softLeft * level;
    stage.right[i] = (stage.right[i] as number) + softRight * level;
    stage.room[i] = (stage.room[i] as number) + (softLeft + softRight) * level * 0.2;
  }
}
