import type { CSSProperties } from "react";
import type { Box } from "../../look/stage.ts";
import type { ContentOf } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Picture } from "../parts/Picture.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import type { Typeset } from "../text/measure.ts";
import { setAll } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

type ImageGridContent = ContentOf<"imageGrid">;

const GAP = 22;
/** From a picture to its caption. */
const CAPTION_GAP = 10;

/** Pictures that share their edges, the first one the largest; each opens in its turn. */
export function ImageGrid({ content }: { readonly content: ImageGridContent }) {
  const stage = useStage();
  const { theme } = stage;
  const head = headOf(stage, content.headline, 40);
  const { w, h } = head.room;
  const boxes = gridOf(content.images.length, w, h);
  const narrowest = Math.min(...boxes.map((box) => box.w));
  const texts = content.images.map(({ caption }) => caption ?? "");
  const captions = setAll(texts, theme.type.body, {
    maxWidth: narrowest,
    maxHeight: 90,
    max: 34,
    min: 28,
    lines: 2,
  });
  const foot = texts.some(Boolean)
    ? Math.max(...captions.map(({ height }) => height)) + CAPTION_GAP
    : 0;
  const reveals = revealsOf(stage, content.images.length);
  return (
    <Spread head={head} bodyHeight={h}>
      {content.images.map(({ asset, caption }, index) => (
        <Framed
          key={index}
          asset={asset}
          caption={caption ? captions[index] : undefined}
          box={boxes[index] ?? { x: 0, y: 0, w, h }}
          foot={foot}
          at={reveals[index] ?? 0}
        />
      ))}
    </Spread>
  );
}

interface FramedProps {
  readonly asset: string;
  readonly caption: Typeset | undefined;
  readonly box: Box;
  /** Room for the caption below the picture. */
  readonly foot: number;
  readonly at: number;
}

function Framed({ asset, caption, box, foot, at }: FramedProps) {
  const { theme, tone, frame, entrance } = useStage();
  const share = progress(frame, at, entrance * 1.4);
  const hidden = (1 - share) * 100;
  const opening = {
    position: "relative",
    height: box.h - foot,
    overflow: "hidden",
    borderRadius: theme.texture.radius,
    ...(share < 1 ? { clipPath: `inset(${hidden}% 0 0 0)` } : {}),
  } as const;
  const settling = { position: "absolute", inset: 0, transform: `scale(${1.12 - share * 0.12})` };
  return (
    <div style={{ position: "absolute", left: box.x, top: box.y, width: box.w, height: box.h }}>
      <div style={opening}>
        <div style={settling as CSSProperties}>
          <Picture asset={asset} />
        </div>
      </div>
      {caption ? (
        <div style={{ marginTop: CAPTION_GAP }}>
          <EnteringText role="detail" at={at + 6} manner="fade" of={caption} colour={tone.muted} />
        </div>
      ) : null}
    </div>
  );
}

/** Where each picture stands: in wide rooms a large one and a block beside it, else rows. */
function gridOf(count: number, w: number, h: number): Box[] {
  if ((count === 3 || count === 5) && w > h) {
    const large = Math.round(w * (count === 3 ? 0.6 : 0.4));
    const rest = w - large - GAP;
    const columns = (count - 1) / 2;
    const width = (rest - GAP * (columns - 1)) / columns;
    const stacks = Array.from({ length: columns }, (_, column) =>
      stack(2, { x: large + GAP + column * (width + GAP), w: width }, h),
    );
    return [{ x: 0, y: 0, w: large, h }, ...stacks.flat()];
  }
  const rows = rowsOf(count, w > h);
  const height = (h - GAP * (rows.length - 1)) / rows.length;
  return rows.flatMap((inRow, row) =>
    Array.from({ length: inRow }, (_, column): Box => {
      const width = (w - GAP * (inRow - 1)) / inRow;
      return { x: column * (width + GAP), y: row * (height + GAP), w: width, h: height };
    }),
  );
}

function stack(count: number, { x, w }: Pick<Box, "x" | "w">, h: number): Box[] {
  const height = (h - GAP * (count - 1)) / count;
  return Array.from({ length: count }, (_, row) => ({ x, y: row * (height + GAP), w, h: height }));
}

/** How many pictures stand in each row. */
function rowsOf(count: number, isWide: boolean): number[] {
  if (isWide) return count <= 2 ? [count] : [Math.floor(count / 2), Math.ceil(count / 2)];
  if (count === 2) return [1, 1];
  return count % 2 === 1
    ? [1, ...Array<number>((count - 1) / 2).fill(2)]
    : Array<number>(count / 2).fill(2);
}
