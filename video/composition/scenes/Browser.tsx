import { mix } from "../../look/colour.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rise } from "../parts/Rise.tsx";
import { Rule } from "../parts/Rule.tsx";
import { BAR, bleedOf, Window } from "../parts/Window.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";

type BrowserContent = ContentOf<"browser">;

/** A page on the web: its address is typed, then the page rises into the window. */
export function Browser({ content }: { readonly content: BrowserContent }) {
  const stage = useStage();
  const { tone, enter } = stage;
  const head = headOf(stage, undefined);
  const bleed = bleedOf(stage);
  const height = stage.stage.aspect === "16:9" ? head.room.h : Math.min(head.room.h, 900);
  const set = setPage(content, stage, head.room.w + bleed * 2, height - BAR);
  const isWide = stage.stage.aspect === "16:9";
  const address = (
    <Address of={set.address} at={enter + 10} frames={typedFrames(content.address)} />
  );
  const loaded = enter + 10 + typedFrames(content.address) + 4;
  return (
    <Spread head={head} bodyHeight={height}>
      <Window height={height} bleed={bleed} colour={tone.background} bar={isWide ? address : null}>
        {isWide ? null : (
          <div style={{ display: "flex", padding: "20px 30px 0 10px" }}>{address}</div>
        )}
        <Loading at={loaded - 8} />
        <div
          style={{
            flex: 1,
            display: "flex",
            flexDirection: "column",
            justifyContent: "center",
            padding: `0 ${set.margin}px`,
          }}
        >
          <Rule at={loaded} width={96} colour={tone.accent} thickness={8} />
          <div style={{ height: 40, flexShrink: 0 }} />
          <EnteringText role="headline" at={loaded + 1} of={set.title} />
          {set.text ? (
            <div style={{ marginTop: 40 }}>
              <EnteringText
                role="body"
                at={stage.scene.reveals[0] ?? loaded + 12}
                manner="fade"
                of={set.text}
                colour={tone.muted}
              />
            </div>
          ) : null}
        </div>
      </Window>
    </Spread>
  );
}

/** Two characters a frame, and no longer than most of a second. */
function typedFrames(address: string): number {
  return Math.min(24, Math.ceil(address.length / 2));
}

interface SetPage {
  readonly address: Typeset;
  readonly title: Typeset;
  readonly text: Typeset | null;
  readonly margin: number;
}

/** Paddings of the address with its lock, and in a wide window the buttons beside it. */
const AROUND = { wide: 340, narrow: 150 };

function setPage(
  { address, title, text }: BrowserContent,
  { theme, stage }: SceneStage,
  width: number,
  height: number,
): SetPage {
  const margin = stage.aspect === "16:9" ? 116 : 72;
  const inner = width - margin * 2;
  const below = text
    ? setText(text, theme.type.body, {
        maxWidth: Math.min(inner, 1180),
        maxHeight: height * 0.36,
        max: 48,
        min: 34,
        balance: true,
      })
    : null;
  return {
    margin,
    address: setText(address, theme.type.body, {
      maxWidth: width - (stage.aspect === "16:9" ? AROUND.wide : AROUND.narrow),
      maxHeight: 50,
      max: 34,
      min: 28,
      lines: 1,
    }),
    title: setText(title, theme.type.display, {
      maxWidth: inner,
      maxHeight: height - 140 - (below ? below.height + 40 : 0),
      max: stage.aspect === "16:9" ? 150 : 120,
      min: 60,
      lines: stage.aspect === "16:9" ? 3 : 6,
      balance: true,
    }),
    text: below,
  };
}

interface AddressProps {
  readonly of: Typeset;
  readonly at: number;
  readonly frames: number;
}

function Address({ of, at, frames }: AddressProps) {
  const { tone, frame, theme } = useStage();
  const share = Math.min(1, Math.max(0, (frame - at) / frames));
  const draw = (line: { readonly text: string }) =>
    line.text.slice(0, Math.ceil(line.text.length * share));
  return (
    <Rise
      at={at - 6}
      style={{
        flex: 1,
        display: "flex",
        alignItems: "center",
        gap: 18,
        height: 54,
        marginLeft: 20,
        padding: "0 26px",
        borderRadius: Math.max(theme.texture.radius, 6),
        backgroundColor: mix(tone.background, tone.foreground, 0.08),
      }}
    >
      <svg width={24} height={28} viewBox="0 0 24 28" style={{ flexShrink: 0 }}>
        <path d="M3 12H21V26H3Z" fill={tone.accent} />
        <path d="M7 12V8A5 5 0 0 1 17 8V12" fill="none" stroke={tone.accent} strokeWidth={3} />
      </svg>
      <SetText role="label" of={{ ...of, lineHeight: 1.3 }} colour={tone.foreground} draw={draw} />
    </Rise>
  );
}

/** The line under the bar that runs through while the page comes. */
function Loading({ at }: { readonly at: number }) {
  const { tone, frame } = useStage();
  const share = progress(frame, at, 14);
  const gone = progress(frame, at + 16, 10);
  return (
    <div
      style={{
        height: 5,
        marginBottom: -5,
        flexShrink: 0,
        backgroundColor: tone.accent,
        transform: `scaleX(${share})`,
        transformOrigin: "left",
        opacity: 1 - gone,
      }}
    />
  );
}
