import { RATE } from "../wav.ts";

/** Where instruments play: a stereo bus, and what they send to the room and to the echo. */
export interface Stage {
  readonly length: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly room: Float32Array;
  readonly echo: Float32Array;
}

/** How a sound is placed: pan from −1 (left) to 1 (right), shares sent from 0 to 1. */
export interface Placing {
  readonly gain: number;
  readonly pan: number;
  readonly room: number;
  readonly echo: number;
}

export function openStage(seconds: number): Stage {
  const length = Math.round(seconds * RATE);
  const bus = (): Float32Array => new Float32Array(length);
  return { length, left: bus(), right: bus(), room: bus(), echo: bus() };
}

/** Adds a mono sound at `start` (in samples), with equal power across the stereo field. */
export function place(stage: Stage, sound: Float32Array, start: number, placing: Placing): void {
  const angle = ((placing.pan + 1) * Math.PI) / 4;
  const left = Math.cos(angle) * placing.gain * Math.SQRT2;
  const right = Math.sin(angle) * placing.gain * Math.SQRT2;
  const room = placing.room * placing.gain;
  const echo = placing.echo * placing.gain;
  const from = Math.max(0, -start);
  const to = Math.min(sound.length, stage.length - start);
  for (let i = from, at = start + from; i < to; i++, at++) {
    const sample = sound[i] as number;
    stage.left[at] = (stage.left[at] as number) + sample * left;
    stage.right[at] = (stage.right[at] as number) + sample * right;
    stage.room[at] = (stage.room[at] as number) + sample * room;
    if (echo > 0) stage.echo[at] = (stage.echo[at] as number) + sample * echo;
  }
}
