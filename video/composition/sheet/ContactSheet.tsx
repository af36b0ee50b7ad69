import { useMemo } from "react";
import { AbsoluteFill, Img } from "remotion";
import { mix } from "../../look/colour.ts";
import { isRightToLeft } from "../../look/direction.ts";
import { brandedTheme } from "../../look/brand.ts";
import type { Face, Theme, Tone } from "../../look/theme.ts";
import { THEMES } from "../../look/themes.ts";
import { useFonts } from "../fonts.ts";
import type { SheetProps, SheetTile } from "./sheet-props.ts";
import { SHEET, sheetLayout } from "./sheet-props.ts";

/** All scenes of a film on one page, each with its place in time, how it is shot, and what is said. */
export function ContactSheet(props: SheetProps) {
  const { title, facts, language, tiles } = props;
  const theme = useMemo(
    () => brandedTheme(THEMES[props.theme], props.brand),
    [props.theme, props.brand],
  );
  const tone = theme.tones.base;
  const isReady = useFonts(charactersOn(props), theme);
  if (!isReady) return null;
  const layout = sheetLayout(props);
  return (
    <AbsoluteFill
      style={{
        backgroundColor: tone.background,
        color: tone.foreground,
        padding: SHEET.margin,
        direction: isRightToLeft(language) ? "rtl" : "ltr",
      }}
    >
      <div style={{ height: SHEET.head, display: "flex", flexDirection: "column", gap: 14 }}>
        <div style={{ width: 96, height: 8, backgroundColor: tone.accent }} />
        <div style={{ ...set(theme.type.display, 60), ...clamped(1) }}>{title}</div>
        <div style={{ ...set(theme.type.body, 26), color: tone.muted }}>{facts}</div>
      </div>
      <div
        style={{
          display: "grid",
          gridTemplateColumns: `repeat(${layout.columns}, ${layout.picture.w}px)`,
          gap: SHEET.gap,
        }}
      >
        {tiles.map((tile) => (
          <Tile key={tile.shot} tile={tile} theme={theme} tone={tone} layout={layout} />
        ))}
      </div>
    </AbsoluteFill>
  );
}

interface TileProps {
  readonly tile: SheetTile;
  readonly theme: Theme;
  readonly tone: Tone;
  readonly layout: ReturnType<typeof sheetLayout>;
}

function Tile({ tile, theme, tone, layout }: TileProps) {
  const { body } = theme.type;
  const { picture, isNarrow, words, lines } = layout;
  const small = { ...set(body, 22), color: tone.muted };
  const edge = `1px solid ${mix(tone.background, tone.foreground, 0.22)}`;
  return (
    <div style={{ height: picture.h + words, overflow: "hidden" }}>
      <Img
        src={tile.picture}
        style={{ width: picture.w, height: picture.h, display: "block", outline: edge }}
      />
      <div style={{ display: "flex", gap: 16, alignItems: "baseline", marginTop: 18 }}>
        <span style={{ ...set(body, 26, true), color: tone.accent }}>{tile.shot}</span>
        <span style={{ ...small, flex: 1 }}>{isNarrow ? "" : tile.manner}</span>
        <span style={{ ...small, whiteSpace: "nowrap" }}>{tile.time}</span>
      </div>
      {isNarrow ? <div style={{ ...small, ...clamped(2) }}>{tile.manner}</div> : null}
      <div style={{ ...set(body, 25), ...clamped(lines), marginTop: 10 }}>{tile.said}</div>
    </div>
  );
}

function set(face: Face, fontSize: number, isBold = false) {
  return {
    fontFamily: face.family,
    fontSize,
    fontWeight: isBold ? face.bold : face.weight,
    fontVariationSettings: face.variation,
    fontFeatureSettings: `"tnum" 1, "lnum" 1`,
    lineHeight: 1.32,
  };
}

/** A page for people who work on the film: what is too long for its place may end in an ellipsis. */
function clamped(lines: number) {
  return {
    display: "-webkit-box",
    WebkitBoxOrient: "vertical",
    WebkitLineClamp: lines,
    overflow: "hidden",
  } as const;
}

function charactersOn({ title, facts, tiles }: SheetProps): string {
  const words = tiles.flatMap(({ shot, time, manner, said }) => [shot, time, manner, said]);
  return [...new Set([title, facts, ...words].join("") + "…")].join("");
}
