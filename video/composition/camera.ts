import type { CameraMove } from "../look/names.ts";
import { blend } from "./motion.ts";

/** How the backdrop lies in the picture: scaled about its middle, then moved, in px at full size. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Always a little larger than the picture, so that no move shows an edge. */
const REST = 1.02;
const PUSH = 0.15;
/** While it travels it is larger by as much as it goes to either side. */
const ROOM = 1.1;
const TRAVEL = 0.046;

/**
 * One steady move over the whole scene, without an end that would stand still. Texts stay where they are: they must be read, and
 * letters that crawl by fractions of a pixel shimmer.
 */
export function viewAt(move: CameraMove, share: number, w: number, h: number): View {
  const eased = 1 - (1 - Math.min(1, Math.max(0, share))) ** 1.12;
  const along = blend(-1, 1, eased);
  switch (move) {
    case "still":
      return { scale: REST, x: 0, y: 0 };
    case "push-in":
      return { scale: REST + PUSH * eased, x: 0, y: 0 };
    case "pull-out":
      return { scale: REST + PUSH * (1 - eased), x: 0, y: 0 };
    case "pan-left":
      return { scale: ROOM, x: -along * w * TRAVEL, y: 0 };
    case "pan-right":
      return { scale: ROOM, x: along * w * TRAVEL, y: 0 };
    case "tilt-up":
      return { scale: ROOM, x: 0, y: along * h * TRAVEL };
  }
}
