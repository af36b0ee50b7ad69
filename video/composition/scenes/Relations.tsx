import { mix } from "../../look/colour.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rise } from "../parts/Rise.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import type { Web, WebNode } from "../relations/web.ts";
import { pathTo, webOf } from "../relations/web.ts";
import type { Typeset } from "../text/measure.ts";
import { setAll, setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";

type RelationsContent = ContentOf<"relations">;

/** One thing in the middle; lines run out from it to what it is joined to. */
export function Relations({ content }: { readonly content: RelationsContent }) {
  const stage = useStage();
  const head = headOf(stage, content.headline, 48);
  const { w, h } = head.room;
  const web = webOf(content.nodes.length, w, h);
  const texts = setNodes(content, web, stage);
  const reveals = revealsOf(stage, content.nodes.length);
  return (
    <Spread head={head} bodyHeight={h}>
      <div style={{ position: "relative", width: w, height: h }}>
        <svg width={w} height={h} style={{ position: "absolute", overflow: "visible" }}>
          {web.nodes.map((node, index) => (
            <Line key={index} web={web} node={node} at={reveals[index] ?? 0} />
          ))}
        </svg>
        <Hub name={content.hub} web={web} />
        {web.nodes.map((node, index) => (
          <Node key={index} node={node} of={texts[index]} at={(reveals[index] ?? 0) + 5} />
        ))}
      </div>
    </Spread>
  );
}

interface SetNode {
  readonly label: Typeset;
  readonly detail: Typeset | null;
}

const PAD_X = 30;
const PAD_Y = 18;
const WITHIN = 6;
const SIZES = [56, 52, 48, 44, 40, 37, 34, 31, 28];

/** All nodes in the biggest type in which each holds its texts; where there is no room, without details. */
function setNodes({ nodes }: RelationsContent, web: Web, { theme }: SceneStage): SetNode[] {
  const [first] = web.nodes;
  if (!first) return [];
  const room = { w: first.w - PAD_X * 2, h: first.h - PAD_Y * 2 };
  for (const hasDetails of [true, false]) {
    for (const size of SIZES) {
      const loose = { maxWidth: room.w, maxHeight: 1e4, balance: true };
      const labels = setAll(
        nodes.map(({ label }) => label),
        theme.type.body,
        { ...loose, max: size, min: size, isBold: true },
      );
      const small = Math.max(28, Math.round(size * 0.74));
      const set = labels.map((label, index): SetNode => {
        const text = hasDetails ? nodes[index]?.detail : undefined;
        const options = { ...loose, max: small, min: small };
        return { label, detail: text ? setText(text, theme.type.body, options) : null };
      });
      const isWhole = set.every((node) => node.label.size === size && heightOf(node) <= room.h);
      if (isWhole || (!hasDetails && size === SIZES.at(-1))) return set;
    }
  }
  return [];
}

function heightOf({ label, detail }: SetNode): number {
  return label.height + (detail ? detail.height + WITHIN : 0);
}

interface LineProps {
  readonly web: Web;
  readonly node: WebNode;
  readonly at: number;
}

function Line({ web, node, at }: LineProps) {
  const { tone, theme, frame, entrance } = useStage();
  const share = progress(frame, at, entrance);
  return (
    <path
      d={pathTo(web, node)}
      pathLength={1}
      fill="none"
      stroke={mix(tone.background, tone.accent, 0.75)}
      strokeWidth={Math.max(4, theme.texture.rule * 1.5)}
      strokeDasharray="1 1"
      strokeDashoffset={1 - share}
      opacity={share > 0 ? 1 : 0}
    />
  );
}

/** Around a name that has no circle but a plate with round ends. */
const HUB_PAD = 44;

function Hub({ name, web: { hub } }: { readonly name: string; readonly web: Web }) {
  const { tone, theme, frame, enter, entrance } = useStage();
  const share = progress(frame, enter, entrance * 1.2);
  const { display } = theme.type;
  const options = { max: 76, min: 40, lines: 3, isBold: true, balance: true, isWhole: true };
  const round = setText(name, display, {
    ...options,
    maxWidth: hub.r * 1.62,
    maxHeight: hub.r * 1.2,
  });
  const isRound = round.size >= options.min;
  const set = isRound
    ? round
    : setText(name, display, {
        ...options,
        maxWidth: hub.most - HUB_PAD * 2,
        maxHeight: hub.r * 1.4,
      });
  const w = isRound ? hub.r * 2 : set.width + HUB_PAD * 2;
  const h = isRound ? hub.r * 2 : Math.max(hub.r * 1.1, set.height + HUB_PAD);
  return (
    <div
      style={{
        position: "absolute",
        left: hub.x - w / 2,
        top: hub.y - h / 2,
        width: w,
        height: h,
        borderRadius: h / 2,
        backgroundColor: tone.accent,
        display: "flex",
        alignItems: "center",
        justifyContent: "center",
        ...(share < 1 ? { transform: `scale(${share})` } : {}),
      }}
    >
      <SetText role="headline" of={set} align="center" colour={tone.background} />
    </div>
  );
}

interface NodeProps {
  readonly node: WebNode;
  readonly of: SetNode | undefined;
  readonly at: number;
}

function Node({ node, of, at }: NodeProps) {
  const { tone, theme } = useStage();
  if (!of) return null;
  const from = node.side === "left" ? 40 : node.side === "right" ? -40 : 0;
  return (
    <Rise
      at={at}
      x={from}
      style={{
        position: "absolute",
        left: node.x,
        top: node.y,
        width: node.w,
        height: node.h,
        boxSizing: "border-box",
        padding: `${PAD_Y}px ${PAD_X}px`,
        display: "flex",
        flexDirection: "column",
        justifyContent: "center",
        alignItems: node.side === "below" ? "center" : "flex-start",
        gap: WITHIN,
        backgroundColor: tone.surface,
        border: `2px solid ${mix(tone.background, tone.foreground, 0.16)}`,
        borderRadius: Math.max(theme.texture.radius, 4),
      }}
    >
      <EnteringText
        role="body"
        at={at}
        manner="fade"
        of={of.label}
        align={node.side === "below" ? "center" : "left"}
      />
      {of.detail ? (
        <EnteringText
          role="detail"
          at={at + 4}
          manner="fade"
          of={of.detail}
          align={node.side === "below" ? "center" : "left"}
          colour={tone.muted}
        />
      ) : null}
    </Rise>
  );
}
