import { useStage } from "../context.tsx";
import { progress, STANDARD } from "../motion.ts";

/** Wider, fainter strokes below each, the widest first. */
export type Halo = readonly { readonly weight: number; readonly opacity: number }[];

interface Props {
  readonly name: string;
  readonly at: number;
  /** Length of its side in px. */
  readonly size: number;
  /** Of its lines, on its grid of 24. */
  readonly weight: number;
  readonly ink: string;
  /** Frames from the first stroke to the end of the last one. */
  readonly frames: number;
  readonly halo?: Halo;
}

/** A pictogram that is drawn stroke by stroke, and then stands. */
export function Pictogram({ name, at, size, weight, ink, frames, halo = [] }: Props) {
  const { pictograms, frame } = useStage();
  const strokes = pictograms[name] ?? [];
  const share = (index: number): number => {
    const lag = strokes.length > 1 ? (frames * LAG * index) / (strokes.length - 1) : 0;
    return progress(frame, at + lag, frames * (1 - (strokes.length > 1 ? LAG : 0)), STANDARD);
  };
  const set = {
    fill: "none",
    stroke: ink,
    strokeLinecap: "round",
    strokeLinejoin: "round",
  } as const;
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" style={{ overflow: "visible" }}>
      {[...halo, { weight, opacity: 1 }].map((line) => (
        <g key={line.weight} {...set} strokeWidth={line.weight} opacity={line.opacity}>
          {strokes.map((d, index) => (
            <Stroke key={index} d={d} share={share(index)} />
          ))}
        </g>
      ))}
    </svg>
  );
}

/** Of the whole time, by which the last stroke begins after the first. */
const LAG = 0.5;

/** Until it begins, not even its cap shows. */
function Stroke({ d, share }: { readonly d: string; readonly share: number }) {
  if (share <= 0) return null;
  if (share >= 1) return <path d={d} />;
  return <path d={d} pathLength={1} strokeDasharray="1 2" strokeDashoffset={1 - share} />;
}
