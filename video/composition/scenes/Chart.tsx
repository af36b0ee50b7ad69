import { BarChart } from "../chart/BarChart.tsx";
import { ColumnChart } from "../chart/ColumnChart.tsx";
import { DonutChart } from "../chart/DonutChart.tsx";
import { LineChart } from "../chart/LineChart.tsx";
import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";

/** Height for a width, at most. */
const SHAPES = { bar: 1.4, line: 0.9, donut: 1.3 } as const;

/** In half-width characters. */
function widthOf(label: string): number {
  return Array.from(label).reduce((sum, each) => sum + (each.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);
}

/** Numbers as a picture, drawn while they are spoken of. */
export function Chart({ content }: { readonly content: ContentOf<"chart"> }) {
  const stage = useStage();
  const head = headOf(stage, content.headline);
  const { w, h } = head.room;
  const size = { w, h: Math.min(h, w * SHAPES[content.kind]) };
  const longest = Math.max(...content.series.map(({ label }) => widthOf(label)));
  const standsUp = content.kind === "bar" && w / content.series.length > longest * 19 + 40 && w > h;
  return (
    <Spread head={head} bodyHeight={size.h}>
      {content.kind === "line" ? <LineChart content={content} size={size} /> : null}
      {content.kind === "donut" ? <DonutChart content={content} size={size} /> : null}
      {content.kind === "bar" ? (
        standsUp ? (
          <ColumnChart content={content} size={size} />
        ) : (
          <BarChart content={content} size={size} />
        )
      ) : null}
    </Spread>
  );
}
