import type { ReactNode } from "react";
import { useStage } from "../context.tsx";
import { ACCELERATE, progress } from "../motion.ts";
import type { Pages } from "./pages.ts";

interface Props {
  readonly pages: Pages;
  readonly gap: number;
  /** Frame at which each row appears. */
  readonly reveals: readonly number[];
  readonly renderRow: (index: number) => ReactNode;
}

const TURN = 9;

/** Shows the page of the row that was named last; the page before leaves just ahead of it. */
export function Paged({ pages, gap, reveals, renderRow }: Props) {
  const { frame, theme } = useStage();
  const starts = pages.pages.map((rows) => reveals[rows[0] ?? 0] ?? 0);
  const current = Math.max(
    0,
    starts.findLastIndex((start, page) => page === 0 || start - 2 <= frame),
  );
  const next = starts[current + 1];
  const away = next === undefined ? 0 : progress(frame, next - 2 - TURN, TURN, ACCELERATE);
  return (
    <div
      style={{
        position: "relative",
        width: "100%",
        display: "flex",
        flexDirection: "column",
        gap,
        ...(away > 0
          ? { opacity: 1 - away, transform: `translateY(${-away * theme.motion.distance}px)` }
          : {}),
      }}
    >
      {(pages.pages[current] ?? []).map((index) => (
        <div key={index}>{renderRow(index)}</div>
      ))}
    </div>
  );
}
