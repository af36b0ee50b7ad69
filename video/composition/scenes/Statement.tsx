import type { ReactNode } from "react";
import { displayWidth } from "../../japanese/phrases.ts";
import { mix } from "../../look/colour.ts";
import type { Line } from "../../look/fit.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { linesAt, revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Place } from "../parts/Place.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly at: number;
}

/** In full-width characters: as few words as these fill the picture by themselves. */
const FEW_WORDS = 14;

/** One sentence, large; its strong words take the accent when they are spoken. */
export function Statement({ content }: { readonly content: ContentOf<"statement"> }) {
  const stage = useStage();
  const { theme, layout } = stage;
  const { hero, align, anchor } = layout;
  const fitted = setText(content.text, theme.type.display, {
    maxWidth: hero.w,
    maxHeight: hero.h * 0.94,
    max: displayWidth(content.text) <= FEW_WORDS ? 236 : 172,
    min: 68,
    lines: stage.stage.aspect === "9:16" ? 7 : 4,
    balance: true,
  });
  const lines = linesAt(stage, fitted.lines);
  const marks = marksOf(content, stage, (place) => {
    const line = fitted.lines.findIndex(({ end }) => place < end);
    return (lines.at(line) ?? stage.enter) + stage.entrance * 0.5;
  });
  return (
    <Place box={hero} anchor={anchor} align={align}>
      <EnteringText
        role="headline"
        at={lines}
        of={fitted}
        align={align}
        draw={(line) => marked(line, marks, stage)}
      />
    </Place>
  );
}

/** `entered`: when the line of a place in the text has come. */
function marksOf(
  { text, emphasis }: ContentOf<"statement">,
  stage: SceneStage,
  entered: (place: number) => number,
): Mark[] {
  const reveals = revealsOf(stage, emphasis.length);
  const marks = emphasis.flatMap((phrase, index) => {
    const start = text.indexOf(phrase);
    const soonest = entered(start + phrase.length - 1);
    const at = Math.max(soonest, reveals[index] ?? soonest);
    return start < 0 || phrase === "" ? [] : [{ start, end: start + phrase.length, at }];
  });
  return marks.toSorted((a, b) => a.start - b.start);
}

/** The pieces of a line, those under a mark coloured and underlined as far as the mark has come. */
function marked(line: Line, marks: readonly Mark[], stage: SceneStage): ReactNode[] {
  const pieces: ReactNode[] = [];
  let at = line.start;
  const textFrom = (from: number, to: number): string =>
    line.text.slice(from - line.start, to - line.start);
  for (const mark of marks) {
    const [from, to] = [Math.max(at, mark.start), Math.min(line.end, mark.end)];
    if (from >= to) continue;
    pieces.push(
      textFrom(at, from),
      <Marked key={from} at={mark.at} stage={stage} text={textFrom(from, to)} />,
    );
    at = to;
  }
  pieces.push(textFrom(at, line.end));
  return pieces;
}

function Marked({ at, stage, text }: { at: number; stage: SceneStage; text: string }) {
  const { tone, frame, entrance, isTurned } = stage;
  const share = progress(frame, at, entrance);
  return (
    <span style={{ position: "relative", color: mix(tone.foreground, tone.accent, share) }}>
      <span
        data-underline=""
        style={{
          position: "absolute",
          left: 0,
          right: 0,
          bottom: "-0.02em",
          height: "0.055em",
          backgroundColor: tone.accent,
          transform: `scaleX(${share})`,
          transformOrigin: isTurned ? "right" : "left",
        }}
      />
      {text}
    </span>
  );
}
