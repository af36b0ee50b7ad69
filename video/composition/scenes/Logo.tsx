import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Picture } from "../parts/Picture.tsx";
import { Place } from "../parts/Place.tsx";
import { Rule } from "../parts/Rule.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

type LogoContent = ContentOf<"logo">;

const MARK_GAP = 48;
const LINE_GAP = 40;

/** A mark that opens from its middle, its name, and the line that belongs to it. */
export function Logo({ content }: { readonly content: LogoContent }) {
  const stage = useStage();
  const { tone, layout, enter, entrance, theme, frame } = stage;
  const { hero, align } = layout;
  const { mark, name, line } = setLogo(content, stage);
  const share = progress(frame, enter, entrance * 1.3);
  const named = enter + (mark > 0 ? 10 : 3);
  return (
    <Place box={hero} anchor="center" align={align}>
      {content.asset && mark > 0 ? (
        <div
          style={{
            position: "relative",
            width: mark,
            height: mark,
            flexShrink: 0,
            marginBottom: MARK_GAP,
            ...(share < 1 ? { clipPath: `circle(${share * 72}% at 50% 50%)` } : {}),
          }}
        >
          <Picture asset={content.asset} fit="contain" />
        </div>
      ) : null}
      <EnteringText role="headline" at={named} of={name} align={align} />
      <div style={{ margin: `${LINE_GAP}px 0` }}>
        <Rule
          at={named + 6}
          width={Math.min(name.width, hero.w)}
          colour={tone.accent}
          thickness={Math.max(6, theme.texture.rule * 2)}
          origin={align === "center" ? "center" : "left"}
        />
      </div>
      {line ? (
        <EnteringText
          role="body"
          at={named + 12}
          manner="fade"
          of={line}
          align={align}
          colour={tone.muted}
        />
      ) : null}
    </Place>
  );
}

function setLogo(
  content: LogoContent,
  { theme, layout, stage }: SceneStage,
): { mark: number; name: Typeset; line: Typeset | null } {
  const { hero } = layout;
  const mark = content.asset ? Math.min(hero.h * 0.42, hero.w * 0.5, 340) : 0;
  const line = content.line
    ? setText(content.line, theme.type.body, {
        maxWidth: Math.min(hero.w, 1200),
        maxHeight: hero.h * 0.2,
        max: 54,
        min: 36,
        balance: true,
      })
    : null;
  const around = (mark > 0 ? mark + MARK_GAP : 0) + LINE_GAP * 2 + (line?.height ?? 0) + 12;
  const name = setText(content.name, theme.type.display, {
    maxWidth: hero.w,
    maxHeight: hero.h - around,
    max: 240,
    min: 60,
    lines: stage.aspect === "16:9" ? 1 : 2,
    isBold: true,
    balance: true,
  });
  return { mark, name, line };
}
