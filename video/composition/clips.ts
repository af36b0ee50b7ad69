/** Footage as the composition draws it: a picture for every frame of the film. */
export interface Clip {
  /** Of pictures; after the last one it stays. */
  readonly length: number;
  /** Data URIs of those that are shown, by their place in the clip. */
  readonly pictures: Readonly<Record<number, string>>;
}

/** Place of the picture that a clip shows at a frame of its scene. */
export function placeInClip(frame: number, length: number): number {
  return Math.max(0, Math.min(frame, length - 1));
}
