import { mix } from "../../look/colour.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Paged } from "../parts/Paged.tsx";
import type { Head } from "../parts/Spread.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import { setText } from "../text/measure.ts";
import type { SetRow, SetRows } from "../text/rows.ts";
import { setRows } from "../text/rows.ts";
import { EnteringText } from "../text/Text.tsx";

type Steps = ContentOf<"steps">;

/** A way from the first step to the last: along a line in wide pictures, down a line in narrow ones. */
export function Steps({ content }: { readonly content: Steps }) {
  const stage = useStage();
  const head = headOf(stage, content.headline);
  const along =
    stage.layout.stacked && stage.stage.aspect === "16:9" ? columnsOf(content, stage, head) : null;
  return along ? (
    <Along content={content} head={head} columns={along} />
  ) : (
    <Down content={content} head={head} />
  );
}

const COLUMN_GAP = 52;
const NODE = 30;

/** Null when the texts need more room than columns give. */
function columnsOf({ steps }: Steps, { theme }: SceneStage, head: Head): SetRow[] | null {
  const width = (head.room.w - COLUMN_GAP * (steps.length - 1)) / steps.length;
  const { body } = theme.type;
  for (const size of [50, 46, 42, 38]) {
    const detailSize = Math.max(30, size * 0.74);
    const columns = steps.map((step) => {
      const main = setText(step.label, body, {
        maxWidth: width,
        maxHeight: 1e4,
        max: size,
        min: size,
        isBold: true,
      });
      const small = step.detail
        ? setText(step.detail, body, {
            maxWidth: width,
            maxHeight: 1e4,
            max: detailSize,
            min: detailSize,
          })
        : null;
      return {
        text: step.label,
        detail: step.detail,
        main,
        small,
        height: main.height + (small ? small.height + 18 : 0),
      };
    });
    const isWhole = columns.every(
      ({ main, small }) => main.size === size && (!small || small.size === Math.round(detailSize)),
    );
    if (isWhole && Math.max(...columns.map(({ height }) => height)) + 110 <= head.room.h)
      return columns;
  }
  return null;
}

function Along({ head, columns }: { content: Steps; head: Head; columns: readonly SetRow[] }) {
  const stage = useStage();
  const { tone, theme, frame, entrance } = stage;
  const reveals = revealsOf(stage, columns.length);
  const height = Math.max(...columns.map((column) => column.height)) + 110;
  return (
    <Spread head={head} bodyHeight={height}>
      <div style={{ display: "flex", gap: COLUMN_GAP, width: "100%" }}>
        {columns.map((column, index) => {
          const at = reveals[index] ?? 0;
          const isLast = index === columns.length - 1;
          const line = progress(
            frame,
            at + 4,
            isLast ? entrance * 1.5 : (reveals[index + 1] ?? at + 20) - at - 4,
            isLast ? undefined : (value) => value,
          );
          return (
            <div key={index} style={{ flex: "1 1 0", minWidth: 0 }}>
              <div style={{ position: "relative", height: NODE, marginBottom: 40 }}>
                <div
                  style={{
                    position: "absolute",
                    left: 0,
                    right: isLast ? 0 : -COLUMN_GAP,
                    top: NODE / 2 - theme.texture.rule / 2,
                    height: theme.texture.rule,
                    backgroundColor: mix(
                      tone.background,
                      isLast ? tone.foreground : tone.accent,
                      isLast ? 0.24 : 0.7,
                    ),
                    transform: `scaleX(${line})`,
                    transformOrigin: "left",
                  }}
                />
                <Node at={at} next={reveals[index + 1]} />
              </div>
              <Texts row={column} at={at} next={reveals[index + 1]} />
            </div>
          );
        })}
      </div>
    </Spread>
  );
}

const NARROW_PADDING = 18;

function Down({ content, head }: { content: Steps; head: Head }) {
  const stage = useStage();
  const { theme } = stage;
  const rows = content.steps.map(({ label, detail }) => ({ text: label, detail }));
  const set: SetRows = setRows(rows, {
    width: head.room.w - 92,
    height: head.room.h,
    face: theme.type.body,
    detailFace: theme.type.body,
    frame: NARROW_PADDING * 2,
  });
  const reveals = revealsOf(stage, rows.length);
  return (
    <Spread head={head} bodyHeight={set.pages.height}>
      <Paged
        pages={set.pages}
        gap={0}
        reveals={reveals}
        renderRow={(index) => (
          <Stop
            row={set.rows[index]}
            extra={set.gap}
            at={reveals[index] ?? 0}
            next={reveals[index + 1]}
          />
        )}
      />
    </Spread>
  );
}

function Stop({
  row,
  at,
  next,
  extra,
}: {
  row: SetRow | undefined;
  at: number;
  next: number | undefined;
  extra: number;
}) {
  const { tone, theme, frame } = useStage();
  if (!row) return null;
  const middle = NARROW_PADDING + (row.main.size * row.main.lineHeight) / 2;
  const line =
    next === undefined ? 0 : progress(frame, at + 4, Math.max(6, next - at - 4), (value) => value);
  return (
    <div style={{ position: "relative", height: row.height + extra, paddingLeft: 92 }}>
      <div
        style={{
          position: "absolute",
          left: NODE / 2 - theme.texture.rule / 2,
          top: middle,
          width: theme.texture.rule,
          height: "100%",
          backgroundColor: mix(tone.background, tone.accent, 0.7),
          transform: `scaleY(${line})`,
          transformOrigin: "top",
        }}
      />
      <div style={{ position: "absolute", left: 0, top: middle - NODE / 2 }}>
        <Node at={at} next={next} />
      </div>
      <div style={{ paddingTop: NARROW_PADDING }}>
        <Texts row={row} at={at} next={next} />
      </div>
    </div>
  );
}

/** A stop of the way: full while it is spoken of, open afterwards. */
function Node({ at, next }: { at: number; next: number | undefined }) {
  const { tone, frame, entrance } = useStage();
  const share = progress(frame, at, entrance);
  const past = next === undefined ? 0 : progress(frame, next, entrance);
  return (
    <div
      style={{
        position: "absolute",
        width: NODE,
        height: NODE,
        borderRadius: "50%",
        boxSizing: "border-box",
        border: `5px solid ${tone.accent}`,
        backgroundColor: mix(tone.accent, tone.background, past),
        transform: share < 1 ? `scale(${share})` : undefined,
      }}
    />
  );
}

function Texts({ row, at, next }: { row: SetRow; at: number; next: number | undefined }) {
  const { tone, frame, entrance } = useStage();
  const past = next === undefined ? 0 : progress(frame, next, entrance);
  return (
    <div style={{ display: "flex", flexDirection: "column", gap: 12 }}>
      <EnteringText
        role="body"
        at={at + 2}
        manner="rise"
        of={row.main}
        colour={mix(tone.foreground, tone.muted, past * 0.85)}
      />
      {row.small && row.detail ? (
        <EnteringText role="detail" at={at + 6} manner="fade" of={row.small} colour={tone.muted} />
      ) : null}
    </div>
  );
}
