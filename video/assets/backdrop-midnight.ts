import { mix } from "../look/colour.ts";
import type { Draw, Point } from "./backdrop-easel.ts";
import { bounded, focus, reach, round, smooth, steps } from "./backdrop-easel.ts";

/** Arcs around a far centre, with a few lights on them. */
export const orbits: Draw = (easel) => {
  const { tone, art, dice, unit } = easel;
  const centre = focus(easel);
  const radius = reach(easel) * (art ? 1.35 : 1.5);
  const tilt = dice.between(-28, 28);
  const squash = dice.between(0.62, 0.9);
  const arcs = steps(0.2, 1, art ? 9 : 7).map((share, index) => {
    const rx = radius * share;
    const dash = Math.PI * 2 * rx * dice.between(0.35, 0.8);
    const ink = index % 3 === 1 ? tone.accent : tone.accent2;
    const colour = mix(tone.background, ink, (art ? 0.46 : 0.15) * dice.between(0.55, 1));
    return `<ellipse rx="${round(rx)}" ry="${round(rx * squash)}" fill="none" stroke="${colour}" stroke-width="${round((index % 4 === 0 ? 2.6 : 1.4) * unit)}" stroke-dasharray="${round(dash)} ${round(dash * 0.22)}" stroke-dashoffset="${round(dash * dice.next())}"/>`;
  });
  const lights = steps(0.2, 1, art ? 9 : 7).map((share, index) => {
    if (index % 2 === 1) return "";
    const angle = dice.between(0, Math.PI * 2);
    const colour = index % 3 === 0 ? tone.accent : tone.accent2;
    const [x, y] = [Math.cos(angle) * radius * share, Math.sin(angle) * radius * share * squash];
    const size = dice.between(3.5, 8) * unit;
    return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}" fill="${mix(tone.background, colour, art ? 0.95 : 0.3)}"/>`;
  });
  const core = art ? `<circle r="${round(radius * 0.1)}" fill="${tone.accent}"/>` : "";
  return `<g transform="translate(${round(centre.x)} ${round(centre.y)}) rotate(${round(tilt)})">${arcs.join("")}${lights.join("")}${core}</g>`;
};

/** A lattice of dots that swell around a focus like a field. */
export const dotField: Draw = (easel) => {
  const { tone, art, dice, w, h, unit } = easel;
  const centre = focus(easel);
  const pitch = 44 * unit;
  const radius = reach(easel) * (art ? 1.15 : 1.5);
  const [phase, wave] = [dice.between(0, 6), dice.between(2.2, 3.6)];
  const dots: string[] = [];
  for (let y = -pitch; y < h + pitch; y += pitch) {
    for (let x = -pitch; x < w + pitch; x += pitch) {
      const distance = Math.hypot(x - centre.x, y - centre.y) / radius;
      const ripple = 0.5 + 0.5 * Math.sin(distance * wave * Math.PI + phase);
      const swell = Math.exp(-distance * distance * 1.1) * (0.35 + 0.65 * ripple);
      if (swell < 0.035) continue;
      const size = (1.6 + swell * (art ? 13 : 5)) * unit;
      const ink = ripple > 0.72 ? tone.accent : tone.accent2;
      const colour = mix(tone.background, ink, art ? 0.16 + swell * 0.6 : 0.07 + swell * 0.1);
      dots.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}" fill="${colour}"/>`);
    }
  }
  return dots.join("");
};

/** A bundle of threads that runs through the picture and tightens at the art. */
export const strands: Draw = (easel) => {
  const { tone, art, dice, w, h, unit } = easel;
  const centre = focus(easel);
  const spread = reach(easel) * (art ? 1.5 : 1.05);
  const count = art ? 22 : 14;
  const [phase, slope] = [dice.between(0, 6), dice.between(-0.25, 0.25)];
  const middle = art ? centre.y : centre.y > h / 2 ? h * 0.98 : h * 0.02;
  const lines = steps(-0.5, 0.5, count).map((share, index) => {
    const points = steps(-0.05, 1.05, 12).map((along): Point => {
      const x = along * w;
      const near = Math.exp(-(((x - centre.x) / (w * 0.34)) ** 2));
      const twist = Math.sin(along * 4.2 + phase + share * 5.5);
      const width = spread * (0.25 + 0.75 * near);
      return {
        x,
        y: middle + share * width * twist * 1.2 + (x - centre.x) * slope * near + twist * 18 * unit,
      };
    });
    const ink = index % 5 === 2 ? tone.accent : tone.accent2;
    const fade = art ? 0.5 - Math.abs(share) * 0.5 : 0.14;
    return `<path d="${smooth(points)}" fill="none" stroke="${mix(tone.background, ink, Math.max(0.08, fade))}" stroke-width="${round((index % 5 === 2 ? 2.4 : 1.3) * unit)}"/>`;
  });
  return art ? bounded("s", art, easel, lines.join("")) : lines.join("");
};
