import { mix } from "../look/colour.ts";
import type { Draw, Easel, Point } from "./backdrop-easel.ts";
import { bounded, focus, reach, round, smooth, steps, within } from "./backdrop-easel.ts";

/** Arcs around a far centre, with a few lights on them; under texts broad bands around it. */
export const orbits: Draw = (easel) => {
  const { dice } = easel;
  const { x, y } = focus(easel);
  // Behind a poster's words the bands rise like a planet from below, lest they look like a target.
  const centre = easel.loudness === "poster" ? { x, y: easel.h * 1.04 } : { x, y };
  const tilt = dice.between(-28, 28);
  const squash = dice.between(0.66, 0.9);
  const radius = within(easel, centre, reach(easel) * 1.35);
  const drawing = easel.art ? arcs(easel, radius, squash) : bands(easel, squash);
  return `<g transform="translate(${round(centre.x)} ${round(centre.y)}) rotate(${round(tilt)})">${drawing}</g>`;
};

function arcs(easel: Easel, radius: number, squash: number): string {
  const { tone, dice, unit } = easel;
  const rings = steps(0.2, 1, 9).map((share, index) => {
    const rx = radius * share;
    const dash = Math.PI * 2 * rx * dice.between(0.35, 0.8);
    const ink = index % 3 === 1 ? tone.accent : tone.accent2;
    const colour = mix(tone.background, ink, 0.7 * dice.between(0.6, 1));
    return `<ellipse rx="${round(rx)}" ry="${round(rx * squash)}" fill="none" stroke="${colour}" stroke-width="${round((index % 3 === 1 ? 7 : 3) * unit)}" stroke-dasharray="${round(dash)} ${round(dash * 0.22)}" stroke-dashoffset="${round(dash * dice.next())}"/>`;
  });
  const lights = steps(0.2, 1, 9).map((share, index) => {
    if (index % 2 === 1) return "";
    const colour = index % 3 === 0 ? tone.accent : tone.accent2;
    return light(easel, radius * share, squash, dice.between(7, 15) * unit, colour);
  });
  const core = `<circle r="${round(radius * 0.13)}" fill="${tone.accent}"/>`;
  return rings.join("") + lights.join("") + core;
}

function bands(easel: Easel, squash: number): string {
  const { tone, dice, unit } = easel;
  const [faint, middle, strong] = tone.forms;
  const radius = reach(easel) * (easel.loudness === "poster" ? 1.3 : 1.2);
  const fills = [faint, tone.background, middle, tone.background, strong, tone.background, middle];
  const rings = fills.map((fill, index) => {
    const share = 1 - index * 0.14 - (index % 2) * 0.03;
    return `<ellipse rx="${round(radius * share)}" ry="${round(radius * share * squash)}" fill="${fill}"/>`;
  });
  const lights = [0.985, 0.845, 0.705, 0.565, 0.425].map((share) =>
    light(easel, radius * share, squash, dice.between(16, 30) * unit, strong),
  );
  return rings.join("") + lights.join("");
}

function light({ dice }: Easel, rx: number, squash: number, size: number, colour: string): string {
  const angle = dice.between(0, Math.PI * 2);
  const [x, y] = [Math.cos(angle) * rx, Math.sin(angle) * rx * squash];
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}" fill="${colour}"/>`;
}

/** A lattice of dots that swell around a focus like a field. */
export const dotField: Draw = (easel) => {
  const { tone, art, dice, w, h, unit } = easel;
  const centre = focus(easel);
  const pitch = (art ? 44 : 58) * unit;
  const radius = reach(easel) * (art ? 1.15 : 1.25);
  const most = within(easel, centre, Infinity);
  const [phase, wave] = [dice.between(0, 6), dice.between(2.2, 3.6)];
  const [faint, middle, strong] = tone.forms;
  const dots: string[] = [];
  for (let y = -pitch; y < h + pitch; y += pitch) {
    for (let x = -pitch; x < w + pitch; x += pitch) {
      const distance = Math.hypot(x - centre.x, y - centre.y) / radius;
      const ripple = 0.5 + 0.5 * Math.sin(distance * wave * Math.PI + phase);
      const swell = Math.exp(-distance * distance * 1.1) * (0.35 + 0.65 * ripple);
      if (swell < 0.05 || distance * radius > most) continue;
      const size = art ? (2.4 + swell * 17) * unit : pitch * (0.1 + swell * 0.42);
      const ink = ripple > 0.72 ? tone.accent : tone.accent2;
      const quiet = swell > 0.5 ? strong : swell > 0.2 ? middle : faint;
      const colour = art ? mix(tone.background, ink, 0.3 + swell * 0.6) : quiet;
      dots.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}" fill="${colour}"/>`);
    }
  }
  return dots.join("");
};

/** Threads come out of one point at the art's inner edge. */
function fan({ art, w }: Easel, x: number): number {
  if (!art || art.w >= w) return 1;
  const from = art.x > 0 ? x - art.x : art.x + art.w - x;
  return Math.min(1, Math.max(0.02, from / (art.w * 0.55))) ** 1.4;
}

/** A bundle of threads that runs through the picture and tightens at the art; under texts a few ribbons. */
export const strands: Draw = (easel) => {
  const { tone, art, dice, w, h, unit } = easel;
  const centre = focus(easel);
  const spread = reach(easel) * (art ? 1.2 : 0.8);
  const [phase, slope] = [dice.between(0, 6), dice.between(-0.25, 0.25)];
  const middle = Math.min(h * 0.86, Math.max(h * 0.14, centre.y));
  const lines = steps(-0.5, 0.5, art ? 18 : 9).map((share, index) => {
    const points = steps(-0.05, 1.05, 12).map((along): Point => {
      const x = along * w;
      const near = Math.exp(-(((x - centre.x) / (w * 0.34)) ** 2));
      const twist = Math.sin(along * 4.2 + phase + share * 5.5);
      const width = spread * (0.25 + 0.75 * near) * fan(easel, x);
      return {
        x,
        y: middle + share * width * twist * 1.2 + (x - centre.x) * slope * near + twist * 18 * unit,
      };
    });
    const ink = index % 5 === 2 ? tone.accent : tone.accent2;
    const quiet = tone.forms[index % 3] ?? tone.background;
    const stroke = art ? mix(tone.background, ink, 0.8 - Math.abs(share) * 0.6) : quiet;
    const loud = index % 5 === 2 ? 8 : 3.4;
    const thickness = art ? loud : [20, 38, 56][index % 3];
    return `<path d="${smooth(points)}" fill="none" stroke="${stroke}" stroke-width="${round((thickness ?? loud) * unit)}"/>`;
  });
  return art ? bounded("s", art, easel, lines.join("")) : lines.join("");
};
