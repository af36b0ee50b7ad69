import type { Hex } from "../look/colour.ts";
import type { Box } from "../look/stage.ts";
import type { Draw, Easel } from "./backdrop-easel.ts";
import { bounded, focus, reach, round, within } from "./backdrop-easel.ts";

/** A few modules of a strict grid: squares, quarter discs, stripes. */
export const blocks: Draw = (easel) => {
  const { art, dice } = easel;
  const area = art ?? areaOf(easel);
  const isStrip = easel.loudness === "ground";
  const about = isStrip
    ? Math.min(area.w, area.h)
    : Math.min(area.w / 2, area.h / 2, Math.max(area.w, area.h) / 3);
  const rows = Math.round(area.h / about);
  const module = area.h / rows;
  const columns = Math.ceil(area.w / module);
  // What is too much goes off the picture, not under the words.
  const start = area.x > 0 ? area.x : area.x + area.w - columns * module;
  const shapes: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (dice.next() > 0.72) continue;
      const colour = paint(easel, dice.pick(["accent", "foreground", "accent2", "accent"]));
      shapes.push(shape(easel, start + column * module, area.y + row * module, module, colour));
    }
  }
  return shapes.join("");
};

function shape({ dice }: Easel, x: number, y: number, size: number, colour: Hex): string {
  const at = `translate(${round(x)} ${round(y)})`;
  const kind = dice.pick(["square", "quarter", "quarter", "disc", "stripes"]);
  const turn = dice.pick([0, 90, 180, 270]);
  const half = round(size / 2);
  const whole = round(size);
  if (kind === "square") {
    return `<rect transform="${at}" width="${whole}" height="${whole}" fill="${colour}"/>`;
  }
  if (kind === "disc") {
    return `<circle transform="${at}" cx="${half}" cy="${half}" r="${half}" fill="${colour}"/>`;
  }
  if (kind === "quarter") {
    return `<path transform="${at} rotate(${turn} ${half} ${half})" d="M0 0H${whole}A${whole} ${whole} 0 0 1 0 ${whole}Z" fill="${colour}"/>`;
  }
  const bars = [0, 1, 2, 3].map(
    (bar) => `M0 ${round((bar * size) / 4)}H${whole}V${round((bar * size) / 4 + size / 8)}H0Z`,
  );
  return `<path transform="${at} rotate(${turn} ${half} ${half})" d="${bars.join("")}" fill="${colour}"/>`;
}

/** A screen of dots that grow towards one side. */
export const halftone: Draw = (easel) => {
  const { art, dice, w, h, unit } = easel;
  const centre = focus(easel);
  const pitch = (art ? 40 : 72) * unit;
  const radius = within(easel, centre, reach(easel) * (art ? 1.1 : 1.5));
  const loud = paint(easel, dice.pick(["accent", "accent2", "accent"]));
  const colour = art ? loud : easel.tone.forms[2];
  const dots: string[] = [];
  for (let row = 0, y = -pitch; y < h + pitch; row += 1, y += pitch * 0.87) {
    for (let x = -pitch + (row % 2) * (pitch / 2); x < w + pitch; x += pitch) {
      const size = (1 - Math.hypot(x - centre.x, y - centre.y) / radius) * pitch * 0.62;
      if (size < 1.2 * unit) continue;
      dots.push(
        `M${round(x - size)} ${round(y)}a${round(size)} ${round(size)} 0 1 0 ${round(size * 2)} 0a${round(size)} ${round(size)} 0 1 0 ${round(-size * 2)} 0`,
      );
    }
  }
  return `<path d="${dots.join("")}" fill="${colour}"/>`;
};

/** Bars whose widths run through a scale. */
export const bars: Draw = (easel) => {
  const { art, dice, h } = easel;
  const area = art ?? areaOf(easel);
  const colour = paint(easel, dice.pick(["accent", "foreground", "accent2"]));
  const slant = dice.pick([0, 0, -18]);
  const count = easel.loudness === "ground" ? 4 : 9;
  const bars = Array.from({ length: count }, (_, index) => {
    const share = (index + 1) / count;
    const x = area.x + area.w * (index / count) + (slant ? area.w * 0.16 : 0);
    return `<rect x="${round(x)}" y="${-h}" width="${round((area.w / count) * share * 0.82)}" height="${3 * h}" fill="${colour}"/>`;
  });
  const turned = `<g transform="skewX(${slant})" transform-origin="${round(area.x)} ${round(area.y + area.h / 2)}">${bars.join("")}</g>`;
  return bounded("b", area, easel, turned);
};

/** The whole picture behind a poster's words, else a strip at the edge where texts end. */
function areaOf(easel: Easel): Box {
  const { w, h } = easel;
  if (easel.loudness === "poster") return { x: 0, y: 0, w, h };
  const width = Math.min(w, h) * (w > h ? 0.16 : 0.11);
  return { x: w - width, y: 0, w: width, h };
}

/** Full colour where there is room, the forms' own under texts. */
function paint({ tone, art }: Easel, name: "accent" | "accent2" | "foreground"): Hex {
  if (art) return tone[name];
  return tone.forms[name === "accent" ? 0 : name === "accent2" ? 1 : 2];
}
