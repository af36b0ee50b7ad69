import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { Odometer } from "../parts/Odometer.tsx";
import { Place } from "../parts/Place.tsx";
import { Rule } from "../parts/Rule.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

type FigureContent = ContentOf<"figure">;

/** One number as the hero of the picture, counted up. */
export function Figure({ content }: { readonly content: FigureContent }) {
  const stage = useStage();
  const { theme, tone, layout, enter, scene, entrance } = stage;
  const { hero, align, anchor } = layout;
  const { label, context, room } = setFigure(content, stage);
  // It counts while it comes in: a wrong number that stands would be read.
  const at = Math.min(scene.reveals[0] ?? Infinity, enter + 2);
  const after = scene.reveals[1] ?? Math.max(enter, at) + entrance;
  const thickness = Math.max(3, theme.texture.rule);
  return (
    <Place box={hero} anchor={anchor} align={align}>
      <Odometer
        value={content.value}
        prefix={content.prefix}
        unit={content.unit}
        at={at}
        maxWidth={hero.w}
        maxHeight={Math.min(560, room)}
      />
      <div style={{ margin: "18px 0 40px", alignSelf: "stretch" }}>
        <Rule at={enter} width="100%" colour={tone.accent} thickness={thickness} origin={align} />
      </div>
      <EnteringText role="headline" at={enter + 6} of={label} align={align} />
      {context ? (
        <div style={{ marginTop: CONTEXT_GAP }}>
          <EnteringText
            role="body"
            at={after}
            manner="fade"
            of={context}
            align={align}
            colour={tone.muted}
          />
        </div>
      ) : null}
    </Place>
  );
}

const CONTEXT_GAP = 28;
/** The rule with what is free above and below it. */
const RULE_ROOM = 90;

/** Label and context, and the height that they leave to the number. */
function setFigure({ label, context }: FigureContent, { theme, layout }: SceneStage) {
  const { hero } = layout;
  const room = hero.h - RULE_ROOM;
  const name = setText(label, theme.type.display, {
    maxWidth: Math.min(hero.w, 1400),
    maxHeight: room * 0.32,
    max: 88,
    min: 48,
    lines: 2,
    balance: true,
  });
  const more = context
    ? setText(context, theme.type.body, {
        maxWidth: Math.min(hero.w, 1240),
        maxHeight: room * 0.24,
        max: 50,
        min: 32,
        lines: 3,
        balance: true,
      })
    : null;
  const used = name.height + (more ? more.height + CONTEXT_GAP : 0);
  return { label: name, context: more, room: room - used };
}
