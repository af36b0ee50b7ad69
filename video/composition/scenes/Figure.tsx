import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { Odometer } from "../parts/Odometer.tsx";
import { Place } from "../parts/Place.tsx";
import { Rule } from "../parts/Rule.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

/** One number as the hero of the picture, counted up. */
export function FigureScene({ content }: { readonly content: ContentOf<"figure"> }) {
  const stage = useStage();
  const { theme, tone, layout, enter } = stage;
  const { display, body } = theme.type;
  const { hero, align, anchor } = layout;
  const room = hero.h - 90;
  const label = setText(content.label, display, {
    maxWidth: Math.min(hero.w, 1180),
    maxHeight: room * 0.32,
    max: 68,
    min: 48,
    lines: 2,
    balance: true,
  });
  const context = content.context
    ? setText(content.context, body, {
        maxWidth: Math.min(hero.w, 1080),
        maxHeight: room * 0.24,
        max: 40,
        min: 32,
        lines: 3,
        balance: true,
      })
    : null;
  const at = stage.scene.reveals[0] ?? enter + 2;
  const height = room - label.height - (context ? context.height + 28 : 0);
  const after = Math.max(enter, at) + stage.entrance;
  return (
    <Place box={hero} anchor={anchor} align={align}>
      <Odometer
        value={content.value}
        prefix={content.prefix}
        unit={content.unit}
        at={at}
        maxWidth={hero.w}
        maxHeight={Math.min(430, height)}
      />
      <div style={{ margin: "18px 0 40px", alignSelf: "stretch" }}>
        <Rule
          at={enter}
          width="100%"
          colour={tone.accent}
          thickness={Math.max(3, theme.texture.rule)}
          origin={align}
        />
      </div>
      <EnteringText
        role="headline"
        at={enter + 6}
        fitted={label}
        face={display}
        text={content.label}
        align={align}
      />
      {context && content.context ? (
        <div style={{ marginTop: 28 }}>
          <EnteringText
            role="body"
            at={stage.scene.reveals[1] ?? after}
            style="fade"
            fitted={context}
            face={body}
            text={content.context}
            align={align}
            colour={tone.muted}
          />
        </div>
      ) : null}
    </Place>
  );
}
