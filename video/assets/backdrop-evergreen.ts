import { mix } from "../look/colour.ts";
import type { Hex } from "../look/colour.ts";
import type { Draw, Easel, Point } from "./backdrop-easel.ts";
import { bounded, focus, reach, round, smooth, steps, within } from "./backdrop-easel.ts";

/** Scallops of an old theatre: fan over fan, each with its ribs. */
export const fans: Draw = (easel) => {
  const { art, dice, unit } = easel;
  const centre = focus(easel);
  const extent = within(easel, centre, reach(easel) * (art ? 1.25 : 1.2));
  const size = (art ? 118 : 168) * unit * dice.pick([1, 1.2]);
  const fanlets: string[] = [];
  for (let row = -Math.ceil(extent / size) * 2; row * size * 0.5 < extent; row += 1) {
    const y = centre.y + row * size * 0.5;
    const shift = row % 2 === 0 ? 0 : size;
    const count = Math.ceil(extent / (size * 2)) + 1;
    for (let column = -count; column <= count; column += 1) {
      const x = centre.x + column * size * 2 + shift;
      const far = Math.hypot(x - centre.x, y - size / 2 - centre.y) / extent;
      if (far > 1 - size / extent) continue;
      fanlets.push(fan(easel, { x, y }, size, 1 - far));
    }
  }
  return fanlets.join("");
};

function fan({ tone, art, unit }: Easel, { x, y }: Point, size: number, near: number): string {
  const ink = art ? mix(tone.background, tone.accent, 0.3 + near * 0.6) : tone.forms[1];
  const fill = art ? mix(tone.background, tone.accent, 0.05 + near * 0.08) : tone.background;
  const width = round((art ? 2.6 : 5) * unit);
  const bows = [1, 0.88, 0.4].map((share) => {
    const r = round(size * share);
    return `<path d="M${round(x - size * share)} ${round(y)}a${r} ${r} 0 0 1 ${round(2 * size * share)} 0Z" fill="${share === 1 ? fill : share === 0.4 ? ink : "none"}" stroke="${ink}" stroke-width="${width}"/>`;
  });
  const ribs = steps(0.12, 0.88, art ? 9 : 7).map((turn) => {
    const [dx, dy] = [-Math.cos(turn * Math.PI), -Math.sin(turn * Math.PI)];
    return `M${round(x + dx * size * 0.4)} ${round(y + dy * size * 0.4)}L${round(x + dx * size * 0.88)} ${round(y + dy * size * 0.88)}`;
  });
  return `${bows.slice(0, 2).join("")}<path d="${ribs.join("")}" fill="none" stroke="${ink}" stroke-width="${width}"/>${bows[2] ?? ""}`;
}

/** Fronds that bend from one root, leaf by leaf. */
export const fronds: Draw = (easel) => {
  const { tone, art, dice, h } = easel;
  const centre = focus(easel);
  const length = reach(easel) * (art ? 2.1 : 1.5);
  const root = art
    ? { x: centre.x, y: Math.min(h * 1.04, art.y + art.h * 1.04) }
    : { x: centre.x, y: centre.y > h / 2 ? h * 1.02 : -h * 0.02 };
  const upward = root.y > h / 2 || art !== null ? -1 : 1;
  const inward = art ? 0 : root.x > easel.w / 2 ? -0.5 : 0.5;
  const leans = art ? steps(-0.62, 0.62, 5) : steps(-0.5, 0.5, 3);
  const drawn = leans.map((lean, index) => {
    const angle = (Math.PI / 2) * upward + (lean + inward) * -upward + dice.between(-0.06, 0.06);
    const ink = art
      ? mix(
          tone.background,
          index % 2 === 0 ? tone.accent : tone.accent2,
          0.5 + 0.3 * Math.cos(lean * 2),
        )
      : (tone.forms[index % 3] ?? tone.background);
    return frond(root, angle, length * (1 - Math.abs(lean) * 0.45), lean * 0.7, ink);
  });
  return art ? bounded("f", art, easel, drawn.join("")) : drawn.join("");
};

function frond(root: Point, angle: number, length: number, bend: number, ink: Hex): string {
  const at = (share: number): Point => ({
    x: root.x + Math.cos(angle + bend * share) * length * share,
    y: root.y + Math.sin(angle + bend * share) * length * share,
  });
  const leaves = steps(0.16, 0.97, 15).flatMap((share) => {
    const heading = angle + bend * share * 2;
    const size = length * 0.22 * Math.sin(Math.PI * (0.12 + share * 0.82)) ** 0.8;
    return [-1, 1].map((side) => leaf(at(share), heading + side * (0.95 - share * 0.35), size));
  });
  const stem = smooth(steps(0, 1, 8).map(at));
  return `<path d="${leaves.join("")}" fill="${ink}"/><path d="${stem}" fill="none" stroke="${ink}" stroke-width="${round(length * 0.008)}"/>`;
}

function leaf({ x, y }: Point, heading: number, size: number): string {
  const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
  const point = (along: number, aside: number): string =>
    `${round(x + (cos * along - sin * aside) * size)} ${round(y + (sin * along + cos * aside) * size)}`;
  return `M${point(0, 0)}Q${point(0.42, 0.2)} ${point(1, 0)}Q${point(0.42, -0.2)} ${point(0, 0)}Z`;
}

/** Portals within portals, with a low light in the innermost. */
export const arches: Draw = (easel) => {
  const { tone, art, dice, h, loudness } = easel;
  const isPoster = loudness === "poster";
  const { x } = focus(easel);
  const room = art ? Math.min(x - art.x, art.x + art.w - x, reach(easel)) : reach(easel) * 0.8;
  const half = Math.min(room * 0.96, isPoster ? h * 0.5 : Infinity);
  const foot = art && art.y + art.h < h ? art.y + art.h : h * 1.1;
  const crown = art ? art.y + art.h * 0.14 : isPoster ? h * 0.1 : h * 0.5;
  const shift = dice.between(0, 0.06);
  const [faint, middle, strong] = tone.forms;
  const quiet = [faint, tone.background, middle, tone.background, strong, middle];
  const portals = steps(1, 0.2, 6).map((share, index) => {
    const width = half * share;
    const top = crown + (1 - share) * half * (1.1 + shift * 4) + width;
    const fill = art ? mix(tone.background, tone.accent, 0.06 + index * 0.075) : quiet[index];
    const edge = art ? mix(tone.background, tone.accent, 0.45 + index * 0.08) : fill;
    return `<path d="M${round(x - width)} ${round(foot * 1.2)}V${round(top)}A${round(width)} ${round(width)} 0 0 1 ${round(x + width)} ${round(top)}V${round(foot * 1.2)}Z" fill="${fill ?? faint}" stroke="${edge ?? faint}" stroke-width="${round(3 * easel.unit)}"/>`;
  });
  const light = `<circle cx="${round(x)}" cy="${round(crown + half * 1.16)}" r="${round(half * 0.12)}" fill="${art ? tone.accent : strong}"/>`;
  const drawing = portals.join("") + light;
  return art ? bounded("a", art, easel, drawing) : drawing;
};
