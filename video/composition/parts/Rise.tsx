import type { CSSProperties, ReactNode } from "react";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";

interface Props {
  readonly at: number;
  /** In px; negative comes from above or from the right. */
  readonly x?: number;
  readonly y?: number;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

/** Comes up into its place and then stands still. */
export function Rise({ at, x = 0, y, style, children }: Props) {
  const { frame, entrance, theme } = useStage();
  const share = progress(frame, at, entrance);
  const distance = y ?? (x === 0 ? theme.motion.distance * 0.6 : 0);
  const moving: CSSProperties =
    share >= 1
      ? {}
      : {
          opacity: Math.min(1, share * 1.2),
          transform: `translate(${(1 - share) * x}px, ${(1 - share) * distance}px)`,
        };
  return <div style={{ ...style, ...moving }}>{children}</div>;
}
