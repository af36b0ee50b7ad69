import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { Place } from "../parts/Place.tsx";
import { Rule } from "../parts/Rule.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

type TitleContent = ContentOf<"title">;

/** The film's name: the biggest words of the film. */
export function Title({ content }: { readonly content: TitleContent }) {
  const stage = useStage();
  const { tone, layout, enter, scene, stagger } = stage;
  const { hero, align, anchor } = layout;
  const { kicker, headline, subtitle } = setTitle(content, stage);
  const after = enter + headline.lines.length * stagger + 6;
  return (
    <Place box={hero} anchor={anchor} align={align}>
      <div style={{ display: "flex", alignItems: "center", gap: 26, marginBottom: KICKER_GAP }}>
        {kicker ? <Kicker of={kicker} /> : <Opening width={120} />}
      </div>
      <EnteringText role="headline" at={enter + 4} of={headline} align={align} />
      {subtitle ? (
        <div style={{ marginTop: SUBTITLE_GAP }}>
          <EnteringText
            role="body"
            at={scene.reveals[0] ?? after}
            manner="fade"
            of={subtitle}
            align={align}
            colour={tone.muted}
          />
        </div>
      ) : null}
    </Place>
  );
}

const KICKER_GAP = 38;
const SUBTITLE_GAP = 44;

function setTitle(
  { kicker, headline, subtitle }: TitleContent,
  { theme, layout, stage }: SceneStage,
) {
  const { display, body } = theme.type;
  const { hero } = layout;
  const above = kicker
    ? setText(kicker, body, {
        maxWidth: hero.w - 110,
        maxHeight: 100,
        max: 42,
        min: 30,
        lines: 1,
        isBold: true,
      })
    : null;
  const below = subtitle
    ? setText(subtitle, body, {
        maxWidth: Math.min(hero.w, 1240),
        maxHeight: hero.h * 0.3,
        max: 54,
        min: 34,
        lines: 3,
        balance: true,
      })
    : null;
  const around = (above?.height ?? 8) + KICKER_GAP + (below ? below.height + SUBTITLE_GAP : 0);
  const middle = setText(headline, display, {
    maxWidth: hero.w,
    maxHeight: Math.min(hero.h * 0.74, hero.h - around),
    max: 300,
    min: 72,
    lines: stage.aspect === "9:16" ? 4 : 3,
    balance: true,
  });
  return { kicker: above, headline: middle, subtitle: below };
}

function Kicker({ of }: { readonly of: Typeset }) {
  const { tone, layout, enter } = useStage();
  return (
    <>
      {layout.align === "left" ? <Opening width={72} /> : null}
      <EnteringText
        role="label"
        at={enter + 2}
        manner="fade"
        of={of}
        align={layout.align}
        colour={tone.accent}
      />
    </>
  );
}

/** The stroke with which a film begins. */
function Opening({ width }: { readonly width: number }) {
  const { theme, tone, layout, enter } = useStage();
  const thickness = Math.max(5, theme.texture.rule * 1.5);
  return (
    <Rule
      at={enter}
      width={width}
      colour={tone.accent}
      thickness={thickness}
      origin={layout.align}
    />
  );
}
