import type { Hex } from "../look/colour.ts";
import type { Draw, Easel } from "./backdrop-easel.ts";
import { bounded, focus, reach, round, steps, within } from "./backdrop-easel.ts";

/** Arrowheads marching one way, each stronger than the one before. */
export const chevrons: Draw = (easel) => {
  const { art, dice, loudness, h } = easel;
  const { x, y } = focus(easel);
  const size = loudness === "poster" ? h * 0.42 : reach(easel) * (art ? 0.9 : 0.6);
  const half = art && art.h < h ? Math.min(size, art.h * 0.44) : size;
  const thick = half * 0.42;
  const turn = art && art.w > art.h ? 0 : dice.pick([0, 0, -90]);
  const count = loudness === "ground" ? 3 : 4;
  const marks = Array.from({ length: count }, (_, index) => {
    const from = (index - count / 2) * thick * 1.75 - half * 0.25;
    const d = `M${round(from)} ${round(-half)}h${round(thick)}L${round(from + thick + half * 0.8)} 0L${round(from + thick)} ${round(half)}h${round(-thick)}L${round(from + half * 0.8)} 0Z`;
    return `<path d="${d}" fill="${strength(easel, (index + 1) / count)}"/>`;
  });
  const drawing = `<g transform="translate(${round(x)} ${round(y)}) rotate(${turn})">${marks.join("")}</g>`;
  return art ? bounded("c", art, easel, drawing) : drawing;
};

/** Lanes that run side by side, and turn a corner together. */
export const lanes: Draw = (easel) => {
  const { art, dice, w, h, unit } = easel;
  const centre = focus(easel);
  const wide = reach(easel) * (art ? 1.1 : 0.55);
  const lane = wide / 5;
  const bend = reach(easel) * 0.24;
  const flip = dice.pick([1, -1]);
  const paths = [0, 1, 2, 3, 4].map((index) => {
    const r = bend + index * lane;
    const from = { x: centre.x - bend - wide / 2, y: centre.y + (bend + wide / 2) * flip };
    const d = `M${round(-w)} ${round(from.y - r * flip)}H${round(from.x)}A${round(r)} ${round(r)} 0 0 ${flip > 0 ? 1 : 0} ${round(from.x + r)} ${round(from.y)}V${flip > 0 ? 2 * h : -h}`;
    const ink = strength(easel, [1, 0.35, 0.7, 0.2, 0.55][index] ?? 1);
    return `<path d="${d}" fill="none" stroke="${ink}" stroke-width="${round(lane - 8 * unit)}"/>`;
  });
  const mirrored = art && art.x > 0 ? `translate(${round(2 * centre.x)} 0) scale(-1 1)` : "";
  const drawing = `<g transform="${mirrored}">${paths.join("")}</g>`;
  return art ? bounded("l", art, easel, drawing) : drawing;
};

/** Rays from one point, cut by a disc. */
export const beams: Draw = (easel) => {
  const { tone, art, dice, loudness, h, w } = easel;
  const { x, y } = focus(easel);
  const centre = { x, y: loudness === "poster" ? h * 0.9 : y };
  const radius = within(easel, centre, reach(easel) * (art ? 1.1 : 1.3));
  const long = Number.isFinite(radius) ? radius : w;
  const count = dice.pick([16, 20, 24]);
  const turn = dice.between(0, Math.PI / count);
  const rays = steps(0, Math.PI * 2, count + 1)
    .slice(0, -1)
    .map((angle, index) => {
      const [a, b] = [angle + turn, angle + turn + Math.PI / count];
      const far = long * (index % 2 === 0 ? 1 : 0.74);
      const at = (each: number): string =>
        `${round(centre.x + Math.cos(each) * far)} ${round(centre.y + Math.sin(each) * far)}`;
      const ink = strength(easel, index % 2 === 0 ? 0.9 : 0.4);
      return `<path d="M${round(centre.x)} ${round(centre.y)}L${at(a)}L${at(b)}Z" fill="${ink}"/>`;
    });
  const disc = (share: number, fill: Hex): string =>
    `<circle cx="${round(centre.x)}" cy="${round(centre.y)}" r="${round(long * share)}" fill="${fill}"/>`;
  return (
    rays.join("") + disc(0.36, tone.background) + disc(0.3, art ? tone.accent2 : tone.forms[1])
  );
};

/** Flat colours, never tints of them: of the tone where there is room, of the forms under texts. */
function strength({ tone, art }: Easel, share: number): Hex {
  const level = share > 0.7 ? 2 : share > 0.4 ? 1 : 0;
  const loud = [tone.forms[2], tone.accent2, tone.accent] as const;
  return art ? loud[level] : tone.forms[level];
}
