import type { ContentOf } from "../context.tsx";
import { linesAt, useStage } from "../context.tsx";
import { Place } from "../parts/Place.tsx";
import { Rise } from "../parts/Rise.tsx";
import { Rule } from "../parts/Rule.tsx";
import { isJapanese } from "../../look/phrases.ts";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

/** Somebody's words, under a large opening mark. */
export function Quote({ content }: { readonly content: ContentOf<"quote"> }) {
  const stage = useStage();
  const { theme, tone, layout, enter } = stage;
  const { display, body } = theme.type;
  const { hero, align, anchor } = layout;
  const face = { ...display, lineHeight: display.lineHeight + 0.08 };
  const by = content.attribution;
  const fitted = setText(content.text, face, {
    maxWidth: hero.w,
    maxHeight: hero.h - (by ? 290 : 170),
    max: 124,
    min: 54,
    lines: stage.stage.aspect === "9:16" ? 8 : 5,
    balance: true,
  });
  const name = by
    ? setText(by, body, { maxWidth: hero.w - 100, maxHeight: 100, max: 46, min: 30, isBold: true })
    : null;
  const lines = linesAt(stage, fitted.lines);
  const spoken = (lines.at(-1) ?? enter) + stage.entrance;
  return (
    <Place box={hero} anchor={anchor} align={align}>
      <Rise at={enter} y={-30} style={{ height: 120, marginBottom: 26 }}>
        <QuoteMark isJapanese={isJapanese(content.text)} colour={tone.accent} />
      </Rise>
      <EnteringText role="headline" at={lines.map((at) => at + 4)} of={fitted} align={align} />
      {name && by ? (
        <div style={{ display: "flex", alignItems: "center", gap: 24, marginTop: 52 }}>
          <Rule
            at={spoken - 4}
            width={56}
            colour={tone.accent}
            thickness={Math.max(3, theme.texture.rule)}
          />
          <EnteringText role="label" at={spoken} manner="fade" of={name} colour={tone.muted} />
        </div>
      ) : null}
    </Place>
  );
}

/** Drawn, so that it stands alike in every face: two drops, or the corner bracket of Japanese. */
function QuoteMark({ isJapanese, colour }: { isJapanese: boolean; colour: string }) {
  return (
    <svg width={150} height={120} viewBox="0 0 150 120">
      {isJapanese ? (
        <path d="M8 112V8H104V26H28V112Z" fill={colour} />
      ) : (
        <path
          d="M8 82C8 40 30 14 62 6L67 19C48 27 38 39 37 53C40 51 44 50 48 50C62 50 71 60 71 74C71 90 60 100 44 100C22 100 8 98 8 82ZM82 82C82 40 104 14 136 6L141 19C122 27 112 39 111 53C114 51 118 50 122 50C136 50 145 60 145 74C145 90 134 100 118 100C96 100 82 98 82 82Z"
          fill={colour}
        />
      )}
    </svg>
  );
}
