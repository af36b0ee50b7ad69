import type { ReactNode } from "react";
import type { Box } from "../../look/stage.ts";
import type { SceneStage } from "../context.tsx";
import { useStage } from "../context.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";
import { Place } from "./Place.tsx";
import { Rule } from "./Rule.tsx";

/** The headline of a scene with a body, and the room that it leaves. */
export interface Head {
  readonly text: string;
  readonly fitted: Typeset | null;
  /** The largest box that the body may take. */
  readonly room: Box;
}

const HEAD_GAP = 60;
/** The short rule above the headline, with its gap. */
const MARK = 34;

export function headOf(
  { theme, stage, layout }: SceneStage,
  text: string | undefined,
  gap = HEAD_GAP,
): Head {
  const { head, body, stacked } = layout;
  if (text === undefined) return { text: "", fitted: null, room: stacked ? stage.safe : body };
  const isNarrow = head.w < 700;
  const fitted = setText(text, theme.type.display, {
    maxWidth: head.w,
    maxHeight: head.h - MARK,
    max: stacked ? 108 : isNarrow ? 104 : 112,
    min: 60,
    lines: stacked ? 2 : 5,
    balance: true,
  });
  if (!stacked) return { text, fitted, room: body };
  const used = fitted.height + MARK + gap;
  return { text, fitted, room: { ...body, y: body.y + used, h: body.h - used } };
}

interface Props {
  readonly head: Head;
  readonly bodyHeight: number;
  readonly children: ReactNode;
}

/** Sets headline and body as one group: below one another, or side by side with their tops aligned. */
export function Spread({ head, bodyHeight, children }: Props) {
  const { layout, stage } = useStage();
  const headHeight = head.fitted ? head.fitted.height + MARK : 0;
  const { anchor, stacked, panel } = layout;
  const lift = anchor === "start" ? 0 : anchor === "end" ? 1 : 0.46;
  if (stacked) {
    const gap = head.fitted ? stage.safe.h - headHeight - head.room.h : 0;
    const free = Math.max(0, stage.safe.h - headHeight - gap - bodyHeight);
    const top = stage.safe.y + free * lift;
    const body = { ...head.room, y: top + headHeight + gap, h: bodyHeight };
    return (
      <>
        <Headline head={head} box={{ ...layout.head, y: top, h: headHeight }} anchor="start" />
        <Place box={body} align={layout.align}>
          {children}
        </Place>
      </>
    );
  }
  const isOver = panel !== null && stage.aspect !== "16:9";
  const bodyTop = head.room.y + Math.max(0, head.room.h - bodyHeight) * (isOver ? 0.3 : 0.46);
  const body = { ...head.room, y: bodyTop, h: bodyHeight };
  const shared = Math.max(headHeight, bodyHeight);
  const top = stage.safe.y + Math.max(0, stage.safe.h - shared) * 0.46;
  const headBox = panel ? layout.head : { ...layout.head, y: top, h: shared };
  return (
    <>
      <Headline
        head={head}
        box={headBox}
        anchor={panel ? (isOver ? "end" : "center") : anchor === "end" ? "end" : "start"}
      />
      <Place
        box={
          panel
            ? body
            : {
                ...body,
                y:
                  top +
                  ((shared - bodyHeight) / 2) *
                    (anchor === "end" ? 2 : bodyHeight < headHeight ? 0 : 1),
              }
        }
      >
        {children}
      </Place>
    </>
  );
}

function Headline({
  head,
  box,
  anchor,
}: {
  head: Head;
  box: Box;
  anchor: "start" | "center" | "end";
}) {
  const { layout, tone, panelTone, theme, enter } = useStage();
  if (!head.fitted) return null;
  const ink = layout.panel ? panelTone : tone;
  return (
    <Place box={box} anchor={anchor} align={layout.align}>
      <Rule
        at={enter}
        width={72}
        colour={ink.accent}
        thickness={Math.max(5, theme.texture.rule * 2)}
        origin={layout.align === "center" ? "center" : "left"}
      />
      <div style={{ height: MARK - Math.max(5, theme.texture.rule * 2), flexShrink: 0 }} />
      <EnteringText
        role="headline"
        at={enter + 2}
        of={head.fitted}
        align={layout.align}
        colour={ink.foreground}
      />
    </Place>
  );
}
