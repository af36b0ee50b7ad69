/**
 * General flashes as WCAG 2.3.1 and ITU-R BT.1702 define them: a pair of opposing changes of relative
 * luminance by a tenth or more, the darker side below 0.8, over at least a quarter of the picture. Each
 * place is followed for itself, so that a bright edge that sweeps over the picture is no flash.
 */

const CHANGE = 0.1;
const BRIGHTEST_DARK_SIDE = 0.8;
const AREA = 0.25;

/**
 * The most flashes that a quarter of the picture sees in any second, and the frame at which that second
 * begins. `tiles` are small grey pictures, one a frame.
 */
export function mostFlashes(
  tiles: readonly Uint8Array[],
  fps: number,
): { flashes: number; frame: number } {
  const size = tiles[0]?.length ?? 0;
  const turns = Array.from({ length: size }, (_, tile) => turnsOf(tiles, tile));
  const needed = Math.ceil(size * AREA);
  let most = { flashes: 0, frame: 0 };
  for (let frame = 0; frame < tiles.length; frame++) {
    const counts = turns.map((at) => flashesWithin(at, frame, frame + fps));
    const flashes = counts.toSorted((a, b) => b - a)[needed - 1] ?? 0;
    if (flashes > most.flashes) most = { flashes, frame };
  }
  return most;
}

/** Two opposing turns are one flash. */
function flashesWithin(turns: readonly number[], from: number, to: number): number {
  return Math.floor(turns.filter((frame) => frame >= from && frame < to).length / 2);
}

/** The frames at which one tile's luminance turned round by enough: up after down, or down after up. */
function turnsOf(tiles: readonly Uint8Array[], tile: number): number[] {
  const turns: number[] = [];
  let lowest = luminance(tiles[0]?.[tile] ?? 0);
  let highest = lowest;
  let before: "rising" | "falling" | null = null;
  for (const [frame, picture] of tiles.entries()) {
    const value = luminance(picture[tile] ?? 0);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    const rose = value - lowest >= CHANGE && lowest < BRIGHTEST_DARK_SIDE;
    const fell = highest - value >= CHANGE && value < BRIGHTEST_DARK_SIDE;
    if (!rose && !fell) continue;
    const direction = rose ? "rising" : "falling";
    if (direction !== before) turns.push(frame);
    before = direction;
    lowest = value;
    highest = value;
  }
  return turns;
}

const LUMINANCES = Float64Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

function luminance(level: number): number {
  return LUMINANCES[level] ?? 0;
}
