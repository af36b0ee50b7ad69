import { Easing, interpolate } from "remotion";

/** Things arrive fast and settle for long; they leave the other way round. */
export const DECELERATE = Easing.bezier(0.16, 1, 0.3, 1);
export const ACCELERATE = Easing.bezier(0.7, 0, 0.84, 0);
export const STANDARD = Easing.bezier(0.65, 0, 0.2, 1);

/** 0 before `start`, 1 from `start + duration` on, eased between; all in frames. */
export function progress(
  frame: number,
  start: number,
  duration: number,
  easing: (value: number) => number = DECELERATE,
): number {
  if (duration <= 0) return frame >= start ? 1 : 0;
  return interpolate(frame, [start, start + duration], [0, 1], {
    easing,
    extrapolateLeft: "clamp",
    extrapolateRight: "clamp",
  });
}

/** Between two numbers. */
export function blend(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
