import { mix } from "../look/colour.ts";
import type { Draw, Easel, Point } from "./backdrop-easel.ts";
import { bounded, focus, reach, round, steps, within } from "./backdrop-easel.ts";

/** A flange as a draughtsman sees it: rings, holes, centre lines and a dimension. */
export const flange: Draw = (easel) => {
  const { tone, art, dice, unit } = easel;
  const centre = focus(easel);
  const wish = reach(easel) * (art ? 0.92 : 0.8);
  const radius = within(easel, centre, wish * 1.3) / 1.3;
  const [faint, middle] = tone.forms;
  const line = art ? mix(tone.background, tone.accent, 0.75) : middle;
  const fill = art ? mix(tone.background, tone.accent, 0.1) : faint;
  const holes = dice.pick([6, 8, 12]);
  const turn = dice.between(0, Math.PI / holes);
  const rings = [1, 0.94, 0.7, 0.42, 0.36].map((share, index) =>
    ring(
      centre,
      radius * share,
      index === 1 || index === 3 ? "none" : index === 4 ? tone.background : fill,
      line,
      (index === 0 ? 6 : 3) * unit,
    ),
  );
  const drilled = Array.from({ length: holes }, (_, index) => {
    const at = polar(centre, radius * 0.7, turn + (index / holes) * Math.PI * 2);
    return ring(at, radius * 0.075, tone.background, line, 4 * unit);
  });
  const strong = art ? tone.accent2 : tone.forms[2];
  return (
    paper(easel) + rings.join("") + drilled.join("") + axes(easel, centre, radius * 1.24, strong)
  );
};

/** Dash-dotted centre lines that run a little past the body. */
function axes({ unit }: Easel, { x, y }: Point, reach: number, ink: string): string {
  const d = `M${round(x - reach)} ${round(y)}H${round(x + reach)}M${round(x)} ${round(y - reach)}V${round(y + reach)}`;
  const dash = [34, 9, 5, 9].map((each) => round(each * unit)).join(" ");
  return `<path d="${d}" fill="none" stroke="${ink}" stroke-width="${round(3 * unit)}" stroke-dasharray="${dash}"/>`;
}

/** Blocks of several heights on an isometric ground. */
export const massing: Draw = (easel) => {
  const { tone, art, dice, unit } = easel;
  const { x, y } = focus(easel);
  const cells = 4;
  const size = (reach(easel) * (art ? 0.95 : 0.85)) / cells;
  const [faint, middle, strong] = tone.forms;
  const faces = art
    ? [0.06, 0.2, 0.36].map((share) => mix(tone.background, tone.accent, share))
    : [faint, middle, mix(middle, strong, 0.5)];
  const edge = art ? mix(tone.background, tone.accent, 0.85) : middle;
  const lit = dice.whole(0, cells * cells - 1);
  const blocks: string[] = [];
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const height = size * dice.between(0.15, 1.5);
      const at = {
        x: x + (column - row) * size * 0.866,
        y: y + (column + row - cells + 1) * size * 0.5 + size * 0.5,
      };
      const isLit = row * cells + column === lit;
      const top = isLit ? (art ? tone.accent2 : strong) : faces[0];
      blocks.push(block(at, size * 0.9, height, [top, faces[1], faces[2]], edge, 2.5 * unit));
    }
  }
  const drawing = paper(easel) + blocks.join("");
  return art ? bounded("m", art, easel, drawing) : drawing;
};

function block(
  { x, y }: Point,
  size: number,
  height: number,
  fills: readonly (string | undefined)[],
  edge: string,
  width: number,
): string {
  const [dx, dy] = [size * 0.866, size * 0.5];
  const up = y - height;
  const quads = [
    [x, up - dy, x + dx, up, x, up + dy, x - dx, up],
    [x - dx, up, x, up + dy, x, y + dy, x - dx, y],
    [x, up + dy, x + dx, up, x + dx, y, x, y + dy],
  ];
  return quads
    .map(
      (points, index) =>
        `<polygon points="${points.map(round).join(" ")}" fill="${fills[index] ?? "none"}" stroke="${edge}" stroke-width="${round(width)}" stroke-linejoin="round"/>`,
    )
    .join("");
}

/** Traces that leave a chip side by side, bend by 45 degrees and end in pads. */
export const traces: Draw = (easel) => {
  const { tone, art, dice, unit } = easel;
  const centre = focus(easel);
  const radius = within(easel, centre, reach(easel) * (art ? 1.15 : 1.1));
  const chip = radius * 0.3;
  const lines = [0, 90, 180, 270].flatMap((turn) =>
    steps(-0.8, 0.8, 7).map((share, index) => {
      const bend = radius * dice.between(0.42, 0.58);
      const end = radius * dice.between(0.72, 0.95);
      const spread = share * chip + Math.sign(share) * Math.abs(share) * (end - bend) * 0.9;
      const isLoud = index % 3 === turn % 2;
      const ink = art
        ? mix(tone.background, isLoud ? tone.accent2 : tone.accent, isLoud ? 0.95 : 0.6)
        : (tone.forms[isLoud ? 2 : 1] ?? tone.background);
      const path = `M${round(chip)} ${round(share * chip)}H${round(bend)}L${round(bend + Math.abs(spread - share * chip))} ${round(spread)}`;
      const pad = { x: bend + Math.abs(spread - share * chip), y: spread };
      const width = round((art ? 5 : 9) * unit);
      return `<g transform="translate(${round(centre.x)} ${round(centre.y)}) rotate(${turn})"><path d="${path}" fill="none" stroke="${ink}" stroke-width="${width}"/>${ring(pad, 11 * unit, tone.background, ink, 5 * unit)}</g>`;
    }),
  );
  const fill = art ? mix(tone.background, tone.accent, 0.85) : tone.forms[1];
  const body = `<rect x="${round(centre.x - chip)}" y="${round(centre.y - chip)}" width="${round(chip * 2)}" height="${round(chip * 2)}" rx="${round(10 * unit)}" fill="${fill}"/>`;
  return paper(easel) + lines.join("") + body;
};

function ring({ x, y }: Point, radius: number, fill: string, ink: string, width: number): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}" stroke="${ink}" stroke-width="${round(width)}"/>`;
}

function polar({ x, y }: Point, radius: number, angle: number): Point {
  return { x: x + Math.cos(angle) * radius, y: y + Math.sin(angle) * radius };
}

/** Graph paper: fine squares, a stronger line after every fifth. */
function paper({ tone, w, h, unit }: Easel): string {
  const pitch = 36 * unit;
  const lines = (every: number): string => {
    const step = pitch * every;
    const across = Array.from(
      { length: Math.ceil(w / step) },
      (_, at) => `M${round((at + 0.5) * step)} ${-h}V${2 * h}`,
    );
    const down = Array.from(
      { length: Math.ceil(h / step) },
      (_, at) => `M${-w} ${round((at + 0.5) * step)}H${2 * w}`,
    );
    return [...across, ...down].join("");
  };
  return [
    { every: 1, share: 0.035 },
    { every: 5, share: 0.065 },
  ]
    .map(
      ({ every, share }) =>
        `<path d="${lines(every)}" fill="none" stroke="${mix(tone.background, tone.forms[1], share * 9)}" stroke-width="${round((every === 1 ? 1.2 : 2) * unit)}"/>`,
    )
    .join("");
}
