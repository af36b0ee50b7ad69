import { mix } from "../look/colour.ts";
import type { Draw, Easel, Point } from "./backdrop-easel.ts";
import { focus, reach, round, smooth, steps, within } from "./backdrop-easel.ts";

/** A low sun with its rings, and the line of the horizon. */
export const sunrise: Draw = (easel) => {
  const { tone, art, dice, w, h } = easel;
  const centre = focus(easel);
  const isPoster = easel.loudness === "poster";
  const middle = isPoster ? { x: centre.x, y: h * 0.74 } : centre;
  const wish = reach(easel) * (art ? 0.86 : isPoster ? 0.66 : 0.8);
  const radius = within(easel, centre, wish * 1.66) / 1.66;
  const warm = dice.pick([tone.accent, tone.accent2, tone.accent]);
  const inks = art
    ? [0.12, 0.2, 0.42].map((share) => mix(tone.background, warm, share))
    : tone.forms;
  const discs = [1.66, 1.33, 1].map((share, index) => disc(middle, radius * share, inks[index]));
  const horizon = round(middle.y + radius * dice.between(0.3, 0.42));
  const bands = [0, 1, 2, 3].map((band) => {
    const y = horizon + band * radius * 0.15;
    const thickness = radius * (0.018 + band * 0.02);
    return `<rect x="${round(middle.x - radius * 1.05)}" y="${round(y)}" width="${round(radius * 2.1)}" height="${round(thickness)}" fill="${inks[1]}"/>`;
  });
  const from = art && art.x > 0 ? art.x : -w;
  const line = `<rect x="${from}" y="${horizon}" width="${(art ? art.x + art.w : w) - from + (art && art.x > 0 ? w : 0)}" height="${round(3 * easel.unit)}" fill="${mix(tone.background, tone.foreground, 0.2)}"/>`;
  return [...discs, ...bands, art ? line : ""].join("");
};

function disc({ x, y }: Point, radius: number, fill: string | undefined): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill ?? "none"}"/>`;
}

/** Height lines of a gentle landscape; under texts its layers. */
export const contours: Draw = (easel) => {
  const { tone, art, dice } = easel;
  const centre = focus(easel);
  const radius = within(easel, centre, reach(easel) * (art ? 1.25 : 1.15) * 1.4) / 1.4;
  const ink = dice.pick([tone.accent, tone.accent2]);
  const phases = [dice.between(0, 6), dice.between(0, 6), dice.between(0, 6)] as const;
  const shares = steps(0.12, 1, art ? 13 : 7).toReversed();
  const lines = shares.map((share, index) => {
    const path = smooth(ridge(centre, radius * share, share, phases), true);
    if (!art) return `<path d="${path}" fill="${layerOf(easel, index)}"/>`;
    const isStrong = index % 4 === 0;
    const stroke = mix(tone.background, ink, isStrong ? 0.55 : 0.34);
    const fill = index === shares.length - 3 ? mix(tone.background, ink, 0.3) : "none";
    return `<path d="${path}" fill="${fill}" stroke="${stroke}" stroke-width="${round((isStrong ? 6 : 3) * easel.unit)}"/>`;
  });
  return lines.join("");
};

function ridge(
  { x, y }: Point,
  radius: number,
  share: number,
  phases: readonly [number, number, number],
): Point[] {
  const angles = steps(0, Math.PI * 2, 25).slice(0, -1);
  return angles.map((angle) => {
    const swell =
      1 +
      0.16 * Math.sin(angle * 2 + phases[0] + share) +
      0.09 * Math.sin(angle * 3 + phases[1] - share * 2) +
      0.05 * Math.sin(angle * 5 + phases[2]);
    const distance = radius * swell;
    return { x: x + Math.cos(angle) * distance * 1.15, y: y + Math.sin(angle) * distance };
  });
}

/** Up and down between the field and its strongest form, so that neighbours always differ. */
function layerOf({ tone }: Easel, index: number): string {
  const [faint, middle, strong] = tone.forms;
  return (
    [faint, tone.background, middle, faint, strong, middle, tone.background][index % 7] ?? faint
  );
}

/** Hills behind hills at the foot of the picture, the sun above them. */
export const hills: Draw = (easel) => {
  const { tone, art, dice, w, h, loudness } = easel;
  const centre = focus(easel);
  const foot = loudness === "poster" ? 0.64 : 0.8;
  const layers = [0, 1, 2].map((layer) => {
    const base = h * (foot + layer * (1 - foot) * 0.32);
    const [phase, waves] = [dice.between(0, 6), dice.between(1.1, 1.9)];
    const ridge = steps(-0.1, 1.1, 13).map((share): Point => {
      const height =
        Math.sin(share * Math.PI * waves + phase) + 0.4 * Math.sin(share * 9 + phase * 2);
      return { x: share * w, y: base - height * h * (loudness === "poster" ? 0.06 : 0.045) };
    });
    return `<path d="${smooth(ridge)}L${round(w * 1.1)} ${round(h * 1.1)}L${round(-w * 0.1)} ${round(h * 1.1)}Z" fill="${tone.forms[layer]}"/>`;
  });
  const radius = within(easel, centre, reach(easel) * (art ? 0.62 : 0.4) * 1.28) / 1.28;
  const at = art ? { ...centre, y: Math.min(centre.y, h * 0.75) } : { x: centre.x, y: h * 0.34 };
  const sun = art
    ? disc(at, radius * 1.28, mix(tone.background, tone.accent, 0.14)) +
      disc(at, radius, mix(tone.background, tone.accent, 0.4))
    : disc(at, radius * 1.28, tone.forms[0]) + disc(at, radius, tone.forms[1]);
  return sun + layers.join("");
};
