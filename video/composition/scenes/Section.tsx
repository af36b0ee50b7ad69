import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { Place } from "../parts/Place.tsx";
import { Rise } from "../parts/Rise.tsx";
import { Rule } from "../parts/Rule.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";

type SectionContent = ContentOf<"section">;

/** A new chapter: a number as large as a poster's, and its name. */
export function Section({ content }: { readonly content: SectionContent }) {
  const stage = useStage();
  const { theme, tone, layout, enter } = stage;
  const { hero, align, anchor } = layout;
  const { number, headline, isBeside } = setSection(content, stage);
  const name = <EnteringText role="headline" at={enter + 5} of={headline} align={align} />;
  const thickness = Math.max(4, theme.texture.rule * 1.5);
  return (
    <Place box={hero} anchor={anchor === "start" ? "center" : anchor} align={align}>
      {isBeside ? (
        <div style={{ display: "flex", alignItems: "center", gap: NUMBER_GAP }}>
          {number ? <Numeral of={number} /> : null}
          {name}
        </div>
      ) : (
        <>
          {number ? <Numeral of={number} /> : null}
          <div style={{ margin: number ? "26px 0 44px" : "0 0 44px" }}>
            <Rule
              at={enter + 3}
              width={160}
              colour={tone.accent}
              thickness={thickness}
              origin={align}
            />
          </div>
          {name}
        </>
      )}
    </Place>
  );
}

const NUMBER_GAP = 96;

/** The rule between number and name with what is free around it. */
const RULE_ROOM = 84;

/** In wide pictures the number stands beside a short name, else above it. */
function setSection(content: SectionContent, stage: SceneStage) {
  const { layout } = stage;
  const isWide = stage.stage.aspect === "16:9" && layout.align === "left" && layout.hero.w > 1000;
  const beside = setBoth(content, stage, isWide);
  return isWide && beside.headline.lines.length > LINES ? setBoth(content, stage, false) : beside;
}

/** A name beside its number in more lines than these is a ladder. */
const LINES = 3;

function setBoth(
  { number, headline }: SectionContent,
  { theme, layout }: SceneStage,
  isWide: boolean,
) {
  const { display } = theme.type;
  const { hero } = layout;
  const numeral = number
    ? setText(number, display, {
        maxWidth: isWide ? 560 : hero.w,
        maxHeight: Math.min(440, hero.h * 0.5),
        max: 400,
        min: 160,
        lines: 1,
        isBold: true,
      })
    : null;
  const isBeside = isWide && numeral !== null;
  const name = setText(headline, display, {
    maxWidth: isBeside ? hero.w - numeral.width - NUMBER_GAP : hero.w,
    maxHeight: numeral && !isBeside ? hero.h - numeral.size - RULE_ROOM : hero.h * 0.8,
    max: 150,
    min: 68,
    lines: LINES,
    balance: true,
  });
  return { number: numeral, headline: name, isBeside };
}

function Numeral({ of }: { readonly of: Typeset }) {
  const { theme, tone, layout, enter } = useStage();
  return (
    <Rise at={enter} y={theme.motion.distance}>
      <SetText
        role="figure"
        of={{ ...of, lineHeight: 0.92 }}
        align={layout.align}
        colour={tone.accent}
      />
    </Rise>
  );
}
