import { mix } from "../../look/colour.ts";
import type { Hex } from "../../look/colour.ts";
import type { Tone } from "../../look/theme.ts";
import type { SetColumns } from "../code/columns.ts";
import { CHARACTER, setColumns } from "../code/columns.ts";
import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import { BAR, bleedOf, Window } from "../parts/Window.tsx";
import type { Typing } from "../terminal/typing.ts";
import { typingOf } from "../terminal/typing.ts";

type TerminalContent = ContentOf<"terminal">;
type TerminalLine = TerminalContent["lines"][number];

const PAD_X = 52;
const PAD_Y = 36;
const LINE = 1.5;
/** Columns that the prompt takes, and the cursor with the air before it. */
const PROMPT = 2;
const CURSOR = 2;
/** Frames from one blink of a waiting cursor to the next. */
const BLINK = 30;
/** Of its room that the window takes, however few the lines. */
const LEAST_SHARE = 0.66;

/** A session at a command line: commands are typed, their answers stand at once. */
export function Terminal({ content }: { readonly content: TerminalContent }) {
  const stage = useStage();
  const head = headOf(stage, content.headline, 44);
  const bleed = bleedOf(stage);
  const around = BAR + PAD_Y * 2;
  const isShort = content.lines.length <= 3;
  const set = setColumns(
    content.lines.map(({ text }) => text),
    {
      width: head.room.w + bleed * 2 - PAD_X * 2,
      height: head.room.h - around,
      max: content.lines.length === 1 ? 88 : isShort ? 64 : 50,
      min: 24,
      unbroken: isShort ? 46 : 32,
      lineHeight: LINE,
      indent: PROMPT + CURSOR,
    },
  );
  const height = Math.max(set.height + around, head.room.h * LEAST_SHARE);
  const typing = typingOf(content.lines, { enter: stage.enter, ...stage.scene });
  return (
    <Spread head={head} bodyHeight={height}>
      <Window height={height} bleed={bleed}>
        <div
          style={{
            flex: 1,
            display: "flex",
            flexDirection: "column",
            justifyContent: content.lines.length === 1 ? "center" : "flex-start",
            padding: `${PAD_Y}px ${PAD_X}px`,
          }}
        >
          {content.lines.map((line, index) => (
            <Line key={index} line={line} index={index} set={set} typing={typing} />
          ))}
        </div>
      </Window>
    </Spread>
  );
}

interface LineProps {
  readonly line: TerminalLine;
  readonly index: number;
  readonly set: SetColumns;
  readonly typing: readonly Typing[];
}

function Line({ line, index, set: { size, rows }, typing }: LineProps) {
  const { theme, tone, frame } = useStage();
  const { at, frames } = typing[index] ?? { at: 0, frames: 0 };
  const own = rows[index] ?? [];
  const whole = own.join("").length;
  const typed = frames > 0 ? Math.min(1, Math.max(0, (frame - at) / frames)) : 1;
  const isCommand = line.kind === "command";
  const isWaiting = isCommand && index === 0 && frame < at;
  const isOff = isWaiting && (at - frame) % BLINK > BLINK / 2;
  const isHere = frame >= at || isWaiting;
  const isTyping = isCommand && isHere && frame < (typing[index + 1]?.at ?? Infinity);
  return (
    <div
      data-text="code"
      data-size={size}
      style={{
        fontFamily: theme.type.mono.family,
        fontWeight: isCommand ? theme.type.mono.bold : theme.type.mono.weight,
        fontSize: size,
        fontVariantLigatures: "none",
        lineHeight: LINE,
        whiteSpace: "pre",
        flexShrink: 0,
        color: inkOf(line, tone),
        opacity: isHere ? 1 : 0,
        position: "relative",
        paddingLeft: `${PROMPT * CHARACTER}em`,
      }}
    >
      {isCommand ? (
        <span style={{ position: "absolute", left: 0, color: tone.accent }}>$</span>
      ) : null}
      {own.map((row, number) => {
        const before = own.slice(0, number).join("").length;
        const shown = row.slice(0, Math.max(0, Math.ceil(whole * typed) - before));
        const isLast = isWaiting
          ? number === 0
          : before + row.length >= Math.ceil(whole * typed) && shown !== "";
        return (
          <div key={number} style={{ height: size * LINE }}>
            <span data-line="" style={{ display: "inline-block" }}>
              {shown}
            </span>
            {isTyping && isLast && !isOff ? <Cursor size={size} colour={tone.accent} /> : null}
          </div>
        );
      })}
    </div>
  );
}

function Cursor({ size, colour }: { readonly size: number; readonly colour: Hex }) {
  return (
    <span
      style={{
        display: "inline-block",
        width: size * CHARACTER,
        height: size * 1.14,
        marginLeft: size * 0.1,
        verticalAlign: "-0.22em",
        backgroundColor: colour,
      }}
    />
  );
}

function inkOf({ kind }: TerminalLine, tone: Tone): Hex {
  if (kind === "command") return tone.foreground;
  return kind === "comment" ? tone.muted : mix(tone.foreground, tone.accent2, 0.55);
}
