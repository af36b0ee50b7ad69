import { mix } from "../../look/colour.ts";
import type { Tone } from "../../look/theme.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { Rise } from "../parts/Rise.tsx";
import { Rule } from "../parts/Rule.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import { setText } from "../text/measure.ts";
import type { SetRows } from "../text/rows.ts";
import { setRows } from "../text/rows.ts";
import { EnteringText } from "../text/Text.tsx";

type Comparison = ContentOf<"comparison">;
type Side = Comparison["left"];

/** Two things held against each other: the second stands on its own field and has the last word. */
export function Comparison({ content }: { readonly content: Comparison }) {
  const stage = useStage();
  const flat = { ...stage.layout, panel: null };
  const stacked = stage.stage.aspect === "16:9" || !stage.layout.stacked;
  const head = headOf(
    {
      ...stage,
      layout: stacked
        ? {
            ...flat,
            head: { ...stage.stage.safe, h: stage.stage.safe.h * 0.26 },
            body: stage.stage.safe,
            stacked: true,
          }
        : flat,
    },
    content.headline,
  );
  const isWide = stage.stage.aspect !== "9:16";
  const width = isWide ? (head.room.w - GUTTER) / 2 : head.room.w;
  const height = isWide ? head.room.h : (head.room.h - 40) / 2;
  const sides = [
    setSide(content.left, stage, width, height),
    setSide(content.right, stage, width, height),
  ];
  const tallest = Math.max(...sides.map((side) => side.height));
  const ats = revealsOfSides(content, stage);
  return (
    <Spread head={head} bodyHeight={isWide ? tallest : tallest * 2 + 40}>
      <div
        style={{
          display: "flex",
          flexDirection: isWide ? "row" : "column",
          gap: isWide ? GUTTER : 40,
          width: "100%",
        }}
      >
        <SideColumn
          side={content.left}
          set={sides[0]}
          ats={ats.left}
          tone={stage.tone}
          width={width}
          height={tallest}
          isStrong={false}
        />
        <SideColumn
          side={content.right}
          set={sides[1]}
          ats={ats.right}
          tone={stage.panelTone}
          width={width}
          height={tallest}
          isStrong
        />
      </div>
    </Spread>
  );
}

const GUTTER = 40;
const PADDING = 44;
const MARK = 44;

interface SetSide {
  readonly title: ReturnType<typeof setText>;
  readonly points: SetRows;
  readonly height: number;
}

function setSide(side: Side, { theme, stage }: SceneStage, width: number, height: number): SetSide {
  const inner = width - PADDING * 2;
  const title = setText(side.title, theme.type.display, {
    maxWidth: inner,
    maxHeight: 150,
    max: 62,
    min: 46,
    lines: stage.aspect === "9:16" ? 1 : 2,
    balance: true,
  });
  const above = PADDING * 2 + title.height + 34;
  const points = setRows(
    side.points.map((text) => ({ text })),
    {
      width: inner - MARK,
      height: height - above,
      face: { ...theme.type.body, bold: 500 },
      detailFace: theme.type.body,
      frame: 20,
    },
  );
  return { title, points, height: above + points.pages.height };
}

/** Titles come with their side's first point; given reveals run left to right. */
function revealsOfSides(
  content: Comparison,
  stage: SceneStage,
): { left: number[]; right: number[] } {
  const { reveals, duration } = stage.scene;
  const [nLeft, nRight] = [content.left.points.length, content.right.points.length];
  const first = stage.enter + 8;
  const spread = (from: number, count: number, to: number): number[] =>
    Array.from(
      { length: count },
      (_, index) => from + index * Math.min(20, Math.max(4, (to - from) / (count + 0.5))),
    );
  if (reveals.length >= nLeft + nRight) {
    return { left: reveals.slice(0, nLeft), right: reveals.slice(nLeft, nLeft + nRight) };
  }
  const [left = first, right = Math.max(first + 12, duration * 0.4)] = reveals;
  return {
    left: spread(left, nLeft, right),
    right: spread(right, nRight, duration - stage.entrance),
  };
}

interface ColumnProps {
  readonly side: Side;
  readonly set: SetSide | undefined;
  readonly ats: readonly number[];
  readonly tone: Tone;
  readonly width: number;
  readonly height: number;
  readonly isStrong: boolean;
}

function SideColumn({ side, set, ats, tone, width, height, isStrong }: ColumnProps) {
  const { theme } = useStage();
  const at = (ats[0] ?? 0) - 6;
  if (!set) return null;
  return (
    <Rise
      at={at}
      y={isStrong ? 60 : 40}
      style={{
        width,
        height,
        boxSizing: "border-box",
        padding: PADDING,
        paddingLeft: isStrong ? PADDING : 0,
        backgroundColor: isStrong ? tone.background : undefined,
        borderRadius: theme.texture.radius,
      }}
    >
      <EnteringText
        role="label"
        at={at + 3}
        fitted={set.title}
        face={theme.type.display}
        text={side.title}
        colour={isStrong ? tone.accent : tone.muted}
      />
      <div style={{ margin: "14px 0 18px" }}>
        <Rule at={at + 4} width="100%" colour={mix(tone.background, tone.foreground, 0.28)} />
      </div>
      {set.points.rows.map((row, index) => (
        <div
          key={index}
          style={{ display: "flex", padding: "10px 0", marginTop: index > 0 ? set.points.gap : 0 }}
        >
          <Mark
            at={ats[index] ?? 0}
            tone={tone}
            isStrong={isStrong}
            middle={(row.main.size * row.main.lineHeight) / 2}
          />
          <EnteringText
            role="body"
            at={ats[index] ?? 0}
            style="rise"
            fitted={row.main}
            face={{ ...theme.type.body, bold: 500 }}
            text={row.text}
            colour={tone.foreground}
          />
        </div>
      ))}
    </Rise>
  );
}

/** A dash for what was, a tick for what is. */
function Mark({
  at,
  tone,
  isStrong,
  middle,
}: {
  at: number;
  tone: Tone;
  isStrong: boolean;
  middle: number;
}) {
  return (
    <Rise
      at={at}
      style={{
        width: MARK,
        flexShrink: 0,
        height: middle * 2,
        display: "flex",
        alignItems: "center",
      }}
    >
      <svg
        width={26}
        height={26}
        viewBox="0 0 26 26"
        fill="none"
        stroke={isStrong ? tone.accent : tone.muted}
        strokeWidth={4}
      >
        <path d={isStrong ? "M2 14L10 22L24 4" : "M3 13H21"} />
      </svg>
    </Rise>
  );
}
