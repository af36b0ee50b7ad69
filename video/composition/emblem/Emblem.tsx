import { EMBLEM_COLOURS } from "../../look/emblem-colours.ts";
import { emblemBox } from "../../look/emblem.ts";
import { dice } from "../../look/random.ts";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Pictogram } from "../parts/Pictogram.tsx";
import { MANNERS } from "./manners.ts";

/** Frames in which a pictogram is drawn, in entrances of its theme. */
const ENTRANCES = 2.2;

/** The thing that a scene names, drawn in its theme's hand where the scene has room for it. */
export function Emblem() {
  const { scene, theme, layout, stage, tone, panelTone, frame, enter, entrance } = useStage();
  const { pictograms = [], content } = scene;
  const [name] = pictograms;
  const box = emblemBox(content.template, layout, stage);
  if (!box || name === undefined || pictograms.length !== 1) return null;
  const manner = MANNERS[theme.name];
  const ground = layout.panel ? panelTone : tone;
  const colours = EMBLEM_COLOURS[theme.name](ground);
  const size = box.w * manner.share;
  const at = enter + manner.lead * entrance;
  return (
    <div
      data-drawing={name}
      style={{ position: "absolute", left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      <svg
        width={box.w}
        height={box.h}
        viewBox="0 0 100 100"
        style={{ position: "absolute", inset: 0, overflow: "visible" }}
      >
        {manner.field({
          tone: ground,
          colours,
          share: progress(frame, enter, entrance * FIELD),
          dice: dice(theme.name, name, JSON.stringify(content)),
        })}
      </svg>
      <div
        style={{
          position: "absolute",
          left: (box.w - size) / 2 + (manner.shift?.x ?? 0) * box.w,
          top: (box.h - size) / 2 + (manner.shift?.y ?? 0) * box.h,
          width: size,
          height: size,
        }}
      >
        <Pictogram
          name={name}
          at={at}
          size={size}
          weight={manner.weight}
          ink={colours.ink}
          frames={entrance * ENTRANCES}
          {...(manner.halo ? { halo: manner.halo } : {})}
        />
      </div>
    </div>
  );
}

/** Entrances in which the field comes in. */
const FIELD = 1.8;
