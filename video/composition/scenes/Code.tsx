import type { CSSProperties } from "react";
import { mix, tinted } from "../../look/colour.ts";
import type { Hex } from "../../look/colour.ts";
import type { Tone } from "../../look/theme.ts";
import { CHARACTER, columnsOf } from "../code/columns.ts";
import type { Token, TokenKind } from "../code/tokenize.ts";
import { tokenize, wrapTokens } from "../code/tokenize.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import type { Head } from "../parts/Spread.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";

type CodeContent = ContentOf<"code">;

/** Source code, line by line; the lines that matter light up when they are spoken of. */
export function Code({ content }: { readonly content: CodeContent }) {
  const stage = useStage();
  const { safe, w } = stage.stage;
  const head = headOf(stage, content.headline, 44);
  const bleed = stage.stage.aspect === "16:9" ? 0 : Math.min(safe.x, w - safe.x - safe.w) - 44;
  const set = setCode(content, head, bleed);
  return (
    <Spread head={head} bodyHeight={set.height}>
      <Panel content={content} set={set} bleed={bleed} />
    </Spread>
  );
}

interface SetCode {
  readonly size: number;
  readonly lines: readonly Token[][][];
  /** Of the lines with their paddings. */
  readonly height: number;
  /** In em. */
  readonly line: number;
}

const LINE = 1.42;
/** Of up to four lines. */
const AIRY = 1.7;
const PAD_X = 52;
const PAD_Y = 32;
/** Of its room that the panel takes, however few the lines. */
const LEAST_SHARE = 0.62;

/** The biggest size in which all lines fit; long lines are wrapped before they get too small to read. */
function setCode(content: CodeContent, { room }: Head, bleed: number): SetCode {
  const width = room.w + bleed * 2 - PAD_X * 2;
  const numbers = numbersWidth(content);
  const longest = Math.max(...content.lines.map(columnsOf), 18);
  const tokens = content.lines.map((line) => tokenize(line, content.language));
  const isShort = content.lines.length <= 4;
  const line = isShort ? AIRY : LINE;
  for (let size = content.lines.length === 1 ? 88 : isShort ? 64 : 48; size >= 17; size -= 1) {
    const columns = Math.floor(width / (CHARACTER * size) - numbers);
    if (size > 30 && longest > columns) continue;
    const lines = tokens.map((line) => wrapTokens(line, columns));
    const height = Math.max(lines.flat().length * size * line + PAD_Y * 2, room.h * LEAST_SHARE);
    if (height <= room.h) return { size, lines, height, line };
  }
  return { size: 17, lines: tokens.map((line) => [line]), height: room.h, line: LINE };
}

function numbersWidth(content: CodeContent): number {
  return content.lines.length > 1 ? 4 : 0;
}

function Panel({ content, set, bleed }: { content: CodeContent; set: SetCode; bleed: number }) {
  const { theme, tone, frame, enter, entrance } = useStage();
  const share = progress(frame, enter + 2, entrance * 1.3);
  return (
    <div
      style={{
        boxSizing: "border-box",
        alignSelf: "stretch",
        margin: `0 ${-bleed}px`,
        height: set.height,
        display: "flex",
        flexDirection: "column",
        justifyContent: "center",
        backgroundColor: tone.surface,
        borderRadius: theme.texture.radius,
        clipPath: share < 1 ? `inset(0 0 ${(1 - share) * 100}% 0)` : undefined,
      }}
    >
      {set.lines.map((rows, index) => (
        <CodeLine key={index} rows={rows} number={index + 1} content={content} set={set} />
      ))}
    </div>
  );
}

interface LineProps {
  readonly rows: readonly Token[][];
  readonly number: number;
  readonly content: CodeContent;
  readonly set: SetCode;
}

function CodeLine({ rows, number, content, set: { size, line: lineHeight } }: LineProps) {
  const stage = useStage();
  const { theme, tone, frame } = stage;
  const { mono } = theme.type;
  const shown = progress(frame, lineReveal(stage, content, number - 1), 12);
  const lit = litness(stage, content, number);
  const isAside = content.highlight.length > 0 && !content.highlight.includes(number);
  const line: CSSProperties = {
    position: "relative",
    display: "flex",
    padding: `0 ${PAD_X}px`,
    fontFamily: mono.family,
    fontSize: size,
    fontVariantLigatures: "none",
    lineHeight,
    whiteSpace: "pre",
    opacity: shown,
    ...(shown < 1 ? { transform: `translateX(${(1 - shown) * 26}px)` } : {}),
  };
  const light = { inset: 0, transform: `scaleX(${lit})`, transformOrigin: "left" };
  const gutter = { width: `${numbersWidth(content) * CHARACTER}em`, flexShrink: 0 };
  return (
    <div style={line}>
      <div
        style={{
          position: "absolute",
          backgroundColor: tinted(tone.surface, tone.accent, 0.16, [
            tone.foreground,
            tone.muted,
            tone.accent,
            tone.accent2,
          ]),
          ...light,
        }}
      />
      {numbersWidth(content) > 0 ? (
        <span style={{ position: "relative", color: mix(tone.muted, tone.accent, lit), ...gutter }}>
          {String(number).padStart(2, " ")}
        </span>
      ) : null}
      <span data-text="code" data-size={size} style={{ position: "relative" }}>
        {rows.map((tokens, row) => (
          <CodeRow key={row} tokens={tokens} dim={isAside ? anyLit(stage, content) * 0.35 : 0} />
        ))}
      </span>
    </div>
  );
}

function CodeRow({ tokens, dim }: { readonly tokens: readonly Token[]; readonly dim: number }) {
  const { theme, tone } = useStage();
  const { mono } = theme.type;
  return (
    <span data-line="" style={{ display: "block" }}>
      {tokens.map(({ kind, text }, index) => {
        const color = mix(inkOf(kind, tone), tone.muted, dim);
        const fontWeight = kind === "keyword" ? mono.bold : mono.weight;
        return (
          <span key={index} style={{ color, fontWeight }}>
            {text}
          </span>
        );
      })}
    </span>
  );
}

/** Lines run in quickly one after the other, within the first third of the scene. */
function lineReveal({ enter, scene }: SceneStage, content: CodeContent, index: number): number {
  const pace = Math.min(5, (scene.duration * 0.34) / content.lines.length);
  return enter + 8 + index * pace;
}

/** Highlights light up at their reveals, else once all lines stand. */
function litness(stage: SceneStage, content: CodeContent, line: number): number {
  const index = content.highlight.indexOf(line);
  if (index < 0) return 0;
  const standing = lineReveal(stage, content, content.lines.length) + 10;
  const at = Math.max(
    lineReveal(stage, content, line - 1) + 8,
    stage.scene.reveals[index] ?? standing + index * 6,
  );
  return progress(stage.frame, at, stage.entrance);
}

function anyLit(stage: SceneStage, content: CodeContent): number {
  return Math.max(0, ...content.highlight.map((line) => litness(stage, content, line)));
}

function inkOf(kind: TokenKind, tone: Tone): Hex {
  switch (kind) {
    case "comment":
      return tone.muted;
    case "string":
      return tone.accent2;
    case "number":
    case "keyword":
      return tone.accent;
    case "name":
      return mix(tone.foreground, tone.accent2, 0.55);
    case "mark":
      return mix(tone.foreground, tone.muted, 0.6);
    case "plain":
      return tone.foreground;
  }
}
