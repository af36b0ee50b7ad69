import { BarChart, ColumnChart } from "../chart/Bars.tsx";
import { DonutChart } from "../chart/Donut.tsx";
import { LineChart } from "../chart/Line.tsx";
import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";

/** Numbers as a picture, drawn while they are spoken of. */
export function Chart({ content }: { readonly content: ContentOf<"chart"> }) {
  const stage = useStage();
  const head = headOf(stage, content.headline);
  const { w, h } = head.room;
  const size = { w, h: Math.min(h, content.kind === "bar" ? h : w * 0.9) };
  const longest = Math.max(...content.series.map(({ label }) => label.length));
  const standsUp = content.kind === "bar" && w / content.series.length > longest * 20 + 40 && w > h;
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
