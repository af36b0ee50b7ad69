import type { CSSProperties, ReactNode } from "react";
import type { Box } from "../../look/stage.ts";

interface Props {
  readonly box: Box;
  readonly anchor?: "start" | "center" | "end";
  readonly align?: "left" | "center" | "right";
  readonly gap?: number;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

const FLEX = { start: "flex-start", center: "center", end: "flex-end" } as const;
const CROSS = { left: "flex-start", center: "center", right: "flex-end" } as const;

/** A column of things in a box; what is centred sits a little above the middle, where the eye expects it. */
export function Place({ box, anchor = "start", align = "left", gap = 0, style, children }: Props) {
  return (
    <div
      style={{
        position: "absolute",
        left: box.x,
        top: box.y,
        width: box.w,
        height: box.h,
        display: "flex",
        flexDirection: "column",
        justifyContent: FLEX[anchor],
        alignItems: CROSS[align],
        gap,
        ...style,
      }}
    >
      {children}
    </div>
  );
}
