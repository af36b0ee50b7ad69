import { mix } from "../../look/colour.ts";
import type { ContentOf } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Paged } from "../parts/Paged.tsx";
import type { Head } from "../parts/Spread.tsx";
import { Spread } from "../parts/Spread.tsx";
import type { SetRow } from "../text/rows.ts";
import { setRows } from "../text/rows.ts";
import { Node } from "./Node.tsx";
import { StepTexts } from "./StepTexts.tsx";

/** For the nodes and what is free beside them. */
const SIDE = 122;
const PADDING = 18;
const DETAIL_GAP = 12;

interface Props {
  readonly content: ContentOf<"steps">;
  readonly head: Head;
}

/** Steps below one another along a line. */
export function Down({ content, head }: Props) {
  const stage = useStage();
  const { body } = stage.theme.type;
  const set = setRows(
    content.steps.map(({ label, detail }) => ({ text: label, detail })),
    {
      width: head.room.w - SIDE,
      height: head.room.h,
      face: body,
      detailFace: body,
      frame: PADDING * 2,
    },
  );
  const smallest = Math.min(...set.rows.map((row) => row.height + set.air));
  const node = Math.round(Math.max(48, Math.min(92, smallest * 0.62)));
  const reveals = revealsOf(stage, content.steps.length);
  return (
    <Spread head={head} bodyHeight={set.pages.height}>
      <Paged
        pages={set.pages}
        gap={0}
        reveals={reveals}
        renderRow={(index) => (
          <Stop
            row={set.rows[index]}
            number={(content.first ?? 1) + index}
            node={node}
            air={set.air}
            at={reveals[index] ?? 0}
            next={reveals[index + 1]}
          />
        )}
      />
    </Spread>
  );
}

interface StopProps {
  readonly row: SetRow | undefined;
  readonly number: number;
  /** Diameter of the node. */
  readonly node: number;
  readonly air: number;
  readonly at: number;
  readonly next: number | undefined;
}

function Stop({ row, number, node, air, at, next }: StopProps) {
  const { tone, theme, frame } = useStage();
  if (!row) return null;
  const above = PADDING + air / 2;
  const middle = above + (row.main.size * row.main.lineHeight) / 2;
  const thickness = theme.texture.rule * 2;
  const share =
    next === undefined ? 0 : progress(frame, at + 4, Math.max(6, next - at - 4), (value) => value);
  return (
    <div style={{ position: "relative", height: row.height + air, paddingLeft: SIDE }}>
      <div
        style={{
          position: "absolute",
          left: node / 2 - thickness / 2,
          top: middle + node / 2,
          width: thickness,
          height: row.height + air - node,
          backgroundColor: mix(tone.background, tone.accent, 0.7),
          transform: `scaleY(${share})`,
          transformOrigin: "top",
        }}
      />
      <div style={{ position: "absolute", left: 0, top: middle - node / 2 }}>
        <Node number={number} size={node} at={at} next={next} />
      </div>
      <div style={{ paddingTop: above }}>
        <StepTexts row={row} gap={DETAIL_GAP} at={at} next={next} />
      </div>
    </div>
  );
}
