import type { FieldProps, Manner } from "./manner.ts";

/** A sun that comes up, with the light around it. */
export const sunDisc: Manner = {
  share: 0.52,
  lead: 0.5,
  weight: 1.4,
  field: ({ tone, colours, share, dice }) => {
    const lean = dice.pick([-1, 1]);
    return (
      <g opacity={Math.min(1, share * 2)} transform={`translate(0 ${(1 - share) * 22})`}>
        <circle cx={50 + lean * 5} cy={46} r={50} fill={tone.forms[1]} />
        <circle cx={50 + lean * 2} cy={48.5} r={45} fill={tone.forms[2]} />
        <circle cx={50} cy={50} r={39} fill={colours.field} />
      </g>
    );
  },
};

/** A plate with hard edges, as on a sign. */
export const plate: Manner = {
  share: 0.6,
  shift: { x: -0.04, y: -0.04 },
  lead: 0.6,
  weight: 1.9,
  field: ({ tone, colours, share }) => (
    <>
      <rect x={12} y={12 + 88 * (1 - share)} width={88} height={88 * share} fill={tone.forms[2]} />
      <rect x={2} y={2} width={88 * share} height={88} fill={colours.field} />
    </>
  ),
};

/** Sheets of paper cut by hand, one over the other, and what fell from the scissors. */
export const cutPaper: Manner = {
  share: 0.54,
  lead: 0.4,
  weight: 2,
  field: ({ tone, colours, share, dice }) => {
    const scraps = Array.from({ length: 6 }, (_, index) => {
      const angle = (index / 6) * Math.PI * 2 + dice.between(0, 0.7);
      const far = dice.between(46, 52);
      return {
        kind: dice.whole(0, 2),
        turn: dice.between(0, 360),
        size: dice.between(2.2, 4),
        x: 50 + Math.cos(angle) * far * share,
        y: 50 + Math.sin(angle) * far * share,
        ink: index % 2 === 0 ? tone.accent2 : tone.accent,
      };
    });
    const [back, front] = [sheet(dice, 42), sheet(dice, 39)];
    return (
      <>
        {scraps.map(({ kind, turn, size, x, y, ink }, index) => (
          <g key={index} transform={`translate(${x} ${y}) rotate(${turn})`} fill={ink}>
            {kind === 0 ? <circle r={size * 0.8} /> : null}
            {kind === 1 ? <path d={`M0 ${-size}L${size} ${size * 0.8}H${-size}Z`} /> : null}
            {kind === 2 ? <path d={`M${-size} 0A${size} ${size} 0 0 1 ${size} 0Z`} /> : null}
          </g>
        ))}
        <path
          d={back}
          fill={tone.accent2}
          transform={`translate(54 53) rotate(${8 * share}) scale(${share})`}
        />
        <path d={front} fill={colours.field} transform={`translate(50 50) scale(${share})`} />
      </>
    );
  },
};

/** A sticker with teeth, stuck on a poster. */
export const starburst: Manner = {
  share: 0.52,
  lead: 0.5,
  weight: 1.9,
  field: ({ tone, colours, share, dice }) => {
    const teeth = dice.pick([20, 24, 28]);
    const points = Array.from({ length: teeth * 2 }, (_, index) => {
      const angle = (index / teeth) * Math.PI;
      const r = index % 2 === 0 ? 48 : 43.5;
      return `${(Math.cos(angle) * r).toFixed(2)},${(Math.sin(angle) * r).toFixed(2)}`;
    }).join(" ");
    const turned = `rotate(${(1 - share) * -70}) scale(${share})`;
    return (
      <>
        <polygon points={points} fill={tone.forms[2]} transform={`translate(54.5 55) ${turned}`} />
        <g transform={`translate(50 50) ${turned}`}>
          <polygon points={points} fill={colours.field} />
          <circle r={39.5} fill="none" stroke={colours.ink} strokeWidth={0.8} />
        </g>
      </>
    );
  },
};

/** The outline of a sheet around the origin: nearly round, as scissors leave it. */
function sheet(dice: FieldProps["dice"], size: number): string {
  const corners = 9;
  const points = Array.from({ length: corners }, (_, index) => {
    const angle = (index / corners) * Math.PI * 2;
    const r = size * dice.between(0.95, 1.08);
    return [Math.cos(angle) * r, Math.sin(angle) * r] as const;
  });
  return `M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`;
}
