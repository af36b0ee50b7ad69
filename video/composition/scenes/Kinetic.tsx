import type { ContentOf, SceneStage } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Place } from "../parts/Place.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { SetText } from "../text/Text.tsx";

type KineticContent = ContentOf<"kinetic">;

const GAP = 14;
/** Around the accent's words on their plate. */
const PAD_X = 30;
const PAD_Y = 14;
const MAX = 300;
const MIN = 60;
/** Of a line in its type: on a poster lines stand close. */
const TIGHT = 0.98;

/** A sentence in beats, each as wide as the picture allows; they strike from either side in turn. */
export function Kinetic({ content }: { readonly content: KineticContent }) {
  const stage = useStage();
  const { layout } = stage;
  const lines = setBeats(content, stage);
  const reveals = revealsOf(stage, content.beats.length);
  return (
    <Place box={layout.hero} anchor={layout.anchor} align={layout.align} gap={GAP}>
      {lines.map((line, index) => (
        <Beat
          key={index}
          of={line}
          at={reveals[index] ?? 0}
          isAccent={index === content.accent}
          side={index % 2 === 0 ? -1 : 1}
        />
      ))}
    </Place>
  );
}

/**
 * As on a poster, each beat as large as the width allows; when that is too high, or one of them takes
 * several lines, all of them in the biggest size that they can share.
 */
function setBeats({ beats }: KineticContent, { theme, layout }: SceneStage): Typeset[] {
  const { hero } = layout;
  const setIn = (max: number, min = max): Typeset[] =>
    beats.map((beat) =>
      tightened(
        setText(beat, theme.type.display, {
          maxWidth: hero.w - PAD_X * 2,
          maxHeight: hero.h / 2,
          max,
          min,
          lines: 1,
          isBold: true,
        }),
      ),
    );
  const free = hero.h - GAP * (beats.length - 1) - PAD_Y * 2;
  const isFree = (lines: readonly Typeset[]): boolean =>
    lines.reduce((sum, { height }) => sum + height, 0) <= free;
  const poster = setIn(MAX, MIN);
  const isPoster = poster.every(({ lines }) => lines.length === 1);
  if (isPoster && isFree(poster)) return poster;
  const sizes = poster.map((line) => line.size);
  let size = isPoster ? Math.min(...sizes) : Math.max(...sizes);
  // A word that is wider than the picture would be set smaller than the others.
  const isShared = (lines: readonly Typeset[]): boolean =>
    isFree(lines) && lines.every((line) => line.size === size);
  for (; size > MIN && !isShared(setIn(size)); size = Math.round(size * 0.95));
  return setIn(size);
}

function tightened(line: Typeset): Typeset {
  const lineHeight = line.lines.length > 1 ? line.lineHeight : line.lineHeight * TIGHT;
  return { ...line, lineHeight, height: line.lines.length * line.size * lineHeight };
}

interface BeatProps {
  readonly of: Typeset;
  readonly at: number;
  readonly isAccent: boolean;
  /** From which it comes: −1 the left, 1 the right. */
  readonly side: -1 | 1;
}

function Beat({ of, at, isAccent, side }: BeatProps) {
  const { tone, frame, entrance, theme } = useStage();
  const share = progress(frame, at, entrance);
  const plate = progress(frame, at, entrance * 1.1);
  const hidden = (1 - plate) * 100;
  const clip = side < 0 ? `inset(0 ${hidden}% 0 0)` : `inset(0 0 0 ${hidden}%)`;
  return (
    <div
      style={{
        position: "relative",
        flexShrink: 0,
        padding: isAccent ? `${PAD_Y}px ${PAD_X}px` : 0,
        ...(share < 1 ? { clipPath: "inset(-4% -2% -4% -2%)" } : {}),
      }}
    >
      {isAccent ? (
        <div
          style={{
            position: "absolute",
            inset: 0,
            backgroundColor: tone.accent,
            borderRadius: theme.texture.radius,
            ...(plate < 1 ? { clipPath: clip } : {}),
          }}
        />
      ) : null}
      <div
        style={{
          position: "relative",
          ...(share < 1
            ? {
                transform: `translateX(${(1 - share) * side * theme.motion.distance * 2.4}px)`,
                opacity: Math.min(1, share * 1.4),
              }
            : {}),
        }}
      >
        <SetText role="headline" of={of} colour={isAccent ? tone.background : tone.foreground} />
      </div>
    </div>
  );
}
