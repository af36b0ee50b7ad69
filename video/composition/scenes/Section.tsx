import { mix } from "../../look/colour.ts";
import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { Place } from "../parts/Place.tsx";
import { Rise } from "../parts/Rise.tsx";
import { Rule } from "../parts/Rule.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";

/** A new chapter: a number as large as a poster's, and its name. */
export function Section({ content }: { readonly content: ContentOf<"section"> }) {
  const { theme, tone, layout, stage, enter } = useStage();
  const { display } = theme.type;
  const { hero, align, anchor } = layout;
  const isWide = stage.aspect === "16:9" && layout.align === "left" && hero.w > 1000;
  const number = content.number
    ? setText(content.number, display, {
        maxWidth: isWide ? 430 : hero.w,
        maxHeight: 330,
        max: 300,
        min: 160,
        lines: 1,
        isBold: true,
      })
    : null;
  const beside = number && isWide;
  const width = beside ? hero.w - number.width - 96 : hero.w;
  const headline = setText(content.headline, display, {
    maxWidth: width,
    maxHeight: hero.h * (number && !beside ? 0.5 : 0.8),
    max: 132,
    min: 68,
    lines: 3,
    balance: true,
  });
  const numeral =
    number && content.number ? (
      <Rise at={enter} y={theme.motion.distance}>
        <SetText
          role="figure"
          fitted={{ ...number, lineHeight: 0.92 }}
          face={display}
          isBold
          text={content.number}
          align={align}
          colour={mix(tone.background, tone.accent, 0.92)}
        />
      </Rise>
    ) : null;
  const name = (
    <EnteringText
      role="headline"
      at={enter + 5}
      fitted={headline}
      face={display}
      text={content.headline}
      align={align}
    />
  );
  return (
    <Place box={hero} anchor={anchor === "start" ? "center" : anchor} align={align}>
      {beside ? (
        <div style={{ display: "flex", alignItems: "center", gap: 96 }}>
          {numeral}
          {name}
        </div>
      ) : (
        <>
          {numeral}
          <div style={{ margin: number ? "26px 0 44px" : "0 0 44px" }}>
            <Rule
              at={enter + 3}
              width={160}
              colour={tone.accent}
              thickness={Math.max(4, theme.texture.rule * 1.5)}
              origin={align}
            />
          </div>
          {name}
        </>
      )}
    </Place>
  );
}
