import type { Hex } from "../look/colour.ts";
import type { Draw, Easel, Point } from "./backdrop-easel.ts";
import { bounded, focus, reach, round, smooth, steps, within } from "./backdrop-easel.ts";

/** Cut paper thrown into the air: few kinds of shapes, all turned their own way. */
export const pieces: Draw = (easel) => {
  const { art, dice, w, h, unit } = easel;
  const centre = focus(easel);
  const pitch = (art ? 128 : 190) * unit;
  const radius = reach(easel) * (art ? 1.5 : 1.3);
  const most = within(easel, centre, Infinity) - pitch * 0.4;
  const thrown: string[] = [];
  for (let y = pitch * 0.3; y < h + pitch; y += pitch) {
    for (let x = pitch * 0.3; x < w + pitch; x += pitch) {
      const at = { x: x + dice.between(-0.3, 0.3) * pitch, y: y + dice.between(-0.3, 0.3) * pitch };
      const distance = Math.hypot(at.x - centre.x, at.y - centre.y);
      const size = pitch * dice.between(0.2, 0.36) * (art ? 1 : 1.25);
      const [kind, turn, colour] = [dice.whole(0, 4), dice.whole(0, 35) * 10, paint(easel)];
      if (distance > Math.min(radius, most)) continue;
      thrown.push(piece(kind, at, size, turn, colour));
    }
  }
  return thrown.join("");
};

function piece(kind: number, { x, y }: Point, size: number, turn: number, colour: Hex): string {
  const s = round(size);
  const place = `transform="translate(${round(x)} ${round(y)}) rotate(${turn})"`;
  const thick = round(size * 0.46);
  switch (kind) {
    case 0:
      return `<circle ${place} r="${s}" fill="${colour}"/>`;
    case 1:
      return `<path ${place} d="M${-s} 0A${s} ${s} 0 0 1 ${s} 0Z" fill="${colour}"/>`;
    case 2:
      return `<path ${place} d="M0 ${-s}L${s} ${round(size * 0.8)}L${-s} ${round(size * 0.8)}Z" fill="${colour}" stroke="${colour}" stroke-width="${round(size * 0.2)}" stroke-linejoin="round"/>`;
    case 3:
      return `<path ${place} d="M${-s} 0H${s}M0 ${-s}V${s}" stroke="${colour}" stroke-width="${thick}" stroke-linecap="round"/>`;
    default:
      return `<path ${place} d="M${-s * 1.2} 0q${round(size * 0.6)} ${-s * 1.2} ${round(size * 1.2)} 0t${round(size * 1.2)} 0" fill="none" stroke="${colour}" stroke-width="${thick}" stroke-linecap="round"/>`;
  }
}

/** Seaweed and pebbles as scissors find them. */
export const cutouts: Draw = (easel) => {
  const { art, dice } = easel;
  const centre = focus(easel);
  const size = within(easel, centre, reach(easel) * (art ? 1 : 0.9) * 1.25) / 1.25;
  const pebbles = [0, 1, 2].map((index) => {
    const at = {
      x: centre.x + dice.between(-0.35, 0.35) * size,
      y: centre.y + (index - 1) * size * 0.42,
    };
    return pebble(easel, at, size * dice.between(0.42, 0.6));
  });
  const weeds = [0, 1].map((index) => {
    const at = {
      x: centre.x + (index - 0.5) * size * 0.75,
      y: centre.y + dice.between(-0.1, 0.1) * size,
    };
    return weed(easel, at, size * dice.between(0.55, 0.72), dice.between(-0.5, 0.5));
  });
  return pebbles.join("") + weeds.join("");
};

function pebble(easel: Easel, { x, y }: Point, size: number): string {
  const [a, b] = [easel.dice.between(0, 6), easel.dice.between(0, 6)];
  const points = steps(0, Math.PI * 2, 13)
    .slice(0, -1)
    .map((angle): Point => {
      const r = size * (1 + 0.16 * Math.sin(angle * 2 + a) + 0.1 * Math.sin(angle * 3 + b));
      return { x: x + Math.cos(angle) * r, y: y + Math.sin(angle) * r * 0.86 };
    });
  return `<path d="${smooth(points, true)}" fill="${paint(easel)}"/>`;
}

/** Lobes left and right of a spine, like a leaf of coral. */
function weed(easel: Easel, { x, y }: Point, size: number, lean: number): string {
  const lobes = 3;
  const side = (sign: number): Point[] =>
    steps(1, -1, lobes * 4 + 1).map((along, index) => {
      const out = 0.16 + 0.34 * Math.sin((index / 4) * Math.PI) ** 2 * (1.15 - along ** 2);
      return { x: sign * out * size, y: along * size };
    });
  const outline = [...side(1), ...side(-1).toReversed()];
  return `<path transform="translate(${round(x)} ${round(y)}) rotate(${round((lean * 180) / Math.PI)})" d="${smooth(outline, true)}" fill="${paint(easel)}"/>`;
}

/** Rainbows of thick paper bows, standing and hanging. */
export const hoops: Draw = (easel) => {
  const { tone, art, dice, loudness } = easel;
  const centre = focus(easel);
  const wish = reach(easel) * (art ? 0.98 : loudness === "poster" ? 1.1 : 0.95);
  const radius = within(easel, centre, wish);
  const isHanging = !art && loudness === "ground" && centre.y < easel.h / 2;
  const foot = loudness === "poster" ? easel.h * 0.98 : centre.y + (art ? radius * 0.5 : 0);
  const colours = art
    ? [tone.accent, tone.surface, tone.accent2, tone.foreground]
    : [tone.forms[1], tone.forms[0], tone.forms[2], tone.background];
  const start = dice.whole(0, 3);
  const bows = steps(1, 0.22, 5).map((share, index) => {
    const r = round(radius * share);
    return `<path d="M${round(centre.x - r)} ${round(foot)}a${r} ${r} 0 0 ${isHanging ? 0 : 1} ${2 * r} 0Z" fill="${colours[(index + start) % 4] ?? tone.surface}"/>`;
  });
  return art ? bounded("h", art, easel, bows.join("")) : bows.join("");
};

/** Any colour of the paper box where there is room, the forms' own under texts. */
function paint({ tone, art, dice }: Easel): Hex {
  return art
    ? dice.pick([tone.accent, tone.accent2, tone.foreground, tone.surface, tone.accent])
    : dice.pick(tone.forms);
}
