import { mix } from "../../look/colour.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import type { Head } from "../parts/Spread.tsx";
import { Spread } from "../parts/Spread.tsx";
import type { SetRow } from "../text/rows.ts";
import { Node } from "./Node.tsx";
import type { Stairs } from "./stairs.ts";
import { COLUMN_GAP, DETAIL_GAP, NODE, NODE_GAP } from "./stairs.ts";
import { StepTexts } from "./StepTexts.tsx";

interface AlongProps {
  readonly head: Head;
  readonly stairs: Stairs;
  /** Number of the first step shown. */
  readonly first: number;
}

/** Steps that lead down to the right, joined by a line which draws itself from one to the next. */
export function Along({ head, stairs, first }: AlongProps) {
  const stage = useStage();
  const { columns, fall, height } = stairs;
  const reveals = revealsOf(stage, columns.length);
  return (
    <Spread head={head} bodyHeight={height}>
      <div style={{ display: "flex", gap: COLUMN_GAP, width: "100%" }}>
        {columns.map((column, index) => (
          <Column
            key={index}
            column={column}
            index={index}
            number={first + index}
            fall={fall}
            at={reveals[index] ?? 0}
            next={reveals[index + 1]}
          />
        ))}
      </div>
    </Spread>
  );
}

interface ColumnProps {
  readonly column: SetRow;
  readonly index: number;
  readonly number: number;
  readonly fall: number;
  readonly at: number;
  readonly next: number | undefined;
}

function Column({ column, index, number, fall, at, next }: ColumnProps) {
  return (
    <div style={{ flex: "1 1 0", minWidth: 0, position: "relative", paddingTop: fall * index }}>
      {next === undefined ? null : <Way top={fall * index} fall={fall} at={at} next={next} />}
      <div style={{ height: NODE, marginBottom: NODE_GAP }}>
        <Node number={number} size={NODE} at={at} next={next} />
      </div>
      <StepTexts row={column} gap={DETAIL_GAP} at={at} next={next} />
    </div>
  );
}

interface WayProps {
  readonly top: number;
  readonly fall: number;
  readonly at: number;
  readonly next: number;
}

/** From the side of a node across, and down to the top of the next one. */
function Way({ top, fall, at, next }: WayProps) {
  const { tone, theme, frame } = useStage();
  const thickness = theme.texture.rule * 2;
  const share = progress(frame, at + 4, Math.max(8, next - at - 4), (value) => value);
  const turn = fall > 0 ? 0.76 : 1;
  const line = {
    position: "absolute",
    backgroundColor: mix(tone.background, tone.accent, 0.7),
  } as const;
  const middle = top + NODE / 2 - thickness / 2;
  const end = fall > 0 ? COLUMN_GAP + NODE / 2 : COLUMN_GAP;
  return (
    <>
      <div
        style={{
          ...line,
          left: NODE,
          right: -end,
          top: middle,
          height: thickness,
          transform: `scaleX(${Math.min(1, share / turn)})`,
          transformOrigin: "left",
        }}
      />
      {fall > NODE / 2 ? (
        <div
          style={{
            ...line,
            right: -end,
            width: thickness,
            top: middle,
            height: fall - NODE / 2 + thickness / 2,
            transform: `scaleY(${Math.max(0, (share - turn) / (1 - turn))})`,
            transformOrigin: "top",
          }}
        />
      ) : null}
    </>
  );
}
