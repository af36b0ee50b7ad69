import type { CSSProperties } from "react";
import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Place } from "../parts/Place.tsx";
import { Rule } from "../parts/Rule.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

type ClosingContent = ContentOf<"closing">;

/** What to do now in the largest type, signed with the film's name, and where; only where nothing is to be done the name alone. */
export function Closing({ content }: { readonly content: ClosingContent }) {
  const stage = useStage();
  const { tone, layout, enter, scene, stagger } = stage;
  const { hero, align, anchor } = layout;
  const { word, name, link } = setClosing(content, stage);
  const first = scene.reveals[0] ?? enter + word.lines.length * stagger + 8;
  return (
    <Place box={hero} anchor={anchor} align={align}>
      <div style={{ marginBottom: MARK_GAP }}>
        <Rule
          at={enter}
          width={MARK_WIDTH}
          colour={tone.accent}
          thickness={MARK}
          origin={align === "center" ? "center" : "left"}
        />
      </div>
      <EnteringText role="headline" at={enter + 3} of={word} align={align} />
      {name ? (
        <div style={{ marginTop: NAME_GAP }}>
          <EnteringText
            role="body"
            at={first}
            manner="fade"
            of={name}
            align={align}
            colour={tone.muted}
          />
        </div>
      ) : null}
      {link ? <Plate of={link} at={first + 6} /> : null}
    </Place>
  );
}

/** The stroke with which a film ends, as it began. */
const MARK = 10;
const MARK_WIDTH = 168;
const MARK_GAP = 48;
const NAME_GAP = 44;
const PLATE_GAP = 56;
/** Above and below the link in its plate. */
const PLATE_PADDING = 46;

function setClosing(
  { headline, action, link }: ClosingContent,
  { theme, layout, stage }: SceneStage,
) {
  const { display, body } = theme.type;
  const { hero } = layout;
  const name = action
    ? setText(headline, body, {
        maxWidth: Math.min(hero.w, 1240),
        maxHeight: hero.h * 0.16,
        max: 46,
        min: 34,
        lines: 2,
        balance: true,
      })
    : null;
  const place = link
    ? setText(link, body, {
        maxWidth: hero.w - 96,
        maxHeight: 100,
        max: 60,
        min: 32,
        lines: 1,
        isBold: true,
      })
    : null;
  const below =
    (name ? name.height + NAME_GAP : 0) + (place ? place.height + PLATE_GAP + PLATE_PADDING : 0);
  const isTall = stage.aspect === "9:16";
  const word = setText(action ?? headline, display, {
    maxWidth: hero.w,
    maxHeight: Math.min(hero.h * 0.7, hero.h - below - MARK - MARK_GAP),
    max: action ? 168 : 220,
    min: 60,
    lines: (isTall ? 5 : 3) + (action ? 1 : 0),
    balance: true,
  });
  return { word, name, link: place };
}

/** The link on a plate that opens from its edge, or from its middle. */
function Plate({ of, at }: { readonly of: Typeset; readonly at: number }) {
  const { theme, tone, layout, frame, entrance, isTurned } = useStage();
  const hidden = (1 - progress(frame, at, entrance * 1.2)) * 100;
  const away = isTurned ? [hidden, 0] : [0, hidden];
  const [left, right] = layout.align === "center" ? [hidden / 2, hidden / 2] : away;
  const opening: CSSProperties = hidden > 0 ? { clipPath: `inset(0 ${right}% 0 ${left}%)` } : {};
  return (
    <div
      style={{
        marginTop: PLATE_GAP,
        padding: "22px 44px 24px",
        backgroundColor: tone.accent,
        borderRadius: theme.texture.radius * 1.4,
        ...opening,
      }}
    >
      <EnteringText role="label" at={at + 9} manner="rise" of={of} colour={tone.background} />
    </div>
  );
}
