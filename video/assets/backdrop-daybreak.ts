import { mix } from "../look/colour.ts";
import type { Draw, Point } from "./backdrop-easel.ts";
import { focus, reach, round, smooth, steps } from "./backdrop-easel.ts";

/** A low sun with its rings, and the line of the horizon. */
export const sunrise: Draw = (easel) => {
  const { tone, art, dice, w } = easel;
  const centre = focus(easel);
  const radius = reach(easel) * (art ? 0.86 : 1.1);
  const warm = dice.pick([tone.accent, tone.accent2, tone.accent]);
  const strength = art ? 0.3 : 0.07;
  const rings = [1.62, 1.36, 1.15].map(
    (share, index) =>
      `<circle cx="${round(centre.x)}" cy="${round(centre.y)}" r="${round(radius * share)}" fill="none" stroke="${mix(tone.background, warm, strength * (0.45 + index * 0.25))}" stroke-width="${round(2.2 * easel.unit)}"/>`,
  );
  const disc = `<circle cx="${round(centre.x)}" cy="${round(centre.y)}" r="${round(radius)}" fill="${mix(tone.background, warm, strength)}"/>`;
  const horizon = round(centre.y + radius * dice.between(0.3, 0.42));
  const bands = [0, 1, 2, 3].map((band) => {
    const y = horizon + band * radius * 0.15;
    const thickness = radius * (0.018 + band * 0.02);
    return `<rect x="${round(centre.x - radius * 1.05)}" y="${round(y)}" width="${round(radius * 2.1)}" height="${round(thickness)}" fill="${tone.background}"/>`;
  });
  const from = art && art.x > 0 ? art.x : -w;
  const line = `<rect x="${from}" y="${horizon}" width="${(art ? art.x + art.w : w) - from + (art && art.x > 0 ? w : 0)}" height="${round(1.6 * easel.unit)}" fill="${mix(tone.background, tone.foreground, 0.16)}"/>`;
  return [...rings, disc, ...bands, art ? line : ""].join("");
};

/** Height lines of a gentle landscape. */
export const contours: Draw = (easel) => {
  const { tone, art, dice } = easel;
  const centre = focus(easel);
  const radius = reach(easel) * (art ? 1.25 : 1.35);
  const ink = dice.pick([tone.accent, tone.accent2]);
  const phases = [dice.between(0, 6), dice.between(0, 6), dice.between(0, 6)];
  const lines = steps(0.12, 1, art ? 13 : 10).map((share, index) => {
    const points = steps(0, Math.PI * 2, 25)
      .slice(0, -1)
      .map((angle): Point => {
        const swell =
          1 +
          0.16 * Math.sin(angle * 2 + (phases[0] ?? 0) + share) +
          0.09 * Math.sin(angle * 3 + (phases[1] ?? 0) - share * 2) +
          0.05 * Math.sin(angle * 5 + (phases[2] ?? 0));
        const distance = radius * share * swell;
        return {
          x: centre.x + Math.cos(angle) * distance * 1.15,
          y: centre.y + Math.sin(angle) * distance,
        };
      });
    const isStrong = index % 4 === 0;
    const share2 = (art ? 0.34 : 0.12) * (isStrong ? 1 : 0.6);
    const fill = art && index === 2 ? mix(tone.background, ink, 0.2) : "none";
    return `<path d="${smooth(points, true)}" fill="${fill}" stroke="${mix(tone.background, ink, share2)}" stroke-width="${round((isStrong ? 3 : 1.8) * easel.unit)}"/>`;
  });
  return lines.join("");
};

/** Hills behind hills at the foot of the picture, the sun above the art. */
export const hills: Draw = (easel) => {
  const { tone, art, dice, w, h } = easel;
  const centre = focus(easel);
  const layers = [0, 1, 2].map((layer) => {
    const base = h * (0.84 + layer * 0.055);
    const [phase, waves] = [dice.between(0, 6), dice.between(1.1, 1.9)];
    const ridge = steps(-0.1, 1.1, 13).map((share): Point => {
      const height =
        Math.sin(share * Math.PI * waves + phase) + 0.4 * Math.sin(share * 9 + phase * 2);
      return { x: share * w, y: base - height * h * 0.045 };
    });
    const colour = mix(
      tone.background,
      layer === 1 ? tone.accent2 : tone.accent,
      0.055 + layer * 0.035,
    );
    return `<path d="${smooth(ridge)}L${round(w * 1.1)} ${round(h * 1.1)}L${round(-w * 0.1)} ${round(h * 1.1)}Z" fill="${colour}"/>`;
  });
  const radius = reach(easel) * 0.62;
  const sun = art
    ? `<circle cx="${round(centre.x)}" cy="${round(centre.y)}" r="${round(radius)}" fill="${mix(tone.background, tone.accent, 0.26)}"/><circle cx="${round(centre.x)}" cy="${round(centre.y)}" r="${round(radius * 1.28)}" fill="none" stroke="${mix(tone.background, tone.accent, 0.2)}" stroke-width="${round(2 * easel.unit)}"/>`
    : "";
  return sun + layers.join("");
};
