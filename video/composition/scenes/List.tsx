import { mix } from "../../look/colour.ts";
import type { ContentOf } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Paged } from "../parts/Paged.tsx";
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
          />
        )}
      />
    </Spread>
  );
}

interface ItemProps {
  readonly row: SetRow | undefined;
  readonly padding: number;
  readonly index: number;
  readonly at: number;
  readonly next: number | undefined;
  readonly numeralWidth: number;
}

function Item({ row, padding, index, at, next, numeralWidth }: ItemProps) {
  const { theme, tone, frame, entrance } = useStage();
  if (!row) return null;
  const { body } = theme.type;
  const past = next === undefined ? 0 : progress(frame, next, entrance);
  const ink = mix(tone.foreground, tone.muted, past * 0.85);
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
          <SetText
            role="label"
            of={{ ...numeral, lineHeight: 1.1 }}
            colour={mix(tone.accent, tone.muted, past * 0.7)}
          />
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
