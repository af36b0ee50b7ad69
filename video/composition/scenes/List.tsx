import { mix } from "../../look/colour.ts";
import type { ContentOf } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { MANNERS } from "../emblem/manners.ts";
import { Paged } from "../parts/Paged.tsx";
import { Pictogram } from "../parts/Pictogram.tsx";
import { Rule } from "../parts/Rule.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import { setText } from "../text/measure.ts";
import type { SetRow } from "../text/rows.ts";
import { setRows } from "../text/rows.ts";
import { EnteringText, SetText } from "../text/Text.tsx";
import { Rise } from "../parts/Rise.tsx";

const PADDING = 18;

/** Things one after the other; each appears on its word, and those already named step back. */
export function List({ content }: { readonly content: ContentOf<"list"> }) {
  const stage = useStage();
  const { theme } = stage;
  const head = headOf(stage, content.headline);
  const numeralWidth = stage.stage.aspect === "16:9" ? 116 : 100;
  const set = setRows(content.items, {
    width: head.room.w - numeralWidth,
    height: head.room.h,
    face: theme.type.body,
    detailFace: theme.type.body,
    frame: PADDING * 2 + theme.texture.rule,
  });
  const reveals = revealsOf(stage, content.items.length);
  const named = stage.scene.pictograms;
  // Pictograms stand for all rows or for none.
  const pictograms = named?.length === content.items.length ? named : undefined;
  return (
    <Spread head={head} bodyHeight={set.pages.height}>
      <Paged
        pages={set.pages}
        gap={0}
        reveals={reveals}
        renderRow={(index) => (
          <Item
            row={set.rows[index]}
            padding={PADDING + set.air / 2}
            index={index}
            at={reveals[index] ?? 0}
            next={reveals[index + 1]}
            numeralWidth={numeralWidth}
            pictogram={pictograms?.[index]}
          />
        )}
      />
    </Spread>
  );
}

/** Between a row's pictogram and its words. */
const MARK_GAP = 30;
/** So that the finest pen can be seen at the size of a row. */
const LEAST_WEIGHT = 1.4;

interface ItemProps {
  readonly row: SetRow | undefined;
  readonly padding: number;
  readonly index: number;
  readonly at: number;
  readonly next: number | undefined;
  readonly numeralWidth: number;
  /** Stands in place of the row's number. */
  readonly pictogram: string | undefined;
}

function Item({ row, padding, index, at, next, numeralWidth, pictogram }: ItemProps) {
  const { theme, tone, frame, entrance } = useStage();
  if (!row) return null;
  const { body } = theme.type;
  const past = next === undefined ? 0 : progress(frame, next, entrance);
  const ink = mix(tone.foreground, tone.muted, past * 0.85);
  const mark = mix(tone.accent, tone.muted, past * 0.7);
  const side = Math.min(numeralWidth - MARK_GAP, Math.max(64, row.main.size * 1.4));
  const numeral = setText(String(index + 1).padStart(2, "0"), body, {
    maxWidth: numeralWidth,
    maxHeight: 80,
    max: Math.max(30, row.main.size * 0.6),
    min: 30,
    isBold: true,
  });
  return (
    <div>
      <Rule at={at - 2} width="100%" colour={mix(tone.background, tone.foreground, 0.24)} />
      <div style={{ display: "flex", padding: `${padding}px 0` }}>
        <Rise
          at={at}
          style={{
            width: numeralWidth,
            paddingTop: row.main.size * (row.main.lineHeight - 1) * 0.5 + row.main.size * 0.12,
          }}
        >
          {pictogram ? (
            // It takes no height, so that a row with it is as high as one with its number.
            <div style={{ height: 0, transform: `translateY(${(row.main.size - side) / 2}px)` }}>
              <Pictogram
                name={pictogram}
                at={at}
                size={side}
                weight={Math.max(LEAST_WEIGHT, MANNERS[theme.name].weight)}
                ink={mark}
                frames={entrance * 1.6}
              />
            </div>
          ) : (
            <SetText role="label" of={{ ...numeral, lineHeight: 1.1 }} colour={mark} />
          )}
        </Rise>
        <div style={{ display: "flex", flexDirection: "column", gap: 12 }}>
          <EnteringText role="body" at={at + 1} manner="rise" of={row.main} colour={ink} />
          {row.small && row.detail ? (
            <EnteringText
              role="detail"
              at={at + 5}
              manner="fade"
              of={row.small}
              colour={tone.muted}
            />
          ) : null}
        </div>
      </div>
    </div>
  );
}
