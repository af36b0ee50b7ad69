import type { ReactNode } from "react";
import { mix } from "../../look/colour.ts";
import type { Hex } from "../../look/colour.ts";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";

interface Props {
  readonly height: number;
  /** By how much it is wider than its room, on either side. */
  readonly bleed?: number;
  readonly colour?: Hex;
  /** In the bar, beside the buttons. */
  readonly bar?: ReactNode;
  readonly children: ReactNode;
}

/** Height of a window's bar. */
export const BAR = 72;

/** A program's window: it opens downwards from its bar. */
export function Window({ height, bleed = 0, colour, bar, children }: Props) {
  const { theme, tone, frame, enter, entrance } = useStage();
  const share = progress(frame, enter + 2, entrance * 1.3);
  const radius = Math.max(theme.texture.radius, 6);
  const hidden = (1 - share) * (100 - (BAR / height) * 100);
  return (
    <div
      style={{
        boxSizing: "border-box",
        alignSelf: "stretch",
        margin: `0 ${-bleed}px`,
        height,
        flexShrink: 0,
        display: "flex",
        flexDirection: "column",
        overflow: "hidden",
        backgroundColor: colour ?? tone.surface,
        borderRadius: radius,
        border: `2px solid ${mix(tone.background, tone.foreground, 0.2)}`,
        opacity: Math.min(1, share * 3),
        ...(share < 1 ? { clipPath: `inset(0 0 ${hidden}% 0 round ${radius}px)` } : {}),
      }}
    >
      <div
        style={{
          height: BAR,
          boxSizing: "border-box",
          flexShrink: 0,
          display: "flex",
          alignItems: "center",
          gap: 16,
          padding: "0 30px",
          borderBottom: `2px solid ${mix(tone.background, tone.foreground, 0.2)}`,
        }}
      >
        {[0, 1, 2].map((button) => (
          <div
            key={button}
            style={{
              width: 20,
              height: 20,
              flexShrink: 0,
              borderRadius: "50%",
              backgroundColor: button === 0 ? tone.accent : mix(tone.surface, tone.foreground, 0.3),
            }}
          />
        ))}
        {bar}
      </div>
      {children}
    </div>
  );
}

/** How far a window may reach beyond the safe area: in narrow pictures its frame needs no margin. */
export function bleedOf({ stage }: ReturnType<typeof useStage>): number {
  const { safe, w, aspect } = stage;
  return aspect === "16:9" ? 0 : Math.min(safe.x, w - safe.x - safe.w) - 44;
}
