import { mix } from "../look/colour.ts";
import type { Draw, Easel, Point } from "./backdrop-easel.ts";
import { focus, reach, round, smooth, steps, within } from "./backdrop-easel.ts";

/** A ring drawn in one breath: a bundle of bristles, dense where it starts and dry where it ends. */
export const enso: Draw = (easel) => {
  const { tone, art, dice, unit } = easel;
  const centre = focus(easel);
  const wish = reach(easel) * (art ? 0.86 : easel.loudness === "poster" ? 0.54 : 0.72);
  const start = dice.between(0, Math.PI * 2);
  const ink = dice.pick([tone.foreground, tone.foreground, tone.accent]);
  const radius = within(easel, centre, wish * 1.14) / 1.14;
  const width = radius * (art ? 0.24 : 0.3);
  const bristles = steps(-0.5, 0.5, art ? 34 : 26).map((share) => {
    const turn = Math.PI * 2 * dice.between(0.72, 0.965);
    const wobble = dice.between(-0.02, 0.02);
    const points = steps(0, turn, 22).map((angle): Point => {
      const along = angle / turn;
      const press = 0.55 + 0.55 * Math.sin(Math.min(1, along * 1.6 + 0.2) * Math.PI * 0.62);
      const distance =
        radius * (1 + wobble * along) +
        share * width * press +
        Math.sin(angle * 2 + start) * radius * 0.018;
      return {
        x: centre.x + Math.cos(start + angle) * distance,
        y: centre.y + Math.sin(start + angle) * distance,
      };
    });
    const dry = dice.between(0.35, 1) * (1 - Math.abs(share) * 0.5);
    return `<path d="${smooth(points)}" fill="none" stroke="${art ? mix(tone.background, ink, 0.8 * dry) : tone.forms[dry > 0.5 ? 2 : 0]}" stroke-width="${round(dice.between(1.4, art ? 9.5 : 15) * unit)}" stroke-linecap="round"/>`;
  });
  return fibres(easel) + bristles.join("");
};

/** Ranges in thinning ink, and a red sun where there is room for one. */
export const mountains: Draw = (easel) => {
  const { tone, art, dice, w, h, unit, loudness } = easel;
  const middle = focus(easel);
  const centre = { ...middle, y: Math.min(middle.y, h * 0.74) };
  const isPoster = loudness === "poster";
  const ranges = [0, 1, 2].map((range) => {
    const base = h * ((isPoster ? 0.66 : 0.76) + range * 0.1);
    const peak = dice.between(0.1, 0.9);
    const ridge = steps(-0.08, 1.08, 26).map((share): Point => {
      const rise =
        Math.exp(-(((share - peak) / 0.2) ** 2)) * (isPoster ? 0.34 : 0.2) +
        Math.exp(-(((share - 1 + peak) / 0.13) ** 2)) * (isPoster ? 0.2 : 0.1);
      return { x: share * w, y: base - h * rise - dice.between(0, 0.012) * h };
    });
    const colour = tone.forms[[0, 2, 0][range] ?? 0];
    return `<path d="${smooth(ridge)}L${round(w * 1.1)} ${round(h * 1.1)}L${round(-w * 0.1)} ${round(h * 1.1)}Z" fill="${colour}"/>`;
  });
  const sun = art
    ? `<circle cx="${round(centre.x)}" cy="${round(centre.y)}" r="${round(reach(easel) * 0.5)}" fill="${tone.accent}" opacity="0.88"/>`
    : `<circle cx="${round(centre.x)}" cy="${round(isPoster ? h * 0.4 : h * 0.16)}" r="${round(reach(easel) * 0.42)}" fill="${tone.forms[1]}"/>`;
  const mist = art
    ? [0.18, 0.3].map((share) => {
        const y = centre.y + reach(easel) * share;
        return `<rect x="${round(centre.x - reach(easel) * 0.75)}" y="${round(y)}" width="${round(reach(easel) * (1.1 + share))}" height="${round(7 * unit)}" rx="${round(3.5 * unit)}" fill="${tone.background}"/>`;
      })
    : [];
  return fibres(easel) + sun + mist.join("") + ranges.join("");
};

/** Seigaiha: rows of overlapping arcs that thin out away from the focus. */
export const waves: Draw = (easel) => {
  const { tone, art, dice, unit } = easel;
  const centre = focus(easel);
  const radius = (art ? 66 : 96) * unit;
  const extent = within(easel, centre, reach(easel) * (art ? 1.2 : 1.25) * 1.1) / 1.1;
  const ink = dice.pick([tone.accent2, tone.accent2, tone.accent]);
  const arcs: string[] = [];
  for (let row = -Math.ceil(extent / radius) * 2; row * radius * 0.5 < extent; row += 1) {
    const y = centre.y + row * radius * 0.5;
    for (let x = centre.x - extent * 1.3; x < centre.x + extent * 1.3; x += radius * 2) {
      const shifted = x + (row % 2 === 0 ? 0 : radius);
      const distance = Math.hypot((shifted - centre.x) / 1.25, y - centre.y) / extent;
      const fade = 1 - distance ** 1.5;
      if (fade <= 0.06) continue;
      const quiet = tone.forms[fade > 0.62 ? 2 : 0];
      const stroke = art ? mix(tone.background, ink, fade * 0.75) : quiet;
      const bows = [1, 0.72, 0.44].map((share) => {
        const r = round(radius * share);
        return `M${round(shifted - radius * share)} ${round(y)}a${r} ${r} 0 0 1 ${round(2 * radius * share)} 0`;
      });
      arcs.push(
        `<path d="${bows.join("")}" fill="none" stroke="${stroke}" stroke-width="${round((art ? 4 : 6) * unit)}"/>`,
      );
    }
  }
  return fibres(easel) + arcs.join("");
};

/** The paper's own fibres, barely there. */
function fibres({ tone, dice, w, h, unit }: Easel): string {
  const strands = Array.from({ length: 70 }, () => {
    const [x, y, angle] = [dice.between(0, w), dice.between(0, h), dice.between(0, Math.PI * 2)];
    const length = dice.between(18, 66) * unit;
    const [dx, dy] = [Math.cos(angle) * length, Math.sin(angle) * length];
    const bend = dice.between(-0.4, 0.4);
    return `M${round(x)} ${round(y)}q${round(dx / 2 - dy * bend)} ${round(dy / 2 + dx * bend)} ${round(dx)} ${round(dy)}`;
  });
  return `<path d="${strands.join("")}" fill="none" stroke="${mix(tone.background, tone.foreground, 0.05)}" stroke-width="${round(1.2 * unit)}"/>`;
}
