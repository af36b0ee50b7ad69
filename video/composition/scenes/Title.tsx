import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { Place } from "../parts/Place.tsx";
import { Rule } from "../parts/Rule.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

/** The film's name: the biggest words of the film. */
export function Title({ content }: { readonly content: ContentOf<"title"> }) {
  const stage = useStage();
  const { theme, tone, layout, enter } = stage;
  const { display, body } = theme.type;
  const { hero, align, anchor } = layout;
  const kicker = content.kicker
    ? setText(content.kicker, body, {
        maxWidth: hero.w - 110,
        maxHeight: 100,
        max: 36,
        min: 30,
        isBold: true,
      })
    : null;
  const subtitle = content.subtitle
    ? setText(content.subtitle, body, {
        maxWidth: Math.min(hero.w, 1080),
        maxHeight: hero.h * 0.3,
        max: 46,
        min: 34,
        lines: 3,
        balance: true,
      })
    : null;
  const above = (kicker ? kicker.height : 8) + 38;
  const below = subtitle ? subtitle.height + 44 : 0;
  const headline = setText(content.headline, display, {
    maxWidth: hero.w,
    maxHeight: Math.min(hero.h * 0.74, hero.h - above - below),
    max: 176,
    min: 72,
    lines: stage.stage.aspect === "9:16" ? 4 : 3,
    balance: true,
  });
  const after = enter + headline.lines.length * stage.stagger + 6;
  return (
    <Place box={hero} anchor={anchor} align={align}>
      {kicker && content.kicker ? (
        <div style={{ display: "flex", alignItems: "center", gap: 26, marginBottom: 38 }}>
          {align === "left" ? (
            <Rule
              at={enter}
              width={72}
              colour={tone.accent}
              thickness={Math.max(4, theme.texture.rule * 1.5)}
            />
          ) : null}
          <EnteringText
            role="label"
            at={enter + 2}
            style="fade"
            fitted={kicker}
            face={body}
            isBold
            text={content.kicker}
            align={align}
            colour={tone.accent}
          />
        </div>
      ) : (
        <div style={{ marginBottom: 38 }}>
          <Rule
            at={enter}
            width={120}
            colour={tone.accent}
            thickness={Math.max(5, theme.texture.rule * 2)}
            origin={align}
          />
        </div>
      )}
      <EnteringText
        role="headline"
        at={enter + 4}
        fitted={headline}
        face={display}
        text={content.headline}
        align={align}
      />
      {subtitle && content.subtitle ? (
        <div style={{ marginTop: 44 }}>
          <EnteringText
            role="body"
            at={stage.scene.reveals[0] ?? after}
            style="fade"
            fitted={subtitle}
            face={body}
            text={content.subtitle}
            align={align}
            colour={tone.muted}
          />
        </div>
      ) : null}
    </Place>
  );
}
