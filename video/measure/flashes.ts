/**
 * General flashes as WCAG 2.3.1 and ITU-R BT.1702 define them: opposing changes of relative luminance
 * by a tenth or more, the darker side below 0.8, over at least a quarter of the picture.
 */

const CHANGE = 0.1;
const BRIGHTEST_DARK_SIDE = 0.8;
const AREA = 0.25;
/** Tiles that change within so many frames change together. */
const TOGETHER_FRAMES = 3;

/** The most flashes in any second, and the frame at which that second begins. */
export function mostFlashes(
  tiles: readonly Uint8Array[],
  fps: number,
): { flashes: number; frame: number } {
  const changes = alternating(wideChanges(tiles));
  let most = { flashes: 0, frame: 0 };
  for (const [index, first] of changes.entries()) {
    const within = changes.filter((change, i) => i >= index && change.frame < first.frame + fps);
    // Two opposing changes are one flash.
    const flashes = Math.floor(within.length / 2);
    if (flashes > most.flashes) most = { flashes, frame: first.frame };
  }
  return most;
}

interface Change {
  readonly frame: number;
  readonly rising: boolean;
}

/** Frames at which a quarter of the tiles turn the same way. */
function wideChanges(tiles: readonly Uint8Array[]): Change[] {
  const size = tiles[0]?.length ?? 0;
  const turns = { rising: new Float64Array(tiles.length), falling: new Float64Array(tiles.length) };
  for (let tile = 0; tile < size; tile++) countTurns(tiles, tile, turns);
  const changes: Change[] = [];
  for (let frame = 0; frame < tiles.length; frame++) {
    for (const direction of ["rising", "falling"] as const) {
      const window = turns[direction].subarray(Math.max(0, frame - TOGETHER_FRAMES + 1), frame + 1);
      const together = window.reduce((sum, count) => sum + count, 0);
      if (together >= size * AREA) changes.push({ frame, rising: direction === "rising" });
    }
  }
  return changes;
}

/** Follows one tile from extreme to extreme and notes where its luminance turned by enough. */
function countTurns(
  tiles: readonly Uint8Array[],
  tile: number,
  turns: { rising: Float64Array; falling: Float64Array },
): void {
  let lowest = luminance(tiles[0]?.[tile] ?? 0);
  let highest = lowest;
  for (const [frame, picture] of tiles.entries()) {
    const value = luminance(picture[tile] ?? 0);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    if (value - lowest >= CHANGE && lowest < BRIGHTEST_DARK_SIDE) {
      turns.rising[frame] = (turns.rising[frame] ?? 0) + 1;
      lowest = value;
      highest = value;
    } else if (highest - value >= CHANGE && value < BRIGHTEST_DARK_SIDE) {
      turns.falling[frame] = (turns.falling[frame] ?? 0) + 1;
      lowest = value;
      highest = value;
    }
  }
}

/** Changes the same way after each other are one long change. */
function alternating(changes: readonly Change[]): Change[] {
  return changes.filter((change, i) => i === 0 || change.rising !== changes[i - 1]?.rising);
}

const LUMINANCES = Float64Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

function luminance(level: number): number {
  return LUMINANCES[level] ?? 0;
}
