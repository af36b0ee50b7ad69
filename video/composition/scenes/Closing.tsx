import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Place } from "../parts/Place.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

/** The last word, what to do now, and where. */
export function Closing({ content }: { readonly content: ContentOf<"closing"> }) {
  const stage = useStage();
  const { theme, tone, layout, enter, frame, entrance } = stage;
  const { display, body } = theme.type;
  const { hero, align, anchor } = layout;
  const action = content.action
    ? setText(content.action, body, {
        maxWidth: Math.min(hero.w, 1100),
        maxHeight: hero.h * 0.2,
        max: 46,
        min: 34,
        lines: 2,
        balance: true,
      })
    : null;
  const link = content.link
    ? setText(content.link, body, {
        maxWidth: hero.w - 96,
        maxHeight: 90,
        max: 48,
        min: 32,
        lines: 1,
        isBold: true,
      })
    : null;
  const below = (action ? action.height + 44 : 0) + (link ? link.height + 56 + 46 : 0);
  const headline = setText(content.headline, display, {
    maxWidth: hero.w,
    maxHeight: Math.min(hero.h * 0.7, hero.h - below),
    max: 150,
    min: 68,
    lines: stage.stage.aspect === "9:16" ? 5 : 3,
    balance: true,
  });
  const first = stage.scene.reveals[0] ?? enter + headline.lines.length * stage.stagger + 8;
  const grown = progress(frame, first + 6, entrance * 1.2);
  return (
    <Place box={hero} anchor={anchor} align={align}>
      <EnteringText
        role="headline"
        at={enter}
        fitted={headline}
        face={display}
        text={content.headline}
        align={align}
      />
      {action && content.action ? (
        <div style={{ marginTop: 44 }}>
          <EnteringText
            role="body"
            at={first}
            style="fade"
            fitted={action}
            face={body}
            text={content.action}
            align={align}
            colour={tone.muted}
          />
        </div>
      ) : null}
      {link && content.link ? (
        <div
          style={{
            marginTop: 56,
            padding: "22px 44px 24px",
            backgroundColor: tone.accent,
            borderRadius: theme.texture.radius * 1.4,
            clipPath:
              grown < 1
                ? `inset(0 ${align === "center" ? (1 - grown) * 50 : (1 - grown) * 100}% 0 ${align === "center" ? (1 - grown) * 50 : 0}%)`
                : undefined,
          }}
        >
          <EnteringText
            role="label"
            at={first + 9}
            style="rise"
            fitted={link}
            face={body}
            isBold
            text={content.link}
            colour={tone.background}
          />
        </div>
      ) : null}
    </Place>
  );
}
