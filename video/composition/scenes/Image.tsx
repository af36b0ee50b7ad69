import { AbsoluteFill } from "remotion";
import { alpha } from "../../look/colour.ts";
import { viewAt } from "../camera.ts";
import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { DECELERATE, progress } from "../motion.ts";
import { Picture } from "../parts/Picture.tsx";
import { Place } from "../parts/Place.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

type ImageContent = ContentOf<"image">;

const PAD_X = 36;
const PAD_Y = 24;

/** One picture from edge to edge under one slow move; its caption stands on a plate at the foot. */
export function Image({ content }: { readonly content: ImageContent }) {
  const { scene, stage, frame, enter } = useStage();
  const camera = scene.camera === "still" ? "push-in" : scene.camera;
  const view = viewAt(camera, frame / (scene.duration + 12), stage.w, stage.h);
  const share = progress(frame, enter - 4, 34, DECELERATE);
  return (
    <>
      <AbsoluteFill
        style={{
          overflow: "hidden",
          opacity: Math.min(1, share * 2),
          ...(share < 1 ? { transform: `scale(${1.06 - share * 0.06})` } : {}),
        }}
      >
        <Picture asset={content.asset} view={view} />
      </AbsoluteFill>
      <Legend content={content} at={enter + 12} />
    </>
  );
}

function Legend({ content, at }: { readonly content: ImageContent; readonly at: number }) {
  const { stage, theme, tone, frame, entrance } = useStage();
  const { safe } = stage;
  const { caption, credit } = content;
  if (!caption && !credit) return null;
  const width = Math.min(safe.w, 1180) - PAD_X * 2;
  const loose = { maxWidth: width, maxHeight: safe.h * 0.4, balance: true };
  const set = caption ? setText(caption, theme.type.body, { ...loose, max: 52, min: 36 }) : null;
  const by = credit ? setText(credit, theme.type.body, { ...loose, max: 30, min: 28 }) : null;
  const hidden = (1 - progress(frame, at, entrance * 1.1)) * 100;
  return (
    <Place box={safe} anchor="end">
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          gap: 8,
          padding: `${PAD_Y}px ${PAD_X}px`,
          backgroundColor: alpha(tone.background, 0.94),
          borderRadius: theme.texture.radius,
          ...(hidden > 0 ? { clipPath: `inset(0 ${hidden}% 0 0)` } : {}),
        }}
      >
        {set ? <EnteringText role="body" at={at + 4} manner="rise" of={set} /> : null}
        {by ? (
          <EnteringText role="detail" at={at + 8} manner="fade" of={by} colour={tone.muted} />
        ) : null}
      </div>
    </Place>
  );
}
