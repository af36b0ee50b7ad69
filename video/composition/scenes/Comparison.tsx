import { mix } from "../../look/colour.ts";
import { phrasesOf } from "../../look/phrases.ts";
import type { Tone } from "../../look/theme.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { Rise } from "../parts/Rise.tsx";
import { Rule } from "../parts/Rule.tsx";
import type { Head } from "../parts/Spread.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import type { SetRows } from "../text/rows.ts";
import { isWhole, setRows } from "../text/rows.ts";
import { EnteringText } from "../text/Text.tsx";

type Comparison = ContentOf<"comparison">;
type Side = Comparison["left"];

/** Two things held against each other: the second stands on its own field and has the last word. */
export function Comparison({ content }: { readonly content: Comparison }) {
  const stage = useStage();
  const isWide = stage.stage.aspect !== "9:16";
  const whole = headOf(stage, content.headline);
  // When points and headline together are too much for a small picture, the points matter more.
  const { head, sides, width } = [whole, headOf(stage, undefined)]
    .map((head) => ({ head, ...setSides(content, stage, head) }))
    .find(({ fits }) => fits) ?? { head: whole, ...setSides(content, stage, whole) };
  const height = heightOf(stage, head);
  const ats = revealsOfSides(content, stage);
  // The same air on both sides: their first points begin at one height.
  const air = Math.min(...sides.map(({ points }) => points.air));
  const drop = Math.max(0, Math.min(...sides.map((side) => freeIn(side, height, air))) / 2);
  return (
    <Spread head={head} bodyHeight={isWide ? height : height * 2 + GUTTER}>
      <div
        style={{
          display: "flex",
          flexDirection: isWide ? "row" : "column",
          gap: GUTTER,
          width: "100%",
        }}
      >
        <SideColumn
          set={sides[0]}
          ats={ats.left}
          tone={stage.tone}
          width={width}
          height={height}
          air={air}
          drop={drop}
          isStrong={false}
        />
        <SideColumn
          set={sides[1]}
          ats={ats.right}
          tone={stage.panelTone}
          width={width}
          height={height}
          air={air}
          drop={drop}
          isStrong
        />
      </div>
    </Spread>
  );
}

const GUTTER = 40;
/** Of the points, biggest first; both sides take the same. */
const SIZES = [104, 92, 82, 74, 66, 60, 54, 48, 44, 40, 37, 34, 32, 30, 28];
/** Bigger type than this is for points that need but two lines for it. */
const LARGE = 50;

/** What a side's points leave of its height, in px. */
function freeIn({ title, points, padding }: SetSide, height: number, air: number): number {
  const used = points.rows.reduce((sum, row) => sum + row.height + air, 0);
  return height - padding * 2 - title.height - TITLE_GAP - used;
}

/** Of one side: all that there is, for two fields that meet the eye as one picture. */
function heightOf({ stage }: SceneStage, { room }: Pick<Head, "room">): number {
  return stage.aspect === "9:16" ? (room.h - GUTTER) / 2 : room.h;
}

interface SetSide {
  readonly title: Typeset;
  readonly points: SetRows;
  readonly padding: number;
}

/** Both sides in the biggest type in which they fit into the room beside, or below, one another. */
function setSides(
  { left, right }: Comparison,
  stage: SceneStage,
  { room }: Pick<Head, "room">,
): { sides: SetSide[]; width: number; fits: boolean } {
  const isWide = stage.stage.aspect !== "9:16";
  const width = isWide ? (room.w - GUTTER) / 2 : room.w;
  const height = heightOf(stage, { room });
  let sides: SetSide[] = [];
  for (const size of SIZES) {
    sides = [left, right].map((side) => setSide(side, stage, width, height, size));
    const isEven = sides.every(({ points }) => points.rows.every(({ main }) => main.size === size));
    if (size > LARGE / 2 && !isEven) continue;
    const isWordy = sides.some(({ points }) => points.rows.some(({ main }) => isBroken(main)));
    if (size > LARGE && isWordy) continue;
    if (sides.every((side) => isWhole(side.points))) return { sides, width, fits: true };
  }
  return { sides, width, fits: false };
}

/** In more lines than two, or within a phrase. */
function isBroken({ text, lines }: Typeset): boolean {
  return lines.length > Math.min(2, phrasesOf(text).length);
}

function setSide(
  side: Side,
  { theme, stage }: SceneStage,
  width: number,
  height: number,
  size: number,
): SetSide {
  const padding = Math.round(Math.min(56, Math.max(26, size * 0.95)));
  const inner = width - padding * 2;
  const title = setText(side.title, theme.type.display, {
    maxWidth: inner,
    maxHeight: 150,
    max: Math.max(44, Math.min(72, size * 1.3)),
    min: 40,
    lines: stage.aspect === "16:9" ? 1 : 2,
    balance: true,
  });
  const above = padding * 2 + title.height + TITLE_GAP;
  const points = setRows(
    side.points.map((text) => ({ text })),
    {
      width: inner - markOf(size),
      height: height - above,
      face: { ...theme.type.body, bold: 500 },
      detailFace: theme.type.body,
      frame: 20,
      sizes: [size],
    },
  );
  return { title, points, padding };
}

/** Room for the mark before a point in type of that size. */
const markOf = (size: number): number => Math.round(16 + size * 0.72);

/** Between title and points, with the rule. */
const TITLE_GAP = 34;

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
  readonly set: SetSide | undefined;
  readonly ats: readonly number[];
  readonly tone: Tone;
  readonly width: number;
  readonly height: number;
  /** Between two points, in px. */
  readonly air: number;
  /** From the rule under the title down to the first point, in px. */
  readonly drop: number;
  readonly isStrong: boolean;
}

function SideColumn({ set, ats, tone, width, height, air, drop, isStrong }: ColumnProps) {
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
        padding: set.padding,
        display: "flex",
        flexDirection: "column",
        backgroundColor: isStrong ? tone.background : tone.surface,
        borderRadius: theme.texture.radius,
      }}
    >
      <EnteringText
        role="label"
        at={at + 3}
        of={set.title}
        colour={isStrong ? tone.accent : tone.muted}
      />
      <div style={{ margin: "14px 0 18px" }}>
        <Rule at={at + 4} width="100%" colour={mix(tone.background, tone.foreground, 0.28)} />
      </div>
      <div style={{ paddingTop: drop, display: "flex", flexDirection: "column" }}>
        {set.points.rows.map((row, index) => (
          <Point
            key={index}
            of={row.main}
            at={ats[index] ?? 0}
            padding={10 + air / 2}
            tone={tone}
            isStrong={isStrong}
          />
        ))}
      </div>
    </Rise>
  );
}

interface PointProps {
  readonly of: Typeset;
  readonly at: number;
  readonly padding: number;
  readonly tone: Tone;
  readonly isStrong: boolean;
}

function Point({ of, at, padding, tone, isStrong }: PointProps) {
  return (
    <div style={{ display: "flex", padding: `${padding}px 0` }}>
      <Mark
        at={at}
        tone={tone}
        isStrong={isStrong}
        size={of.size}
        height={of.size * of.lineHeight}
      />
      <EnteringText role="body" at={at} manner="rise" of={of} colour={tone.foreground} />
    </div>
  );
}

interface MarkProps {
  readonly at: number;
  readonly tone: Tone;
  readonly isStrong: boolean;
  /** Of the type beside it. */
  readonly size: number;
  /** Of its line. */
  readonly height: number;
}

/** A dash for what was, a tick for what is. */
function Mark({ at, tone, isStrong, size, height }: MarkProps) {
  const box = { width: markOf(size), flexShrink: 0, height, display: "flex", alignItems: "center" };
  return (
    <Rise at={at} style={box}>
      <svg
        width={size * 0.56}
        height={size * 0.56}
        viewBox="0 0 26 26"
        fill="none"
        stroke={isStrong ? tone.accent : tone.muted}
        strokeWidth={4}
      >
        <path d={isStrong ? "M2 14L10 22L24 4" : "M2 13H24"} />
      </svg>
    </Rise>
  );
}
