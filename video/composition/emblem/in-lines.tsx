import { mix } from "../../look/colour.ts";
import type { Manner } from "./manner.ts";

/** A body in its orbits, that glows. */
export const orbit: Manner = {
  share: 0.5,
  lead: 0.4,
  weight: 1.2,
  halo: [
    { weight: 5.6, opacity: 0.06 },
    { weight: 3.9, opacity: 0.08 },
    { weight: 2.5, opacity: 0.14 },
  ],
  field: ({ tone, colours, share, dice }) => {
    const turn = dice.between(0, 360);
    return (
      <>
        <circle cx={50} cy={50} r={36 * share} fill={colours.field} />
        <circle
          cx={50}
          cy={50}
          r={36 * share}
          fill="none"
          stroke={tone.forms[2]}
          strokeWidth={0.6}
        />
        <Ring r={48} share={share} turn={turn} ink={tone.accent2} weight={0.45} />
        <g transform={`rotate(${turn + 360 * share} 50 50)`}>
          <circle cx={98} cy={50} r={1.7} fill={tone.accent} />
        </g>
        <g transform={`rotate(${turn + 140 - 120 * share} 50 50)`}>
          <circle cx={86} cy={50} r={1} fill={tone.accent2} />
        </g>
      </>
    );
  },
};

/** A ring of one brush stroke, and a seal. */
export const inkRing: Manner = {
  share: 0.52,
  lead: 0.8,
  weight: 1,
  field: ({ tone, share, dice }) => {
    const turn = dice.between(-80, -40);
    const hairs = Array.from({ length: 9 }, (_, index) => ({
      r: 41 + index * 0.85 + dice.between(-0.25, 0.25),
      weight: dice.between(0.5, 1.3),
      part: dice.between(0.8, 0.93) - Math.abs(index - 4) * 0.012,
      ink: mix(tone.background, tone.foreground, dice.between(0.22, 0.42)),
    }));
    const press = Math.max(0, Math.min(1, (share - 0.9) * 10));
    return (
      <>
        {hairs.map(({ r, weight, part, ink }, index) => (
          <Ring key={index} r={r} share={share * part} turn={turn} ink={ink} weight={weight} />
        ))}
        <g opacity={press}>
          <rect x={78} y={80} width={11} height={11} rx={0.9} fill={tone.accent} />
          <rect
            x={79.6}
            y={81.6}
            width={7.8}
            height={7.8}
            fill="none"
            stroke={tone.background}
            strokeWidth={0.5}
          />
        </g>
      </>
    );
  },
};

/** The lines by which a draughtsman finds a form before drawing it. */
export const plan: Manner = {
  share: 0.6,
  lead: 0.9,
  weight: 0.95,
  field: ({ tone, share }) => {
    const faint = mix(tone.background, tone.accent, 0.3);
    const firm = mix(tone.background, tone.accent, 0.55);
    const run = (from: number, to: number): number => from + (to - from) * share;
    return (
      <g fill="none" stroke={faint} strokeWidth={0.35}>
        <path
          d={`M20 20H${run(20, 80)}M80 80H${run(80, 20)}M80 20V${run(20, 80)}M20 80V${run(80, 20)}`}
        />
        <path
          d={`M20 20L${run(20, 80)} ${run(20, 80)}M80 20L${run(80, 20)} ${run(20, 80)}`}
          strokeDasharray="1.2 1.2"
        />
        <Ring r={42.4} share={share} turn={-90} ink={faint} weight={0.35} />
        <Ring r={30} share={share} turn={-90} ink={faint} weight={0.35} />
        <g stroke={tone.accent2} strokeDasharray="4 1.2 0.8 1.2">
          <path d={`M${run(50, 2)} 50H${run(50, 98)}M50 ${run(50, 2)}V${run(50, 98)}`} />
        </g>
        <g stroke={firm} opacity={share}>
          <path d="M20 83V95M80 83V95" />
          <path d={`M${run(50, 20)} 92H${run(50, 80)}`} />
          <path d="M22.5 90.800L20 92L22.5 93.200M77.5 90.800L80 92L77.5 93.2" />
        </g>
        <g fill={tone.background} stroke={firm} opacity={share}>
          {[20, 80].flatMap((x) =>
            [20, 80].map((y) => (
              <rect key={`${x}-${y}`} x={x - 1.2} y={y - 1.2} width={2.4} height={2.4} />
            )),
          )}
        </g>
      </g>
    );
  },
};

/** A medallion with rays around its rim. */
export const brass: Manner = {
  share: 0.46,
  lead: 0.6,
  weight: 1.05,
  field: ({ tone, colours, share, dice }) => {
    const rays = dice.pick([48, 60, 72]);
    const line = mix(tone.background, tone.accent, 0.62);
    return (
      <>
        <circle cx={50} cy={50} r={34 * Math.min(1, share * 1.1)} fill={colours.field} />
        {Array.from({ length: rays }, (_, index) => {
          const own = Math.max(0, Math.min(1, share * 1.6 - (index / rays) * 0.6));
          const far = 38 + (index % 2 === 0 ? 6.5 : 3.5) * own;
          return own > 0 ? (
            <line
              key={index}
              x1={50}
              y1={50 - 38}
              x2={50}
              y2={50 - far}
              stroke={line}
              strokeWidth={0.5}
              transform={`rotate(${(index / rays) * 360} 50 50)`}
            />
          ) : null;
        })}
        <Ring r={36} share={share} turn={-90} ink={tone.accent} weight={0.7} />
        <Ring r={34} share={share} turn={90} ink={line} weight={0.35} />
        <Ring r={47.5} share={share} turn={90} ink={line} weight={0.35} />
        <Ring r={49.3} share={share} turn={-90} ink={tone.accent} weight={0.7} />
      </>
    );
  },
};

/** A circle that is drawn from where it is turned to. */
function Ring({
  r,
  share,
  turn,
  ink,
  weight,
}: {
  readonly r: number;
  readonly share: number;
  readonly turn: number;
  readonly ink: string;
  readonly weight: number;
}) {
  if (share <= 0) return null;
  const round = 2 * Math.PI * r;
  return (
    <circle
      cx={50}
      cy={50}
      r={r}
      fill="none"
      stroke={ink}
      strokeWidth={weight}
      transform={`rotate(${turn} 50 50)`}
      strokeDasharray={share < 1 ? `${share * round} ${round}` : undefined}
    />
  );
}
